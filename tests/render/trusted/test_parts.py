"""Every part that docxtpl fills is filled: headers, footers, footnotes, the document's properties."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_SECTION
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.ooxml.writer import write
from formkit.render import Properties, compile_template

DATA = {"name": "欧阳喆 & 公司", "rows": ["甲", "乙"], "yes": True, "no": "SLJZ-2026-0001"}
OTHER = {"name": "丙", "rows": [], "yes": False, "no": ""}


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_headers_and_footers_of_every_section_and_kind(agree) -> None:
    document = Document()
    document.settings.odd_and_even_pages_header_footer = True
    document.add_paragraph("{{ name }}")
    document.add_section(WD_SECTION.NEW_PAGE).header.is_linked_to_previous = False
    for number, section in enumerate(document.sections):
        section.different_first_page_header_footer = True
        for kind in ("", "first_page_", "even_page_"):
            for place in ("header", "footer"):
                shown = getattr(section, f"{kind}{place}")
                shown.is_linked_to_previous = False
                shown.paragraphs[0].text = f"{kind}{place}{number} {{{{ name }}}} {{{{ no }}}}"
                shown.add_paragraph("{%p if yes %}")
                shown.add_paragraph("是")
                shown.add_paragraph("{%p endif %}")
    template = agree(saved(document), DATA, OTHER)
    assert len(template._parts) == 1 + 12


def test_a_table_in_a_header_keeps_its_grid_as_docxtpl_leaves_it(word, grid, agree) -> None:
    rows = [["{%tc for r in rows %}", "{{ r }}", "{%tc endfor %}"]]
    agree(word("甲", header=f"<w:p/>{grid(rows)}<w:p/>"), DATA, OTHER)


@pytest.mark.parametrize(
    "text", ["{{ name }}", "  {{ name }}  ", "{% if yes %} {% endif %}", "甲{{ no }}"]
)
def test_blanks_in_a_header_are_kept_and_dropped_as_docxtpl_does(word, agree, text) -> None:
    header = (
        f"<w:p> <w:r> <w:t>{text}</w:t> </w:r> </w:p> {{% if yes %}} "
        "<w:p><w:r><w:t>\n</w:t></w:r></w:p> {% endif %}\n"
    )
    agree(
        word(f"<w:p><w:r><w:t>{text}</w:t> </w:r></w:p>", header=header),
        DATA,
        OTHER,
        DATA | {"name": " "},
    )


def test_footnotes_are_filled_as_often_as_the_document_has_sections(word, agree) -> None:
    notes = "{{ name }} {_{ no }_} {{ no }}\n{{ '{{ no }}' }}"
    section = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    for sections in range(3):
        agree(word("{{ name }}", *[section] * sections, footnote=notes), DATA, OTHER)
    loop = ["{%p for r in rows %}", section, "{%p endfor %}"]
    agree(word(*loop, footnote=notes), DATA, OTHER, DATA | {"name": "{{ no }}\t甲\n乙"})


def test_a_link_in_a_footnote_is_filled(word, agree) -> None:
    link = '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>{{ name }}</w:t></w:r></w:hyperlink></w:p>'
    agree(word("甲", link, header=link, footnote=link), DATA, OTHER, DATA | {"name": "甲\n乙\t"})


def test_without_a_section_footnotes_stay_as_they_are(word, agree) -> None:
    data = word("{{ name }}", footnote="{{ name }}")
    bare = data_without_section(data)
    agree(bare, DATA, OTHER)


def data_without_section(data: bytes) -> bytes:
    document = Document(io.BytesIO(data))
    body = document.element.body
    body.remove(body.sectPr)
    return saved(document)


@pytest.mark.parametrize("autoescape", [True, False])
def test_properties_are_filled_as_docxtpl_fills_them(agree, autoescape) -> None:
    document = Document()
    document.add_paragraph("甲")
    for name in (
        "title",
        "author",
        "subject",
        "comments",
        "identifier",
        "language",
        "keywords",
        "category",
    ):
        setattr(
            document.core_properties, name, f"{name} {{{{ name }}}}{{% if yes %}} 是{{% endif %}}"
        )
    agree(saved(document), DATA, OTHER, DATA | {"name": "<a>\r\n\t&amp;"}, autoescape=autoescape)


def test_properties_without_tags_stay(agree) -> None:
    document = Document()
    document.core_properties.title = "保修证书\n"
    template = agree(saved(document), DATA)
    assert template._fixed_core


def test_a_file_without_properties_gets_them_with_a_fixed_time(word) -> None:
    with zipfile.ZipFile(io.BytesIO(word("{{ name }}"))) as opened:
        files = {name: opened.read(name) for name in opened.namelist() if "core" not in name}
    files["_rels/.rels"] = files["_rels/.rels"].replace(
        b'<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/'
        b'metadata/core-properties" Target="docProps/core.xml"/>',
        b"",
    )
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        b"/docProps/core.xml", b"/x.xml"
    )
    template = compile_template(write(files), trusted=True)
    first = template.render(DATA)
    assert first == template.render(DATA)
    made = Document(io.BytesIO(first)).core_properties
    assert (made.modified.year, made.last_modified_by) == (1980, "python-docx")


def test_properties_that_are_given_take_the_place_of_the_templates_own(word) -> None:
    template = compile_template(word("{{ name }}", title="{{ name }}"), trusted=True)
    made = Document(
        io.BytesIO(template.render(DATA, properties=Properties(title="保修证书", identifier="1")))
    )
    assert made.core_properties.title == "保修证书"
    assert made.core_properties.identifier == "1"


def test_the_same_data_give_the_same_bytes(word) -> None:
    data = word("{{ name }}", header="{{ no }}", footnote="{{ no }}", title="{{ no }}")
    first, second = (compile_template(data, trusted=True) for _ in range(2))
    made = {template.render(DATA) for template in (first, second) for _ in range(1)}
    assert len(made) == 1


def test_parts_that_nothing_refers_to_are_left_out_as_docxtpl_leaves_them(word, agree) -> None:
    agree(word("{{ name }}", parts={"word/lost.xml": b"<lost/>"}), DATA)


BLOCKS = [
    "甲 {{ name }} 乙",
    "{% if yes %}是{{ no }}{% else %}否{% endif %}",
    "{%p if yes %}¦{{ name }}¦{%p endif %}",
    "{%p for r in rows %}¦{{ r }} {{ loop.index }}¦{%p endfor %}",
    "{{ rows|join('\n') }}",
    '<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{ name }}</w:t></w:r><w:r><w:t xml:space="preserve"> {{ no }}</w:t></w:r></w:p>',
    "{_{ {{ name }} }_}",
]


@settings(max_examples=25, deadline=None)
@given(
    body=st.lists(st.sampled_from(BLOCKS), max_size=5),
    header=st.sampled_from(["", *BLOCKS[:2], *BLOCKS[4:]]),
    contexts=st.lists(
        st.fixed_dictionaries(
            {
                "name": st.text("甲&<\n\t\a 𠮷{", max_size=6),
                "rows": st.lists(st.text("乙>\n a", max_size=4), max_size=3),
                "yes": st.booleans(),
                "no": st.none() | st.integers() | st.just("A\f"),
            }
        ),
        min_size=1,
        max_size=2,
    ),
)
def test_any_template_of_these_blocks_agrees(
    word: Callable[..., bytes], agree, body, header, contexts
) -> None:
    paragraphs = [one for block in body for one in block.split("¦")] if body else []
    agree(word(*paragraphs, header=header), *contexts)
