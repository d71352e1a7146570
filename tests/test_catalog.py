"""Manifests: what every command reads of them, and how their faults are told."""

from __future__ import annotations

import pytest

from formkit import catalog
from formkit.kernel.errors import ProfileError, UsageError
from formkit.kernel.resources import forms_folder

SLUGS = catalog.slugs()


@pytest.fixture
def forms(tmp_path):
    """A company's own folder of forms, before formkit's; returns how a manifest is changed."""

    def changed(slug, change):
        text = (forms_folder() / f"{slug}.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{slug}.yaml").write_text(change(text), encoding="utf-8")
        return tmp_path, forms_folder()

    return changed


@pytest.mark.parametrize("slug", SLUGS)
def test_a_manifest_without_its_layout_says_all_the_rest(slug):
    whole = catalog.Manifest.model_validate(catalog.manifest_data(slug, (forms_folder(),)))
    short = catalog.load_manifest(slug, (forms_folder(),))
    assert whole.layout is not None
    assert short == whole.model_copy(update={"layout": None})


@pytest.mark.parametrize("slug", SLUGS)
def test_a_record_is_found_under_each_of_its_names(slug):
    manifest = catalog.load_manifest(slug, (forms_folder(),))
    for name in (
        slug,
        slug.replace("_", "-"),
        manifest.title,
        f"《{manifest.title}》",
        *manifest.aliases,
    ):
        assert catalog.named(name).slug == slug


def test_a_name_that_nobody_has_is_told_with_the_nearest():
    with pytest.raises(UsageError) as caught:
        catalog.named("工程回访纪录")
    assert "工程回访记录" in str(caught.value)


def test_entries_behind_the_layout_are_read(forms):
    where = forms(
        "visit_record",
        lambda text: text.replace("\nlayout:", "\nlayout:\n- a: 1\n# 说明\n\n  b: 2\nlayout_2:"),
    )
    with pytest.raises(ProfileError) as caught:
        catalog.load_manifest("visit_record", where)
    assert "layout_2" in str(caught.value)
    moved = "media: [docx]\n"
    where = forms("visit_record", lambda text: text.replace(moved, "").rstrip() + f"\n{moved}")
    assert catalog.load_manifest("visit_record", where).media == ("docx",)
    where = forms(
        "visit_record", lambda text: text.replace(moved, "").rstrip() + "\nmedia: [pdf]\n"
    )
    with pytest.raises(ProfileError):
        catalog.load_manifest("visit_record", where)


def test_a_fault_of_grammar_is_told_with_its_line_in_the_whole_file(forms):
    where = forms("visit_record", lambda text: f"{text.rstrip()}\ndepartment: [\n")
    lines = (where[0] / "visit_record.yaml").read_text(encoding="utf-8").count("\n")
    with pytest.raises(ProfileError) as caught:
        catalog.load_manifest("visit_record", where)
    assert caught.value.code == "FK-WS-016"
    assert caught.value.place.line == lines + 1


def test_a_missing_manifest_is_told(tmp_path):
    with pytest.raises(ProfileError) as caught:
        catalog.load_manifest("visit_record", (tmp_path,))
    assert caught.value.code == "FK-WS-016"
