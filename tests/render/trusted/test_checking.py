"""What `template check --trusted` says: what is wrong, what is unknown, what is slow."""

from __future__ import annotations

from formkit.kernel.findings import Level
from formkit.kernel.limits import Limits
from formkit.render import check_trusted
from formkit.render.trial import try_trusted

KNOWN = {"project.address", "name", "rows[].x"}


def levels(found) -> list[tuple[str, Level]]:
    return [(one.code, one.level) for one in found]


def test_a_sound_template_has_only_notes(word) -> None:
    data = word("{{ name }} {{ project.address }} {{ rows|length * 2 }}")
    assert levels(check_trusted(data, KNOWN)) == [
        ("FK-PIC-006", Level.INFO),
        ("FK-TPL-098", Level.INFO),
    ]
    assert try_trusted(data, KNOWN, name="模板.docx") == check_trusted(
        data, KNOWN, name="模板.docx"
    )


def test_an_unknown_name_is_a_warning_with_the_nearest(word) -> None:
    found = check_trusted(word("{{ nam }}"), KNOWN, name="模板.docx")
    assert levels(found)[0] == ("FK-TPL-050", Level.WARNING)
    assert "name" in found[0].remedy


def test_a_part_that_is_slow_is_named(word) -> None:
    found = check_trusted(word("<w:p><!-- 注 --><w:r><w:t>{{ name }}</w:t></w:r></w:p>"), KNOWN)
    assert levels(found)[-1] == ("FK-TPL-099", Level.INFO)
    assert "正文" in str(found[-1].place)


def test_what_cannot_be_used_is_an_error(word, book) -> None:
    assert levels(check_trusted(word("{{ name"), KNOWN)) == [("FK-TPL-092", Level.ERROR)]
    assert levels(check_trusted(book({"A1": "{{ name }}"}), KNOWN)) == [("FK-TPL-091", Level.ERROR)]
    assert levels(check_trusted(b"", KNOWN))[0][1] is Level.ERROR


def test_the_trial_is_stopped_by_its_limits(word) -> None:
    limits = Limits(memory_mb=512, cpu_seconds=30, wall_seconds=1e-3)
    assert levels(try_trusted(word("{{ name }}"), KNOWN, name="模板.docx", limits=limits)) == [
        ("FK-TPL-081", Level.ERROR)
    ]
