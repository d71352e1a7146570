"""How a run of the command line ends."""

from __future__ import annotations

import errno

import pytest

from formkit.cli.main import reader_has_left


@pytest.mark.parametrize(
    ("error", "system", "left"),
    [
        (BrokenPipeError(), "posix", True),
        (BrokenPipeError(), "nt", True),
        (OSError(errno.EINVAL, "Invalid argument"), "nt", True),
        (OSError(errno.EINVAL, "Invalid argument", "台账.xlsx"), "nt", False),
        (OSError(errno.EINVAL, "Invalid argument"), "posix", False),
        (ValueError(), "nt", False),
    ],
)
def test_a_reader_that_has_seen_enough_is_no_fault_also_as_windows_tells_it(error, system, left):
    assert reader_has_left(error, system) is left
