from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.kernel import identifiers
from formkit.kernel.values import BadValue

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SPECIMEN = "91350100M000100Y43"  # the worked example of GB 32100-2015


def refused(check, text: str) -> BadValue:
    with pytest.raises(BadValue) as caught:
        check(text)
    return caught.value


@pytest.mark.parametrize(
    "written",
    [SPECIMEN, SPECIMEN.lower(), " 91350100 M000100Y43", "９１３５０１００Ｍ０００１００Ｙ４３"],
)
def test_a_credit_code_is_taken_in_its_official_spelling(written):
    assert identifiers.check_uscc(written) == SPECIMEN


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        ("91350100M000100Y44", "FK-VAL-042", "应是「3」"),
        ("91350100M000100I43", "FK-VAL-041", "「I」"),
        ("91350100MOO0100Y43", "FK-VAL-041", "「O」"),
        ("350100000000001", "FK-VAL-040", "有15位"),
        ("(样例)", "FK-VAL-040", "没有代码时留空"),
        ("", "FK-VAL-040", "有0位"),
        ("9.13501E+17", "FK-VAL-043", "科学记数"),
    ],
)
def test_a_wrong_credit_code_is_refused(written, code, says):
    fault = refused(identifiers.check_uscc, written)
    assert fault.code == code
    assert says in str(fault)


@given(st.text(CHARACTERS, min_size=17, max_size=17), st.integers(0, 16), st.data())
@settings(max_examples=150)
def test_one_wrong_character_is_always_noticed(body, place, data):
    code = body + identifiers.uscc_check_digit(body)
    assert identifiers.check_uscc(code) == code
    other = data.draw(st.sampled_from([c for c in CHARACTERS if c != code[place]]))
    assert refused(identifiers.check_uscc, code[:place] + other + code[place + 1 :]).code == (
        "FK-VAL-042"
    )


@pytest.mark.parametrize(
    "number",
    [
        "138-0000-0001",
        "13800000001",
        "138 0000 0001",
        "+86 138-0000-0001",
        "010-55501234",
        "010-5550 1234",
        "(0311)5550123",
        "0311-5550123",
        "010-55501234-801",
        "010-55501234转801",
        "+86-10-55501234",
        "400-000-0000",
        "4000000000",
        "12345",
        "95598",
        "+852 5550 1234",
    ],
)
def test_a_phone_number_stays_as_typed(number):
    assert identifiers.check_phone(number) == number


@pytest.mark.parametrize(
    "written",
    [
        "138-0000-0001、010-55501234",
        "138-0000-0001,010-55501234",
        "138-0000-0001 / 010-55501234",
        "138-0000-0001;\n010-55501234",
        "１３８－００００－０００１、０１０—５５５０１２３４、",
    ],
)
def test_several_numbers_are_joined_in_one_way(written):
    assert identifiers.check_phone(written) == "138-0000-0001、010-55501234"


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        ("1.38E+10", "FK-VAL-043", "文本"),
        ("1.38000E+10、010-55501234", "FK-VAL-043", "「1.38000E+10」"),
        ("55501234", "FK-VAL-045", "区号"),
        ("1055501234", "FK-VAL-046", "「01055501234」"),
        ("3115550123", "FK-VAL-046", "「03115550123」"),
        ("1380000000", "FK-VAL-044", "11位"),
        ("138000000012", "FK-VAL-044", "11位"),
        ("138-0000-xxxx", "FK-VAL-044", "「138-0000-xxxx」"),
        ("无", "FK-VAL-044", "「无」"),
        ("、", "FK-VAL-044", "「、」"),
        ("", "FK-VAL-044", "处理:"),
    ],
)
def test_what_cannot_be_called_is_refused(written, code, says):
    fault = refused(identifiers.check_phone, written)
    assert fault.code == code
    assert says in str(fault)


@pytest.mark.parametrize("written", ["000000", "０５００００", " 050 000 "])
def test_a_postcode_has_six_digits(written):
    assert len(identifiers.check_postcode(written)) == 6


@pytest.mark.parametrize("written", ["50000", "0500000", "05000O", ""])
def test_another_postcode_is_refused(written):
    assert refused(identifiers.check_postcode, written).code == "FK-VAL-047"


@given(st.text(max_size=25))
@settings(max_examples=150)
def test_any_text_is_taken_or_refused_and_what_is_taken_stays(text):
    for check in (identifiers.check_phone, identifiers.check_postcode, identifiers.check_uscc):
        with suppress(BadValue):  # any other exception is a fault
            taken = check(text)
            assert check(taken) == taken
