"""How Windows is told to end a process; that it does can be seen there only."""

from __future__ import annotations

import ctypes

from formkit.kernel import job_object
from formkit.kernel.leash import taskkill


def test_a_number_that_another_program_has_got_meanwhile_is_spared():
    said = taskkill(4711, image="WINWORD.EXE")
    assert said[1:] == ["/F", "/T", "/PID", "4711", "/FI", "IMAGENAME eq WINWORD.EXE"]
    assert taskkill(4711)[1:] == ["/F", "/T", "/PID", "4711"]


def test_the_program_of_windows_is_meant_not_one_that_lies_in_the_current_folder(monkeypatch):
    monkeypatch.setenv("SYSTEMROOT", "/windows")
    assert taskkill(1)[0].startswith("/windows") or taskkill(1)[0].startswith("\\windows")


def test_the_limits_are_laid_out_as_winnt_h_has_them_for_64_bits():
    # offsets as a C compiler gives them for JOBOBJECT_EXTENDED_LIMIT_INFORMATION, x86-64
    extended, basic = job_object._Extended, job_object._Basic
    assert (ctypes.sizeof(basic), ctypes.sizeof(extended)) == (64, 144)
    assert basic.LimitFlags.offset == 16
    assert basic.MinimumWorkingSetSize.offset == 24
    assert basic.Affinity.offset == 48
    assert extended.IoInfo.offset == 64
    assert extended.ProcessMemoryLimit.offset == 112


def test_memory_is_told_in_bytes_and_time_in_ticks_of_100_nanoseconds():
    limits = job_object.described(memory=512 << 20, cpu_seconds=30)
    assert limits.ProcessMemoryLimit == 536_870_912
    assert limits.Basic.PerProcessUserTimeLimit == 300_000_000
    assert limits.Basic.LimitFlags == 0x2 | 0x100 | 0x400 | 0x2000
