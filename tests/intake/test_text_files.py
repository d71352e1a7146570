"""CSV, YAML and JSON as clerks and programs write them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.intake import decoding, json_tree, reader, yaml_tree
from formkit.intake.nodes import Budget, Entries, Items, Scalar, plain
from formkit.intake.shape import Kind
from formkit.kernel.errors import InputUnreadable

TABLE = "序号,工程编号,回访日期,回访方式,建设单位名称\n1,SL-1,2026.9.1,上门,甲公司\n"


def codes(findings):
    return [finding.code for finding in findings]


# -- CSV ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "\uff0c", "|", "\uff1b"])
def test_csv_is_read_in_every_encoding_and_delimiter(text_file, shape, encoding, mark):
    text = "台账\n" + TABLE.replace(",", mark).replace("甲公司", "喆𠮷公司")
    (record,) = reader.read(text_file("台账.csv", text, encoding), shape).records
    assert record.data["visited_on"] == "2026.9.1"
    assert record.data["owner"] == {"name": "喆𠮷公司"}
    assert str(record.places["visited_on"]) == "台账.csv 第3行 回访日期"


def test_the_line_of_a_row_counts_line_ends_inside_cells(text_file, shape):
    text = TABLE.replace("甲公司", '"甲\n公司"') + "2,SL-2,2026.9.2,电话,乙公司\n"
    _, second = reader.read(text_file("台账.csv", text), shape).records
    assert second.place.line == 4


def test_a_row_of_more_cells_than_the_header_is_a_fault_of_its_record(text_file, shape):
    text = TABLE.replace("甲公司", "甲,乙公司") + "2,SL-2,2026.9.2,电话,丙公司,,\n"
    intake = reader.read(text_file("台账.csv", text), shape)
    first, second = intake.records
    assert intake.findings == ()
    (found,) = first.findings
    assert (found.code, found.place.line) == ("FK-ROW-015", 2)
    assert "6 项" in found.found
    assert "「乙公司」" in found.found
    assert second.findings == ()


def test_text_that_looks_like_a_formula_stays_text(text_file, shape):
    text = TABLE.replace("甲公司", '"=HYPERLINK(""http://x"")"')
    (record,) = reader.read(text_file("台账.csv", text), shape).records
    assert record.data["owner"]["name"] == '=HYPERLINK("http://x")'


def test_a_csv_without_header_or_with_open_quotes_is_refused(text_file, shape):
    for text, code in [("甲,乙\n丙,丁\n", "FK-IN-050"), (TABLE + '2,"未完\n3,x\n', "FK-IN-073")]:
        with pytest.raises(InputUnreadable) as caught:
            reader.read(text_file("台账.csv", text), shape)
        assert caught.value.code == code


def test_a_cell_beyond_all_measure_is_refused_with_its_line(text_file, shape):
    with pytest.raises(InputUnreadable) as caught:
        reader.read(text_file("台账.csv", TABLE + "2," + "长" * 1_000_001 + "\n"), shape)
    assert (caught.value.code, caught.value.place.line) == ("FK-IN-074", 3)


def test_bytes_that_are_no_text_are_refused_with_the_remedy(tmp_path):
    path = tmp_path / "台账.csv"
    for data, code in [
        (b"a,b\nc,\xff\xff\n", "FK-IN-070"),
        (b"a,b\nc\x00,d\n", "FK-IN-071"),
        (b" \n\n", "FK-IN-072"),
    ]:
        with pytest.raises(InputUnreadable) as caught:
            decoding.decode(data, path)
        assert caught.value.code == code
        assert caught.value.finding().remedy


@pytest.mark.parametrize(
    ("name", "code"), [("没有.csv", "FK-IN-001"), ("", "FK-IN-002"), ("空.csv", "FK-IN-004")]
)
def test_missing_files_folders_and_empty_files_are_named(tmp_path, shape, name, code):
    (tmp_path / "空.csv").write_bytes(b"")
    with pytest.raises(InputUnreadable) as caught:
        reader.read(tmp_path / name, shape)
    assert caught.value.code == code


# -- YAML ---------------------------------------------------------------------------------------

RECORD = "工程编号: 0012\n回访日期: 2026-09-01\n"


def test_yaml_values_stay_as_typed_until_their_field_is_known(text_file, shape):
    text = """\
# 一份记录
record_no: 007
工程编号: 0012
visited_on: 2026-09-01
floors: 18
cost: 12.50
floor_area: 86万
reply_wanted: true
visitee_phone: 01055501234
opinion: |
  第一行
  第二行
notes: ['1.10', 2.0, ~]
visitors: [张三(工程部), {姓名: 李四, dept: 技术科}]
contract_terms: {notify_hours: 12, rate: 2.5, note: 好, on: true, none: null, list: [1]}
archived_on:
"""
    (record,) = reader.read(text_file("记录.yaml", text), shape).records
    assert record.data == {
        "record_no": "007",
        "project_no": "0012",
        "visited_on": "2026-09-01",
        "floors": 18,
        "cost": Decimal("12.50"),
        "floor_area": "86万",
        "reply_wanted": True,
        "visitee_phone": "01055501234",
        "opinion": "第一行\n第二行",
        "notes": ["1.10", "2.0"],
        "visitors": ["张三(工程部)", {"name": "李四", "dept": "技术科"}],
        "contract_terms": {
            "notify_hours": 12, "rate": Decimal("2.5"), "note": "好", "on": True, "none": None,
            "list": [1],
        },
    }  # fmt: skip
    assert str(record.places["floors"]) == "记录.yaml 第5行 层数"
    assert str(record.places["archived_on"]) == "记录.yaml 第16行 归档日期"
    assert record.places["visitors.1.dept"].label == "回访人员 第2行 部门"
    assert (record.key, record.place.line, record.findings) == ("007", 2, ())


@pytest.mark.parametrize(
    "text",
    [
        RECORD,
        f"---\n{RECORD}---\n",
        "- 工程编号: 0012\n  回访日期: 2026-09-01\n",
        "records:\n  - 工程编号: 0012\n    回访日期: 2026-09-01\n",
        "记录:\n- {工程编号: 0012, 回访时间: 2026-09-01}\n",
        '{工程编号: "0012", visited_on: 2026-09-01}',
        "[{project_no: 0012, visited_on: 2026-09-01}]",
    ],
)
def test_a_record_a_list_documents_and_a_wrapper_mean_the_same(text_file, shape, text):
    for name in ("记录.yaml", "记录"):
        (record,) = reader.read(text_file(name, text), shape).records
        assert record.data == {"project_no": "0012", "visited_on": "2026-09-01"}


def test_several_documents_are_several_records(text_file, shape):
    intake = reader.read(text_file("记录.yml", f"{RECORD}---\n序号: 2\n{RECORD}"), shape)
    assert [record.place.line for record in intake.records] == [1, 4]
    assert [record.key for record in intake.records] == ["", "2"]


def test_objects_may_be_bare_nested_or_spread_out(text_file, shape):
    for text, owner in [
        ("建设单位: 甲公司", "甲公司"),
        ("建设单位: 甲公司\n建设单位电话: 010", {"name": "甲公司", "phone": "010"}),
        ("建设单位电话: 010\n建设单位: 甲公司", {"name": "甲公司", "phone": "010"}),
        ("建设单位电话: 010\nowner: {名称: 甲公司}", {"name": "甲公司", "phone": "010"}),
    ]:
        (record,) = reader.read(text_file("记录.yaml", text), shape).records
        assert record.data == {"owner": owner}


def test_empty_objects_and_rows_say_nothing(text_file, shape):
    text = RECORD + "owner:\n  name:\n  phone: ~\nissues:\n  - location:\n  - 部位: 屋面\n"
    (record,) = reader.read(text_file("记录.yaml", text), shape).records
    assert "owner" not in record.data
    assert record.data["issues"] == [{"location": "屋面"}]


def test_unknown_and_doubled_keys_are_faults_of_the_record(text_file, shape):
    text = (
        RECORD
        + "回访日其: 1\n天气情况说明: 晴\nvisited_on: 2026-09-02\nissues:\n- {部 位: 一, 楼层高度: 3}\n"
    )
    (record,) = reader.read(text_file("记录.yaml", text), shape).records
    assert [(f.code, f.place.line) for f in record.findings] == [
        ("FK-ROW-011", 3),
        ("FK-ROW-012", 4),
        ("FK-ROW-013", 5),
        ("FK-ROW-012", 7),
    ]
    assert record.findings[0].required == "是否指「回访日期」"
    assert "第 2 行" in record.findings[2].found
    assert record.data["visited_on"] == "2026-09-01"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("工程编号: 1\n\t回访日期: 2\n", "FK-IN-081", 2),
        ("工程编号: 1\n  回访日期: 2\n", "FK-IN-082", 2),
        ("owner:\n    name: 1\n  phone: 2\n", "FK-IN-083", 3),
        ("工程编号: [1, 2\n", "FK-IN-080", 2),
        ("工程编号: 'x\n", "FK-IN-080", 2),
        ("{a: 1}: 2\n", "FK-IN-080", 1),
        ("工程编号: !!python/object:os.system x\n", "FK-IN-088", 1),
        ("工程编号: !x y\n", "FK-IN-088", 1),
        ("工程编号: *谁\n", "FK-IN-093", 1),
        ("&a [*a]\n", "FK-IN-093", 1),
        ("notes: " + "[" * 30 + "]" * 30, "FK-IN-084", 1),
        ("工程编号: 1\n回访日期: \x07\n", "FK-IN-094", 2),
        ('工程编号: 1\n回访日期: "\\UFFFFFFFF"\n', "FK-IN-098", 2),
        ('工程编号: 1\n回访日期: "\\U00110000"\n', "FK-IN-098", 2),
        ("- 甲\n- 乙\n", "FK-IN-086", 1),
        ("只是一句话\n", "FK-IN-086", 1),
        ("company: 某公司\ndepartments: [工程部]\n", "FK-IN-087", 1),
    ],
)
def test_faults_of_yaml_are_chinese_sentences_with_their_line(text_file, shape, text, code, line):
    with pytest.raises(InputUnreadable) as caught:
        reader.read(text_file("记录.yaml", text), shape)
    assert (caught.value.code, caught.value.place.line) == (code, line)


def test_another_file_says_what_was_seen_and_expected(text_file, shape):
    with pytest.raises(InputUnreadable) as caught:
        reader.read(text_file("company.yaml", "company: 某公司\n"), shape)
    assert "company" in str(caught.value)
    assert "project_no(工程编号)" in str(caught.value)


def test_an_alias_bomb_is_refused_and_plain_aliases_are_read(text_file, shape):
    levels = ["notes: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    text = "\n".join(levels) + "\ncontract_terms: {bomb: *a8}\n"
    with pytest.raises(InputUnreadable) as caught:
        reader.read(text_file("弹.yaml", text), shape)
    assert caught.value.code == "FK-IN-085"
    text = "- &一 {工程编号: 1, 回访日期: 2026-9-1}\n- *一\n"
    assert len(reader.read(text_file("记录.yaml", text), shape).records) == 2


def test_a_file_of_comments_holds_no_record(text_file, shape):
    intake = reader.read(text_file("记录.yaml", "# 只有注释\n"), shape)
    assert intake.records == ()
    assert codes(intake.findings) == ["FK-IN-072"]


# -- JSON ---------------------------------------------------------------------------------------


def test_json_values_have_their_lines(text_file, shape):
    text = json.dumps(
        [{"project_no": "0012", "层数": 18, "cost": 12.5, "reply_wanted": False, "notes": []},
         {"visited_on": "2026-9-1", "opinion": "一\n𠮷", "floors": None, "issues": [{}]}],
        indent=1,
    )  # fmt: skip
    first, second = reader.read(text_file("记录.json", text), shape).records
    assert first.data == {
        "project_no": "0012", "floors": 18, "cost": Decimal("12.5"), "reply_wanted": False,
        "notes": [],
    }  # fmt: skip
    assert second.data == {"visited_on": "2026-9-1", "opinion": "一\n𠮷", "issues": []}
    assert second.places["opinion"].line == 11


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('{"a": 1,\n "b" 2}', "FK-IN-089", 2),
        ('[{"a": 1},\n]', "FK-IN-089", 2),
        ('{"NaN": "NaN",\n "a": NaN}', "FK-IN-095", 2),
        ("[\n-Infinity]", "FK-IN-095", 2),
        ("[" * 30 + "]" * 30, "FK-IN-084", 1),
        ("[" * 200_000, "FK-IN-084", 1),
        ('["\\"[[",\n' + "[\n" * 200_000, "FK-IN-084", 25),
        ("", "FK-IN-004", None),
    ],
)
def test_faults_of_json_are_chinese_sentences_with_their_line(text_file, shape, text, code, line):
    with pytest.raises(InputUnreadable) as caught:
        reader.read(text_file("记录.json", text), shape)
    assert (caught.value.code, caught.value.place.line) == (code, line)


def test_what_is_no_record_is_explained_for_yaml_and_json(text_file, shape):
    with pytest.raises(InputUnreadable) as caught:
        reader.read(text_file("记录.json", '["甲", "乙"]'), shape)
    assert caught.value.code == "FK-IN-086"
    assert 'JSON 写成 {"字段": "值"}' in str(caught.value)


def test_json_is_known_by_its_content(text_file, shape):
    text = '{"project_no": "1"}'
    (record,) = reader.read(text_file("记录.csv", text), shape).records
    assert record.data == {"project_no": "1"}
    with pytest.raises(InputUnreadable) as caught:
        reader.read(text_file("记录.txt", '{"project_no": 1,}'), shape)
    assert caught.value.code == "FK-IN-089"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from([None, 1]))
@settings(max_examples=60, deadline=None)
def test_whatever_json_says_is_read_as_it_is_said(value, indent):
    node = json_tree.parse(json.dumps(value, indent=indent), "x.json")
    assert plain(node, Budget("x.json")) == value


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])))
@settings(max_examples=60, deadline=None)
def test_any_text_quoted_in_yaml_comes_back_whole(value):
    quoted = value.replace("'", "''")
    if "\ufeff" in value or any(end in value for end in "\x85\u2028\u2029"):
        return
    (node,) = yaml_tree.parse(f"工程编号: '{quoted}'\n", "x.yaml")
    assert isinstance(node, Entries)
    assert node.entries[0][2] == Scalar(value, 1, plain=False)


def test_a_scalar_without_a_field_is_read_as_yaml_reads_it():
    assert Scalar("1_000", 1).value() == "1_000"
    assert Scalar("9" * 2_000, 1).value(Kind.INTEGER) == Decimal("9" * 2_000)
    assert Items(1).items == []
