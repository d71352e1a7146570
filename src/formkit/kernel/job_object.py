"""The Windows form of resource limits: a job object that this process enters.

Source: Microsoft Learn, Win32 `SetInformationJobObject`, `JOBOBJECT_EXTENDED_LIMIT_INFORMATION`.
"""

from __future__ import annotations

import ctypes
import sys

_EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
_PROCESS_TIME = 0x0002  # JOB_OBJECT_LIMIT_PROCESS_TIME
_PROCESS_MEMORY = 0x0100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
_DIE_ON_UNHANDLED_EXCEPTION = 0x0400  # no window that waits for a click
_KILL_ON_JOB_CLOSE = 0x2000  # the last handle is ours: what we started ends with us
_TICKS = 10_000_000  # of 100 nanoseconds, in a second


class _Basic(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class _Extended(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION; the I/O counters are six 64-bit numbers."""

    _fields_ = (
        ("Basic", _Basic),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def described(*, memory: int, cpu_seconds: int) -> _Extended:
    """Return the limits as Windows wants them, each for one process; memory in bytes."""
    limits = _Extended()
    limits.Basic.PerProcessUserTimeLimit = cpu_seconds * _TICKS
    limits.Basic.LimitFlags = (
        _PROCESS_TIME | _PROCESS_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_JOB_CLOSE
    )
    limits.ProcessMemoryLimit = memory
    return limits


if sys.platform == "win32":

    def enter(*, memory: int, cpu_seconds: int) -> None:
        """Put this process and all its children to come into a job with these limits.

        Raises:
            OSError: Windows refuses, e.g. older than Windows 8 and already in a job.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
        kernel.SetInformationJobObject.argtypes = (
            ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_uint32,
        )  # fmt: skip
        kernel.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        job = kernel.CreateJobObjectW(None, None)  # never closed: it lasts as long as the process
        limits = described(memory=memory, cpu_seconds=cpu_seconds)
        done = job and kernel.SetInformationJobObject(
            job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        if not (done and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())):
            raise ctypes.WinError(ctypes.get_last_error())
