from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.kernel import dates
from formkit.kernel.dates import NotADate

DAY = date(2026, 9, 1)
days = st.dates(dates.EARLIEST, dates.LATEST)
moments = st.datetimes(datetime(1980, 1, 1), datetime(2100, 12, 31, 23, 59, 59)).map(
    lambda moment: moment.replace(microsecond=0)
)


def at(*parts: int) -> datetime:
    return datetime(*parts)


@pytest.mark.parametrize(
    "written",
    [
        "2026年9月1日",
        "2026年09月01日",
        "2026年9月1号",
        " 2026 年 9 月 1 日 ",
        "2026.9.1",
        "2026/9/1",
        "2026-9-1",
        "2026-09-01",
        "2026—9—1",
        "2026。9。1",
        "20260901",
        "2026-09-01T00:00:00",
        "2026/9/1 0:00",
        "2026/9/1 0:00:00",
        "２０２６年９月１日",
        "２０２６／９／１",
        "二〇二六年九月一日",
        "二零二六年九月一日",
        "二○二六年九月一日",
        20260901,
        DAY,
        at(2026, 9, 1),
    ],
)
def test_a_day_is_read_in_every_notation_of_clerks(written):
    read = dates.parse_date(written)
    assert read == DAY
    assert type(read) is date


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇二六年十月十日", date(2026, 10, 10)),
        ("二〇二六年十二月二十日", date(2026, 12, 20)),
        ("二零二四年十二月三十一日", date(2024, 12, 31)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1980-1-1", date(1980, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
    ],
)
def test_chinese_numerals_and_days_at_the_edge_are_read(written, day):
    assert dates.parse_date(written) == day


# The table of T16: days at all edges in every spelling that is listed, and what looks like one.
TABLE_DAYS = [
    (1980, 1, 1), (1999, 12, 31), (2000, 2, 29), (2024, 2, 29), (2025, 2, 28), (2026, 1, 31),
    (2026, 4, 30), (2026, 9, 1), (2026, 10, 10), (2026, 11, 20), (2026, 12, 31), (2100, 12, 31),
]  # fmt: skip
HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
WIDE = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")


def in_han(number: int) -> str:
    """Return a number below 32 as it is spoken."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else "零一二三"[tens] + "十") + (
        "" if ones == 0 else "零一二三四五六七八九"[ones]
    )


SPELLINGS = [
    lambda y, m, d: f"{y}-{m}-{d}",
    lambda y, m, d: f"{y}-{m:02}-{d:02}",
    lambda y, m, d: f"{y}/{m}/{d}",
    lambda y, m, d: f"{y}/{m:02}/{d:02}",
    lambda y, m, d: f"{y}.{m}.{d}",
    lambda y, m, d: f"{y}.{m:02}.{d:02}",
    lambda y, m, d: f"{y}年{m}月{d}日",
    lambda y, m, d: f"{y}年{m:02}月{d:02}日",
    lambda y, m, d: f"{y}年{m}月{d}号",
    lambda y, m, d: f"{y} 年 {m} 月 {d} 日",
    lambda y, m, d: f"{y}{m:02}{d:02}",
    lambda y, m, d: f"{y}—{m}—{d}",
    lambda y, m, d: f"{y}-{m:02}-{d:02} 00:00:00",
    lambda y, m, d: f"{y}-{m:02}-{d:02}T00:00:00",
    lambda y, m, d: f"{y}/{m}/{d} 0:00",
    lambda y, m, d: f"{y}-{m}-{d}".translate(WIDE),
    lambda y, m, d: f"{y}.{m}.{d}".translate(WIDE),
    lambda y, m, d: f"{y}年{m}月{d}日".translate(WIDE),
    lambda y, m, d: f"{str(y).translate(HAN)}年{in_han(m)}月{in_han(d)}日",
    lambda y, m, d: f"  {y}-{m}-{d}\u3000",
]
LOOKALIKES = [  # each with the part of 2026-09-01 that makes it doubtful
    "{yy}.{m}.{d}", "{yy}-{m:02}-{d:02}", "{yy}年{m}月{d}日", "{m}月{d}日", "{m}.{d}", "{m}/{d}",
    "{y}年{m}月", "{y}-{m:02}", "{y}.{m}", "{y}年", "{y}", "{d}/{m}/{y}", "{m}/{d}/{y}",
    "{y}-{m}/{d}", "{y}-{m}-{d}-1", "{y}-{m}-{d}日", "{y}年{m}-{d}", "约{y}年{m}月{d}日",
    "{y}年{m}月{d}日前后", "{y}-{m}-{d} 9:30", "{y}-00-{d}", "{y}-13-{d}", "{y}-{m}-32",
    "{y}-{m}-00", "{y}年{m}月底", "{y}年{m}月上旬",
]  # fmt: skip


def test_a_table_of_three_hundred_rows_is_read_as_a_clerk_means_it():
    rows = 0
    for y, m, d in TABLE_DAYS:
        for spelling in SPELLINGS:
            assert dates.parse_date(spelling(y, m, d)) == date(y, m, d), spelling(y, m, d)
            rows += 1
    for y, m, d in TABLE_DAYS[4:8]:
        for pattern in LOOKALIKES:
            written = pattern.format(y=y, yy=f"{y % 100:02}", m=m, d=d)
            with pytest.raises(NotADate):
                pytest.fail(f"{written} was read as {dates.parse_date(written)}")
            rows += 1
    assert rows >= 300


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        ("2026年2月30日", "FK-VAL-011", "2026年2月只有28天"),
        ("2025-02-29", "FK-VAL-011", "2025年2月只有28天"),
        ("2026.4.31", "FK-VAL-011", "2026年4月只有30天"),
        ("2026-9-0", "FK-VAL-011", "「2026-9-0」这一天不存在"),
        ("2026-13-01", "FK-VAL-025", "月份是13"),
        ("1979-12-31", "FK-VAL-012", "1980年至2100年"),
        ("2101-01-01", "FK-VAL-012", "即2101年1月1日"),
        (date(1900, 1, 5), "FK-VAL-012", "即1900年1月5日"),
        ("26.9.1", "FK-VAL-013", "两位"),
        ("26年9月1日", "FK-VAL-013", "两位"),
        ("9月1日", "FK-VAL-014", "没有年份"),
        ("9.1", "FK-VAL-014", "没有年份"),
        ("2026年9月", "FK-VAL-015", "没有写到日"),
        ("2026-09", "FK-VAL-015", "没有写到日"),
        ("2026年", "FK-VAL-015", "没有写到日"),
        ("9:30", "FK-VAL-016", "只有时刻"),
        ("12345", "FK-VAL-010", "「12345」"),
        ("2026-9/1", "FK-VAL-010", "「2026-9/1」"),
        ("十十月", "FK-VAL-010", "「十十月」"),
        ("昨天", "FK-VAL-010", "「昨天」"),
        ("0000-01-01", "FK-VAL-010", "不是能看懂的日期"),
        ("12345678", "FK-VAL-010", "不是能看懂的日期"),
        ("2026/9/1T", "FK-VAL-010", "不是能看懂的日期"),
        ("", "FK-VAL-010", "应写年月日"),
        (True, "FK-VAL-010", "「True」"),
        ("2026-09-01 09:30", "FK-VAL-018", "带有时刻"),
        (at(2026, 9, 1, 9, 30), "FK-VAL-018", "带有时刻"),
    ],
)
def test_what_is_no_day_is_refused_with_its_own_sentence(written, code, says):
    with pytest.raises(NotADate) as caught:
        dates.parse_date(written)
    assert caught.value.code == code
    assert says in str(caught.value)
    assert "处理:" in str(caught.value)


def test_an_excel_serial_that_a_csv_carries_as_text_is_its_day():
    assert dates.parse_date("46266") == date(2026, 9, 1)
    assert dates.parse_datetime("46266.5") == at(2026, 9, 1, 12)


def test_the_end_of_a_hundred_years_of_design_life_can_be_allowed():
    assert dates.parse_date("2126-05-20", latest=date(2200, 12, 31)) == date(2126, 5, 20)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026/9/1 9:30", at(2026, 9, 1, 9, 30)),
        ("2026/9/1 09:30:15", at(2026, 9, 1, 9, 30, 15)),
        ("2026年7月15日9时30分", at(2026, 7, 15, 9, 30)),
        ("2026年7月15日 9时30分15秒", at(2026, 7, 15, 9, 30, 15)),
        ("2026年7月15日9时", at(2026, 7, 15, 9)),
        ("2026年7月15日9点整", at(2026, 7, 15, 9)),
        ("2026年7月15日9点半", at(2026, 7, 15, 9, 30)),
        ("２０２６年７月１５日９时３０分", at(2026, 7, 15, 9, 30)),
        ("二〇二六年七月十五日十时零五分", at(2026, 7, 15, 10, 5)),
        ("2026-07-15T09:30", at(2026, 7, 15, 9, 30)),
        ("2026-07-15T09:30:15.4", at(2026, 7, 15, 9, 30, 15)),
        ("2026-07-15T09:30:59.7", at(2026, 7, 15, 9, 31)),
        ("2026-07-15T09:30:00Z", at(2026, 7, 15, 17, 30)),
        ("2026-07-15T09:30+0800", at(2026, 7, 15, 9, 30)),
        ("20260715 9:30", at(2026, 7, 15, 9, 30)),
        ("2026-7-15 上午9:30", at(2026, 7, 15, 9, 30)),
        ("2026年7月15日下午9时30分", at(2026, 7, 15, 21, 30)),
        ("2026-7-15 下午 12:30", at(2026, 7, 15, 12, 30)),
        ("2026-7-15 下午15:00", at(2026, 7, 15, 15)),
        ("2026-7-15 9:30 pm", at(2026, 7, 15, 21, 30)),
        ("2026-7-15 24:00", at(2026, 7, 16)),
        ("2026年12月31日24时", at(2027, 1, 1)),
        (at(2026, 7, 15, 9, 30), at(2026, 7, 15, 9, 30)),
        (datetime(2026, 7, 15, 9, 30, 0, 900_000, tzinfo=UTC), at(2026, 7, 15, 17, 30, 1)),
    ],
)
def test_a_moment_is_read_in_every_notation_of_clerks(written, moment):
    assert dates.parse_datetime(written) == moment


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2026年7月15日", "FK-VAL-017"),
        (DAY, "FK-VAL-017"),
        ("9:30", "FK-VAL-016"),
        ("2026-7-15 24:01", "FK-VAL-019"),
        ("2026-7-15 25:00", "FK-VAL-019"),
        ("2026-7-15 9:75", "FK-VAL-019"),
        ("2026-7-15 上午12:30", "FK-VAL-019"),
        ("2026-7-15 9", "FK-VAL-010"),
        ("2026-7-15 早上", "FK-VAL-010"),
        ("2026-2-30 9:30", "FK-VAL-011"),
        ("1979-12-31 23:59", "FK-VAL-012"),
        ("2100-12-31 24:00", "FK-VAL-012"),
        ("9999-12-31 24:00", "FK-VAL-019"),
    ],
)
def test_what_is_no_moment_is_refused(written, code):
    with pytest.raises(NotADate) as caught:
        dates.parse_datetime(written)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("serial", "epoch_1904", "shows"),
    [
        (46266, False, DAY),
        (Decimal(46266), False, DAY),
        (44804, True, DAY),
        (46266.395833333336, False, at(2026, 9, 1, 9, 30)),
        (46266.99999, False, at(2026, 9, 1, 23, 59, 59)),
        (46266.999999, False, date(2026, 9, 2)),
        (0, True, date(1904, 1, 1)),
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (61, False, date(1900, 3, 1)),
    ],
)
def test_an_excel_serial_shows_the_day_that_excel_shows(serial, epoch_1904, shows):
    read = dates.from_serial(serial, epoch_1904=epoch_1904, earliest=date(1900, 1, 1))
    assert read == shows
    assert type(read) is type(shows)


@pytest.mark.parametrize(
    ("serial", "code"),
    [
        (60, "FK-VAL-011"),  # Excel's 29 February 1900
        (60.5, "FK-VAL-011"),
        (59, "FK-VAL-012"),
        (138_00000001, "FK-VAL-010"),
        (9_999_999, "FK-VAL-010"),
        (-1, "FK-VAL-010"),
        (float("nan"), "FK-VAL-010"),
        (float("inf"), "FK-VAL-010"),
        (True, "FK-VAL-010"),
    ],
)
def test_a_number_that_is_no_day_is_refused(serial, code):
    with pytest.raises(NotADate) as caught:
        dates.from_serial(serial)
    assert caught.value.code == code


def test_a_day_prints_without_leading_zeros():
    assert dates.format_date(date(2026, 9, 1)) == "2026年9月1日"
    assert dates.format_datetime(at(2026, 7, 15, 9, 30)) == "2026年7月15日9时30分"
    assert dates.format_datetime(at(2026, 7, 15, 9, 5, 7)) == "2026年7月15日9时05分07秒"


def test_an_absent_day_prints_as_a_blank_to_write_in():
    assert dates.format_date(None) == dates.DATE_BLANK == "    年  月  日"
    assert dates.format_datetime(None) == dates.DATETIME_BLANK


@given(days)
@settings(max_examples=100)
def test_every_day_is_read_back_from_every_way_it_is_written(day):
    y, m, d = day.year, day.month, day.day
    for written in (
        dates.format_date(day),
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{y}.{m}.{d}",
        f"{y}/{m}/{d} 0:00",
    ):
        assert dates.parse_date(written) == day
    assert dates.from_serial((day - date(1899, 12, 30)).days) == day
    assert dates.from_serial((day - date(1904, 1, 1)).days, epoch_1904=True) == day


@given(moments)
@settings(max_examples=100)
def test_every_moment_is_read_back_to_the_second(moment):
    for written in (dates.format_datetime(moment), moment.isoformat(), str(moment)):
        assert dates.parse_datetime(written) == moment
    serial = (moment - at(1899, 12, 30)) / timedelta(days=1)
    read = dates.from_serial(serial)
    midnight = datetime.combine(moment.date(), datetime.min.time())
    assert read == (moment.date() if moment == midnight else moment)


@given(st.text(max_size=30))
@settings(max_examples=200)
def test_any_other_text_is_refused_in_chinese_and_never_breaks(text):
    for parse in (dates.parse_date, dates.parse_datetime):
        if not any(character.isnumeric() for character in text):
            with pytest.raises(NotADate) as caught:
                parse(text)
            assert "处理:" in str(caught.value)
        with suppress(NotADate):  # any other exception is a fault
            assert parse(text).year >= 1980
