"""The workbook of a report: live formulas that give the engine's figures, nothing that breaks."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from reckoned import compare, opened, recalculated

from formkit.kernel.errors import OutputError
from formkit.pipeline.surveys.record import fields_of
from formkit.rules.scoring_policy import Blank, Mean, Negative, ScoringPolicy
from formkit.schemas.satisfaction_survey.bank import bank_of, load_bank
from formkit.surveys import summary_workbook
from formkit.surveys.period import parse_period
from formkit.surveys.statistics import By
from formkit.surveys.summary_workbook import make

SHEETS = [
    "汇总",
    "图表",
    "按题",
    "按工程",
    "按季度",
    "明细",
    "无效与警告",
    "低分与问题建议",
    "投诉",
    "口径",
]
WEIGHTED = bank_of(
    {
        "name": "加权",
        "title": "加权题库",
        "scales": {"五级": ["很满意", "满意", "一般", "不满意", "很不满意"]},
        "sections": {
            "Ⅲ": [
                {"item_no": 1, "text": "维修质量", "scale": "五级", "weight": "2"},
                {"item_no": 2, "text": "服务态度", "scale": "五级"},
                {"item_no": 3, "text": "回访方式", "scale": "五级", "counts": False},
            ]
        },
    }
)


def table(book: openpyxl.Workbook, sheet: str) -> dict[str, tuple]:
    """Return the rows of a sheet by what stands in their first cell."""
    return {row[0]: row[1:] for row in book[sheet].iter_rows(values_only=True) if row[0]}


def shown(figure: float | str) -> str:
    return figure if isinstance(figure, str) else f"{figure * 100:.2f}"


@pytest.fixture(scope="module")
def variety(reports):
    """Reports of all kinds: none, one, few and many surveys, other policies, periods, groups."""
    policy, answered, many = reports.POLICY, reports.answered, reports.many
    reported, told = reports.reported, reports.told
    negative = ["很不满意"] * 9 + ["不满意"]
    rude = {"project_no": "=1+1*?", "project_name": "*", "kind": "~?", "unit": "2026-1"}
    policies = {
        "记0": replace(policy, blank=Blank.ZERO, mean=Mean.POINTS),
        "中间档": replace(policy, blank=Blank.MIDDLE),
        "截0": ScoringPolicy(negative=Negative.ZERO),
    }
    made = {f"{n}份": reported(many(n), **told()) for n in (0, 1, 3, 200)}
    made |= {name: reported(many(40, one), policy=one) for name, one in policies.items()}
    sheets = [answered(negative, policy=policies["截0"], reply_id=str(n)) for n in (1, 2)]
    made["负分截0"] = reported(sheets, policy=policies["截0"])
    made["怪名"] = reported(
        [answered(["满意"] * 10, **rude), answered(["一般"] * 10, reply_id="2")]
    )
    made["加权"] = reported([answered(["很满意", "一般", "满意"], WEIGHTED)])
    made["同号异题"] = reported(
        [answered(["很满意", "一般", "满意"], WEIGHTED), answered(["满意"] * 10, reply_id="2")]
    )
    made["全空"] = reported([answered([""] * 10)])
    for by in (By.UNIT, By.KIND):
        made[by.value] = reported(many(60), by=by, period=parse_period("2026Q3"))
    made["年度"] = reported(many(60), period=parse_period("2026"))
    return made


@pytest.fixture(scope="module")
def workbooks(variety) -> dict[str, bytes]:
    return {name: make(one, name=f"{name}.xlsx") for name, one in variety.items()}


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_reckons_every_formula_to_the_value_that_is_stored(workbooks, tmp_path):
    reckoned = recalculated(workbooks, tmp_path)
    compared = 0
    for name, data in workbooks.items():
        compared += len(list(compare(name, data, reckoned[name])))
    assert compared > 3000


def test_no_cell_holds_an_error_and_every_sheet_is_there(workbooks):
    for name, data in workbooks.items():
        book = opened(data)
        assert book.sheetnames[0] == "汇总", name
        for sheet in book:
            texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
            assert not [text for text in texts if text.startswith("#") or text == "None"], name
    assert opened(workbooks["3份"]).sheetnames == SHEETS
    assert {"图表 三级", "图表 五级", "混用卷明细"} <= set(opened(workbooks["200份"]).sheetnames)
    assert "按类别" in opened(workbooks["调查对象类别"]).sheetnames


def test_the_same_report_gives_the_same_bytes(variety, workbooks):
    for name in ("0份", "200份"):
        assert make(variety[name], name="另一个.xlsx") == workbooks[name]


def test_the_order_of_the_surveys_does_not_matter(reports):
    sheets = reports.many(30)
    first, second = (make(reports.reported(one), name="x") for one in (sheets, sheets[::-1]))
    assert first == second


def test_the_golden_figures_stand_on_the_first_sheet_each_scale_apart(reports):
    a = reports.answered(
        ["满意"] * 6 + ["一般", "不满意", "/", "/"], load_bank("三级"), reply_id="1"
    )
    b = reports.answered(["很满意"] * 4 + ["满意"] * 4 + ["一般", "很不满意"], reply_id="2")
    book = opened(make(reports.reported([a, b]), name="x"))
    rows = list(book["汇总"].iter_rows(values_only=True))
    rates = [shown(row[1]) for row in rows if row[0] == "满意度(按份平均)"]
    bands = [row[0] for row in rows if row[0] and row[0].endswith("量表")]
    assert (bands, rates) == (["三级量表", "五级量表"], ["83.33", "66.67"])
    assert "满意度合计" not in str(rows)


def test_where_nothing_came_back_a_dash_stands_and_no_nought(workbooks):
    rows = table(opened(workbooks["0份"]), "汇总")
    assert (rows["本期发出(份)"][0], rows["回收率"][0], rows["有效率"][0]) == (0, "—", "—")
    assert "统计期内没有有效答卷" in rows
    assert table(opened(workbooks["全空"]), "汇总")["其中无效(份)"][0] == 1


def test_the_totals_follow_the_rows_of_the_details(workbooks):
    book = opened(workbooks["3份"], values=False)
    rows = table(book, "汇总")
    assert rows["满意度(按份平均)"][0].startswith("=IFERROR(AVERAGEIFS('明细'!")
    assert rows["其中有效(份)"][0].startswith("=COUNTIFS('明细'!")
    detail = book["明细"]
    heads = [cell.value for cell in detail[3]]
    rate = detail.cell(4, heads.index("满意度") + 1).value
    actual, full = (
        detail.cell(4, heads.index(name) + 1).coordinate for name in ("实际得分", "满分")
    )
    assert rate == f'=IFERROR({actual}/{full},"—")'


def test_a_period_is_compared_with_the_one_before_and_the_trend_goes_on(workbooks):
    book = opened(workbooks["单位"])
    assert isinstance(table(book, "汇总")["与上期之差(百分点)"][0], (int, float))
    rows = [row for row in book["按季度"].iter_rows(values_only=True) if row[0]]
    quarters = [row[0] for row in rows if re.fullmatch(r"2026Q\d", row[0]) and row[9]]
    assert {"2026Q1", "2026Q2", "2026Q3"} <= set(quarters)
    assert "2026Q4" not in quarters


def test_low_scores_are_drafts_that_a_person_decides_on(reports):
    low = reports.answered(["很满意"] * 8 + ["不满意", "很不满意"], survey_no="MYD-1")
    line = reports.answered(["一般"] * 10, survey_no="MYD-2", reply_id="2")
    book = opened(make(reports.reported([low, line]), name="x"))
    rows = [row for row in book["低分与问题建议"].iter_rows(min_row=4, values_only=True) if row[2]]
    assert [(row[2], row[4], row[5], row[8], row[9]) for row in rows] == [
        ("MYD-1", "Ⅲ10 投诉处理", -1, "高", "□是 □否"),
        ("MYD-1", "Ⅲ9 服务态度", 0, "高", "□是 □否"),
        ("MYD-2", "(整卷满意度低于低分线)", None, "低", "□是 □否"),
    ]
    assert all(not any(row[10:]) for row in rows)


def test_complaints_and_problems_of_visits_stand_in_the_same_analysis(workbooks):
    book = opened(workbooks["3份"])
    rows = [row for row in book["按工程"].iter_rows(values_only=True) if row[0] == "P2026-001"]
    assert rows[0][10:12] == (1, 0)
    kinds = [row[1] for row in book["投诉"].iter_rows(min_row=4, values_only=True)]
    assert kinds == ["投诉", "回访问题"]


def test_the_rules_stand_with_their_clauses(workbooks):
    rows = table(opened(workbooks["3份"]), "口径")
    assert rows["五级量表"][0] == "很满意 3、满意 2、一般 1、不满意 0、很不满意 -1"
    assert "《" in rows["满意度"][2]
    assert rows["空题"][0] == "剔除"
    assert rows["软件"][0].startswith("formkit ")


def test_every_sheet_prints_on_a4_with_its_heads_repeated_and_its_pages_numbered(workbooks):
    for sheet in opened(workbooks["200份"]):
        assert sheet.page_setup.paperSize == 9, sheet.title
        assert sheet.page_setup.fitToWidth == 1 or sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows, sheet.title
        assert sheet.print_area, sheet.title
        assert "第 &P 页 共 &N 页" in (sheet.oddFooter.center.text or ""), sheet.title
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} <= {
            "宋体",
            "黑体",
        }


def test_a_text_that_begins_like_a_formula_stays_a_text(workbooks):
    book = opened(workbooks["3份"], values=False)
    cell = next(
        c for row in book["无效与警告"].iter_rows() for c in row if c.value == "=HYPERLINK(1)"
    )
    assert cell.quotePrefix
    assert cell.data_type == "s" or cell.value.startswith("=")


def test_every_scale_has_its_three_native_charts(workbooks):
    with zipfile.ZipFile(io.BytesIO(workbooks["200份"])) as made:
        charts = [made.read(n).decode() for n in made.namelist() if "charts/chart" in n]
    kinds = [re.search("<c:(bar|line)Chart>", one)[1] for one in charts]
    assert sorted(kinds) == ["bar"] * 8 + ["line"] * 4
    assert all("<c:numCache>" in one for one in charts)
    with zipfile.ZipFile(io.BytesIO(workbooks["0份"])) as made:
        assert not [name for name in made.namelist() if "charts/chart" in name]


def test_bars_below_nought_leave_room_for_their_figures_and_for_names_of_any_length(reports):
    items = WEIGHTED.as_data()
    items["sections"]["Ⅲ"][0]["text"] = (
        "对建设单位和周边居民提出的各项意见是否在约定时间内书面答复并落实"
    )
    sheet = reports.answered(["很不满意", "很满意", "满意"], bank_of(items))
    data = make(reports.reported([sheet]), name="x")
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        chart = made.read("xl/charts/chart1.xml").decode()
    least = float(re.search('<c:min val="([^"]+)"', chart)[1])
    room, figure = (-1 / 3 - least) / (1 - least) * 0.58 * 560, len("-33.33%") * 6  # pixels
    assert room > figure
    assert '<c:layoutTarget val="inner"/>' in chart
    assert '<c:tickLblPos val="low"/>' in chart
    names = [cell.value for (cell,) in opened(data)["图表"]["A3:A5"]]
    assert "<c:cat><c:strRef><c:f>图表!$A$3:$A$5" in chart.replace("'", "")
    assert names == [
        "对建设单位和周边居民提出的\n各项意见是否在约定时间内…",
        "服务态度",
        "回访方式",
    ]


def test_a_workbook_that_is_read_back_otherwise_is_not_given_out(variety, monkeypatch):
    whole = summary_workbook.write
    monkeypatch.setattr(
        summary_workbook,
        "write",
        lambda parts: whole(
            {n: d.replace("监理单位".encode(), "监理".encode()) for n, d in parts.items()}
        ),
    )
    with pytest.raises(OutputError) as told:
        make(variety["200份"], name="汇总.xlsx")
    assert told.value.code == "FK-SUR-141"
    assert "明细!" in str(told.value)


def test_weights_count_and_items_of_the_same_number_are_told_apart(workbooks):
    detail = opened(workbooks["加权"])["明细"]
    heads = [cell.value for cell in detail[3]]
    row = dict(zip(heads, [cell.value for cell in detail[4]], strict=True))
    assert (row["第1题"], row["第2题"], row["第3题"]) == (3, 1, "满意")
    assert (row["实际得分"], row["满分"], shown(row["满意度"])) == (7, 9, "77.78")
    rows = [
        r for r in opened(workbooks["同号异题"])["按题"].iter_rows(values_only=True) if r[1] == 1
    ]
    assert [(r[2], r[4], r[5], r[6]) for r in rows] == [
        ("主体结构质量", 1, 0, 1),
        ("维修质量", 2, 1, 0),
    ]


def test_an_item_that_banks_weigh_differently_is_one_row_and_its_figures_agree(reports):
    one = reports.answered(["很满意", "一般", "满意"], WEIGHTED)
    items = WEIGHTED.as_data()
    items["sections"]["Ⅲ"][0]["weight"] = "1"
    other = reports.answered(["一般", "一般", "满意"], bank_of(items), reply_id="2")
    book = opened(make(reports.reported([one, other]), name="x"))
    [row] = [r for r in book["按题"].iter_rows(values_only=True) if r[2] == "维修质量"]
    assert (row[4], row[5], row[7], row[19]) == ("1、2", 1, 1, 2)
    assert row[20] == pytest.approx(2 / 3)
    notes = [r[-1] for r in book["明细"].iter_rows(min_row=4, max_row=5, values_only=True)]
    assert notes == ["权重:第1题×2", None]
    actual = [r[-8] for r in book["明细"].iter_rows(min_row=4, max_row=5, values_only=True)]
    assert actual == [3 * 2 + 1, 1 + 1]


def test_a_counted_overall_mark_has_a_place_of_its_own_on_sheets_of_both_sections(reports):
    bank = bank_of({**WEIGHTED.as_data(), "overall": {"scale": "五级", "counts": True}})
    two = bank_of({
        **bank.as_data(), "sections": {"Ⅱ": [{"item_no": 1, "text": "进度", "scale": "五级"}]}
    })  # fmt: skip
    sheets = [
        reports.answered(["很满意", "满意", "满意"], bank, overall="很不满意", survey_no="MYD-1"),
        reports.answered(["满意"], two, section="Ⅱ", overall="不满意", reply_id="2"),
        reports.answered(["满意"], two, section="Ⅱ", overall="不适用", reply_id="3"),
    ]
    said = reports.reported(sheets, by=By.KIND)
    fields = fields_of(said)
    whole = fields["item_results"][-1]
    assert [whole[name] for name in ("section", "item_no", "text")] == ["—", "总评", "总体评价"]
    assert [low["item"] for low in fields["low_items"]] == ["总体评价", "总体评价"]
    book = opened(make(said, name="x"))
    [row] = [r for r in book["按题"].iter_rows(values_only=True) if r[2] == "总体评价"]
    assert (*row[:2], *row[5:10], *row[15:19]) == ("—", "总评", 0, 0, 0, 1, 1, 2, 0, 1, 0)
    heads, *rows = book["明细"].iter_rows(min_row=3, values_only=True)
    assert sorted(str(r[heads.index("总评")]) for r in rows) == ["-1", "/", "0"]
    texts = {str(c) for sheet in book for r in sheet.iter_rows(values_only=True) for c in r}
    assert "总体评价" in {r[4] for r in book["低分与问题建议"].iter_rows(values_only=True)}
    assert "总体评价" in {r[8] for r in book["按季度"].iter_rows(values_only=True)} | {
        r[9] for r in book["按季度"].iter_rows(values_only=True)
    }
    assert not [text for text in texts if "999" in text or "Ⅲ总" in text or "Ⅲ 总" in text]


def test_the_day_is_an_argument(reports):
    one = reports.reported(reports.many(3))
    other = replace(one, made_on=date(2026, 12, 1))
    assert make(one, name="x") != make(other, name="x")
