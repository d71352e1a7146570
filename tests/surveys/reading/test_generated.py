"""Answer sheets made at random whose truth is known: right or asked, never wrong (C3)."""

from __future__ import annotations

import random

import pytest
from returned import BANKS, FIVE, NA, RATING, THREE, Formula, In, Paper, Rich, make

from formkit.kernel.findings import Level
from formkit.surveys.reading import workbook
from proof import cases

pytestmark = pytest.mark.proof
SHEETS = cases(240, 5_000)  # clean ones, and as many disorderly ones
TICKS = [
    "√",
    "✓",
    "✔",
    "☑",
    "■",
    "●",
    "Ｖ",
    "V",
    "v",
    "Y",
    "y",
    1,
    "１",
    "是",
    "对",
    " √",
    "√\u3000",
    "✔\ufe0f",
]
FONTS = [
    ("Wingdings", "ü"),
    ("Wingdings", "þ"),
    ("Wingdings 2", "P"),
    ("Wingdings 2", "R"),
    ("Webdings", "a"),
]
NONE = ["/", "／", "—", "不适用", "N/A", "无"]
UNCLEAR = [
    "○",
    "×",
    "✗",
    "X",
    0,
    "?",
    "…",
    "√?",
    "满意吧",
    "2",
    "还行",
    "ü",
    "þ",
    "P",
    "较满意",
    "基本满意",
]


def tick(draw):
    if draw.random() < 0.15:
        return In(*draw.choice(FONTS))
    if draw.random() < 0.1:
        return Rich((("宋体", " "), draw.choice(FONTS)))
    if draw.random() < 0.1:
        return Formula('="√"', "√")
    return draw.choice(TICKS)


def certain(draw, choices, style):
    """Return what stands in a row, and what it means: options and 不适用."""
    word = draw.choice(choices)
    ways = []
    if style != "下拉":
        ways += [({word: tick(draw)}, word), ({word: tick(draw)}, word), ({word: word}, word)]
        ways += [({NA: tick(draw)}, NA), ({NA: draw.choice(NONE)}, NA)]
        ways += [({draw.choice(choices): draw.choice(NONE)}, NA), ({}, "")]
    if style != "勾选":
        ways += [
            ({RATING: word}, word),
            ({RATING: f" {word} "}, word),
            ({RATING: NA}, NA),
            ({}, ""),
        ]
    if style == "两式":
        ways += [({word: tick(draw), RATING: word}, word)]
    return draw.choice(ways)


def doubtful(draw, choices, style):
    """Return what stands in a row that a person must decide."""
    one, other = draw.sample(list(choices), 2)
    ways = []
    if style != "下拉":
        ways += [{one: tick(draw), other: tick(draw)}, {one: tick(draw), NA: tick(draw)}]
        ways += [{one: draw.choice(UNCLEAR)}, {one: tick(draw), other: draw.choice(UNCLEAR)}]
        ways += [{one: other}, {one: Formula("=1/0", "#DIV/0!")}, {one: tick(draw), other: "/"}]
        ways += [{one: In("Wingdings", draw.choice("V1Yû"))}, {"L": tick(draw)}]
    if style != "勾选":
        ways += [{RATING: draw.choice(UNCLEAR[:-3])}, {RATING: "√"}, {"L": one}]
    if style == "两式":
        ways += [
            {one: tick(draw), RATING: other},
            {NA: tick(draw), RATING: one},
            {one: tick(draw), RATING: NA},
        ]
    return draw.choice(ways)


def sheet(seed, *, clean):
    """Return a paper, the truth of its certain items, and the numbers of the doubtful ones."""
    draw = random.Random(seed)
    bank, style, half = (
        draw.choice((FIVE, THREE)),
        draw.choice(("勾选", "下拉", "两式")),
        draw.choice("ⅡⅢ"),
    )
    marks, truth, doubts = {}, {}, set()
    for item in bank.items:
        if item.section != half:
            continue
        if not clean and draw.random() < 0.15:
            marks[half, item.item_no] = doubtful(draw, item.choices, style)
            doubts.add(item.item_no)
        else:
            marks[half, item.item_no], truth[item.item_no] = certain(draw, item.choices, style)
    disorder = {}
    if draw.random() < 0.4:
        disorder["blank_rows"] = draw.sample(range(1, 11), 2)
    if draw.random() < 0.3:
        disorder["names"] = disorder["fields_named"] = False
    if draw.random() < 0.3:
        disorder["sheet"] = "满意度 调查"
    if draw.random() < 0.3 and style == "两式":
        words = ["题号", "调查项目", *map(str, bank.items[0].choices), NA, RATING]
        disorder["columns"] = draw.sample(words, len(words))
    paper = Paper(
        marks, bank=bank, style=style, asked=half, date1904=draw.random() < 0.2, **disorder
    )
    return paper, truth, doubts


def read(paper):
    reply = workbook.reply(make(paper).data, "a.xlsx", BANKS)
    asked = [one for one in reply.findings if one.level is Level.ERROR]
    answers = {
        one["item_no"]: "、".join([*one["choices"], *([NA] if one["na"] else [])])
        for one in reply.entry["answers"]
        if one["section"] == paper.asked
    }
    return answers, asked, reply.unsure


def test_clean_sheets_are_all_read_right_and_none_is_asked():
    for seed in range(SHEETS):
        paper, truth, _ = sheet(seed, clean=True)
        answers, asked, unsure = read(paper)
        assert (answers, asked, unsure) == (truth, [], ()), seed


@pytest.mark.parametrize("part", range(4))
def test_disorderly_sheets_are_right_or_asked_and_never_wrong(part):
    for seed in range(100_000 + part, 100_000 + SHEETS, 4):
        paper, truth, doubts = sheet(seed, clean=False)
        answers, asked, _ = read(paper)
        assert {number: answers[number] for number in truth} == truth, seed
        named = " ".join(one.found for one in asked)
        assert all(f"第{number}题" in named for number in doubts), seed
        assert all(f"第{number}题" not in named for number in truth), seed
