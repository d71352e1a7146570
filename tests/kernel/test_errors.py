from __future__ import annotations

import pytest

from formkit.kernel import errors
from formkit.kernel.errors import ExitCode, FormkitError, fault
from formkit.kernel.findings import Level, Place


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FormkitError, 1),
        (errors.UsageError, 2),
        (errors.InputUnreadable, 3),
        (errors.TemplateError, 6),
        (errors.OutputError, 7),
        (errors.MissingProgram, 8),
        (errors.ProfileError, 9),
    ],
)
def test_each_error_owns_its_exit_code(error, code):
    assert error.exit_code == code
    assert isinstance(error("FK-VAL-047", value="5000"), FormkitError)


def test_the_exit_codes_are_never_renumbered():
    assert {code.name: code.value for code in ExitCode} == {
        "OK": 0,
        "BUG": 1,
        "USAGE": 2,
        "INPUT_UNREADABLE": 3,
        "RECORD_INVALID": 4,
        "RULE_BROKEN": 5,
        "TEMPLATE": 6,
        "OUTPUT": 7,
        "MISSING_PROGRAM": 8,
        "PROFILE": 9,
    }


def test_an_error_ends_with_the_remedy_and_can_join_a_report():
    error = errors.UsageError("FK-VAL-047", place=Place(file="a.xlsx", cell="B2"), value="5000")
    assert str(error) == str(error.finding())
    assert "a.xlsx!B2:「5000」不是邮政编码" in str(error)
    assert "处理:" in str(error)


def test_a_fault_is_an_error_unless_said_otherwise():
    assert fault("FK-VAL-047", Place(), value="1").level is Level.ERROR
    assert fault("FK-VAL-047", Place(), level=Level.INFO, value="1").level is Level.INFO


def test_braces_in_a_value_are_only_text():
    assert "「{x}」" in fault("FK-VAL-047", Place(), value="{x}").found


def test_a_code_that_nobody_wrote_down_or_a_blank_left_open_is_noticed():
    with pytest.raises(KeyError):
        fault("FK-VAL-999", Place())
    with pytest.raises(KeyError):
        fault("FK-VAL-047", Place())
