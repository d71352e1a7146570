"""The names that a sheet prints."""

from __future__ import annotations

from formkit.layout.names import names


def test_names_of_a_list_stand_under_the_list(sheet):
    layout, _ = sheet
    assert names(layout) == {
        "form.title", "form.unit", "form.number", "form.form_no", "form.form_version", "form.revision_mark",
        "form.copy_mark", "project.name", "day", "attachments[].name", "attachments[].count",
        "who", "issues[].index", "issues[].problem", "confirm.opinion", "by",
    }  # fmt: skip


def test_clauses_cover_and_running_text_have_names_too(booklet):
    layout, _ = booklet
    assert {
        "requirements[].text",
        "requirements[].index",
        "project.name",
        "name",
        "entries[].day",
    } <= names(layout)
