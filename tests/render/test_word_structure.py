"""The Word file as a whole: split tags, empty cells, repeated pictures, properties, same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document

from formkit.kernel.errors import ExitCode, TemplateError
from formkit.ooxml import text
from formkit.render import Properties, compile_template

MARK = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="9" w:name="_GoBack"/><w:bookmarkEnd w:id="9"/>'


def _read(document: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        return opened.read(part).decode()


def _paragraphs(document: bytes) -> list[str]:
    return text.paragraphs(_read(document).encode())


def _runs(*pieces: str, between: str = "") -> str:
    return (
        "<w:p>"
        + between.join(f'<w:r w:rsidR="00A1"><w:t>{piece}</w:t></w:r>' for piece in pieces)
        + "</w:p>"
    )


@pytest.mark.parametrize(
    "pieces",
    [
        ("{", "{ name }", "}"),
        ("{{", " na", "me ", "}}"),
        ("工程:{", "{", "name", "}", "}。"),
        ("{{ name", " }}"),
        ("甲{", "{name}", "}乙{", "{name}}"),
    ],
)
def test_a_tag_that_word_split_over_runs_is_one_tag(
    word: Callable[..., bytes], pieces: tuple[str, ...]
) -> None:
    whole = "".join(pieces)
    wanted = re.sub(r"\{\{ ?name ?\}\}", "A&B", whole)
    document = compile_template(word(_runs(*pieces, between=MARK))).render({"name": "A&B"})
    assert _paragraphs(document) == [wanted]


def test_a_split_row_tag_is_one_tag(word: Callable[..., bytes]) -> None:
    rows = [
        [_runs("{%", "tr for r in", " rows %}", between=MARK)],
        ["{{ r }}"],
        [_runs("{%tr", " endfor", "%}")],
    ]
    document = compile_template(word(rows)).render({"rows": ["甲", "乙"]})
    assert _paragraphs(document) == ["甲", "乙"]


def test_a_tag_begun_in_a_link_and_ended_outside_is_merged(word: Callable[..., bytes]) -> None:
    link = (
        '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>{{ na</w:t></w:r></w:hyperlink>'
        "<w:r><w:t>me }}。</w:t></w:r></w:p>"
    )
    assert _paragraphs(compile_template(word(link)).render({"name": "甲"})) == ["甲。"]


def test_braces_of_ordinary_text_are_left_alone(word: Callable[..., bytes]) -> None:
    template = compile_template(word("集合 {a} 与 {", "{{ name }} }", "%甲% #乙# {_{ 丙"))
    assert _paragraphs(template.render({"name": "{{x}}"})) == [
        "集合 {a} 与 {", "{{x}} }", "%甲% #乙# {_{ 丙",
    ]  # fmt: skip


def test_tags_in_content_controls_and_nested_tables_are_filled(word: Callable[..., bytes]) -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>{{ name }}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    nested = (
        "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r>"
        "<w:t>{{ nane }}</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>"
    )
    template = compile_template(word(control, nested))
    assert [one for one in _paragraphs(template.render({"name": "甲", "nane": "乙"})) if one] == [
        "甲",
        "乙",
    ]
    with pytest.raises(TemplateError, match="表1第1行第1格内的表第1行第1格"):
        template.render({"name": "甲"})


def test_a_cell_that_loses_its_paragraphs_keeps_an_empty_one(word: Callable[..., bytes]) -> None:
    cell = "".join(
        f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>"
        for one in ("{%p if a %}", "{{ a }}", "{%p endif %}")
    )
    template = compile_template(word([[cell, "乙"]]))
    assert "<w:tc><w:tcPr/><w:p/></w:tc>" in _read(template.render({"a": ""}))
    assert _paragraphs(template.render({"a": "甲"})) == ["甲", "乙"]


def test_a_header_that_loses_its_paragraphs_keeps_an_empty_one(word: Callable[..., bytes]) -> None:
    header = "".join(
        f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>"
        for one in ("{%p if a %}", "{{ a }}", "{%p endif %}")
    )
    document = compile_template(word("甲", header=header)).render({"a": ""})
    assert _read(document, "word/header1.xml").endswith("><w:p/></w:hdr>")


def test_a_table_that_loses_all_rows_is_taken_out(word: Callable[..., bytes]) -> None:
    rows = [["{%tr for r in rows %}"], ["{{ r }}"], ["{%tr endfor %}"]]
    template = compile_template(word("甲", rows, "乙"))
    assert "<w:tbl>" not in _read(template.render({"rows": []}))
    assert _read(template.render({"rows": ["丙"]})).count("<w:tr>") == 1


def test_pictures_and_identities_in_loops_are_not_doubled(word: Callable[..., bytes]) -> None:
    row = (
        '<w:p w14:paraId="0A"><w:bookmarkStart w:id="1" w:name="b"/><w:r><w:drawing>'
        '<wp:docPr id="7" name="章"/></w:drawing></w:r><w:r><w:t>{{ r }}</w:t></w:r>'
        '<w:bookmarkEnd w:id="1"/><w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent/></w:sdt></w:p>'
    )
    outside = (
        '<w:p w14:paraId="0B"><w:bookmarkStart w:id="2" w:name="c"/><w:bookmarkEnd w:id="2"/></w:p>'
    )
    template = compile_template(
        word(outside, [["{%tr for r in rows %}"], [row], ["{%tr endfor %}"]])
    )
    xml = _read(template.render({"rows": ["甲", "乙", "丙"]}))
    identities = re.findall(r'<wp:docPr id="(\d+)"', xml)
    assert len(identities) == len(set(identities)) == 3
    assert re.findall(r'w14:paraId="(\w+)"', xml) == ["0B"]
    assert re.findall(r'w:name="(\w)"', xml) == ["c"]
    assert "<w:id " not in xml


def test_whole_paragraphs_come_and_go(word: Callable[..., bytes]) -> None:
    template = compile_template(
        word(
            "{%p if a == '1' %}",
            "一",
            "{%p elif a == '2' %}",
            "二",
            "{%p else %}",
            "三",
            "{%p endif %}",
        )
    )
    assert [_paragraphs(template.render({"a": one})) for one in "123"] == [["一"], ["二"], ["三"]]


def test_a_loop_of_paragraphs_may_hold_a_table(word: Callable[..., bytes]) -> None:
    template = compile_template(
        word("{%p for a in rows %}", "{{ loop.index }}", [["{{ a.b }}"]], "{%p endfor %}")
    )
    assert _paragraphs(template.render({"rows": [{"b": "甲"}, {"b": "乙"}]})) == [
        "1",
        "甲",
        "2",
        "乙",
    ]


def test_a_condition_may_span_runs_of_one_paragraph(word: Callable[..., bytes]) -> None:
    template = compile_template(
        word(_runs("{% if a %}", "有{{ a }}", "{% else %}无", "{% endif %}。"))
    )
    assert [_paragraphs(template.render({"a": one})) for one in ("甲", "")] == [
        ["有甲。"],
        ["无。"],
    ]


def test_rows_within_rows_are_filled(word: Callable[..., bytes]) -> None:
    template = compile_template(
        word(
            "{%p for a in x %}",
            "{% for b in a.y %}{{ b }}{% if not loop.last %};{% endif %}{% endfor %}",
            "{%p endfor %}",
        )
    )
    assert _paragraphs(template.render({"x": [{"y": ["1", "2"]}, {"y": ["3"]}]})) == ["1;2", "3"]


def test_loops_that_multiply_are_refused(word: Callable[..., bytes]) -> None:
    nested = "".join(f"{{% for v{n} in x %}}" for n in range(12))
    with pytest.raises(TemplateError, match="FK-TPL-046"):
        compile_template(word(f"{nested}bang{'{% endfor %}' * 12}"))


def test_two_records_through_one_template_do_not_mix(word: Callable[..., bytes]) -> None:
    template = compile_template(
        word(
            "{{ a }}",
            [["{%tr for r in rows %}"], ["{{ r }}"], ["{%tr endfor %}"]],
            header="{{ a }}",
        )
    )
    first = {"a": "第一份", "rows": ["甲", "乙", "丙"]}
    second = {"a": "第二份", "rows": ["丁"]}
    one = template.render(first, properties=Properties(title="第一份"))
    two = template.render(second)
    for part in ("word/document.xml", "word/header1.xml", "docProps/core.xml"):
        assert "第一份" not in _read(two, part)
    assert template.render(first, properties=Properties(title="第一份")) == one


def test_the_same_input_gives_the_same_bytes_in_another_compilation(
    word: Callable[..., bytes],
) -> None:
    source = word("{{ a }}", header="{{ a }}")
    made = {compile_template(source, name="甲").render({"a": "乙"}) for _ in range(3)}
    assert len(made) == 1


def test_properties_are_written_by_python_and_the_template_is_named(
    word: Callable[..., bytes],
) -> None:
    source = word("{{ a }}")
    template = compile_template(source, name="回访<记录>&.docx")
    properties = Properties(
        title="A&B <记录>", author="资料员", subject="回访", keywords="保修;回访",
        identifier="SLJZ-GCB-HF-2026-0007", created=datetime(2026, 9, 1, 9, 30),
    )  # fmt: skip
    document = template.render({"a": "甲"}, properties=properties)
    core = Document(io.BytesIO(document)).core_properties
    assert (core.title, core.author, core.subject) == ("A&B <记录>", "资料员", "回访")
    assert core.identifier == "SLJZ-GCB-HF-2026-0007"
    # python-docx cannot say them: docxcompose, where installed, gives its prefix `cp` another meaning
    assert "<cp:keywords>保修;回访</cp:keywords>" in _read(document, "docProps/core.xml")
    assert core.created is not None
    assert core.created.isoformat() == "2026-09-01T01:30:00+00:00"  # 9:30 in China
    custom = _read(document, "docProps/custom.xml")
    assert template.sha256 in custom
    assert "回访&lt;记录&gt;&amp;.docx" in custom
    assert "custom-properties" in _read(document, "_rels/.rels")
    assert 'PartName="/docProps/custom.xml"' in _read(document, "[Content_Types].xml")


def test_the_template_may_come_as_path_text_bytes_or_file(
    word: Callable[..., bytes], tmp_path: Path
) -> None:
    path = tmp_path / "回访.docx"
    path.write_bytes(word("{{ a }}"))
    given = [path, str(path), path.read_bytes(), io.BytesIO(path.read_bytes())]
    made = [compile_template(one) for one in given]
    assert len({one.sha256 for one in made}) == 1
    assert [one.name for one in made] == ["回访.docx", "回访.docx", "模板", "模板"]
    assert {one.kind for one in made} == {"docx"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FK-IN-004"),
        (b"PK\x03\x04 broken", "FK-IN-012"),
        (b"%PDF-1.7", "FK-TPL-002"),
        ("工程名称,日期\n".encode(), "FK-TPL-002"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "FK-TPL-002"),
    ],
)
def test_what_is_no_template_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(TemplateError) as refused:
        compile_template(data, name="模板.docx")
    assert (refused.value.code, refused.value.exit_code) == (code, ExitCode.TEMPLATE)
    assert refused.value.place.file == "模板.docx"


def test_a_missing_template_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "无.docx", "FK-IN-001"), (tmp_path, "FK-IN-002")):
        with pytest.raises(TemplateError, match=code):
            compile_template(path)


def test_macros_and_outside_content_are_refused(word: Callable[..., bytes]) -> None:
    with pytest.raises(TemplateError, match="FK-IN-008"):
        compile_template(word("甲", parts={"word/vbaProject.bin": b"x"}))
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        'Target="http://127.0.0.1/a.png" TargetMode="External"/></Relationships>'
    )
    with pytest.raises(TemplateError, match="FK-IN-030"):
        compile_template(word("甲", parts={"word/_rels/document.xml.rels": rels.encode()}))


def test_a_part_under_another_prefix_is_refused(word: Callable[..., bytes]) -> None:
    names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    other = f'<x:document xmlns:x="{names}"><x:body><x:p><x:r><x:t>{{{{ a }}}}</x:t></x:r></x:p></x:body></x:document>'
    with pytest.raises(TemplateError, match="FK-TPL-009"):
        compile_template(word("甲", parts={"word/document.xml": other.encode()}))


def test_a_namespace_declared_on_a_run_is_moved_to_the_root(word: Callable[..., bytes]) -> None:
    run = (
        '<w:p><w:r><w:rPr><w15:x xmlns:w15="urn:test"/><w:b/></w:rPr><w:t>{{ a }}</w:t></w:r></w:p>'
    )
    document = compile_template(word(run)).render({"a": "张𠮷"})
    assert _paragraphs(document) == ["张𠮷"]


def test_parts_without_tags_come_out_byte_for_byte(word: Callable[..., bytes]) -> None:
    source = word("{{ a }}", footer="第1页", parts={"word/media/logo.png": b"\x89PNG" + bytes(99)})
    document = compile_template(source).render({"a": "甲"})
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(io.BytesIO(document)) as new:
        for part in ("word/footer1.xml", "word/media/logo.png", "word/_rels/document.xml.rels"):
            assert old.read(part) == new.read(part)
        assert {*new.namelist()} - {*old.namelist()} == {"docProps/custom.xml"}
