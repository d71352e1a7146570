"""A folder or a file that leads elsewhere is told, not followed (T24, T25)."""

from __future__ import annotations

import os

import pytest

from formkit.kernel import links
from formkit.kernel.errors import OutputError
from formkit.kernel.files import make_folder, write_durably

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")


@pytest.fixture
def places(tmp_path):
    """A workspace 公司, a folder 别处, and a link 入口 that leads to the workspace."""
    (tmp_path / "公司").mkdir()
    (tmp_path / "别处").mkdir()
    (tmp_path / "入口").symlink_to(tmp_path / "公司")
    return tmp_path


def test_a_linked_output_folder_is_refused_and_nothing_is_made_behind_it(places):
    (places / "公司" / "输出").symlink_to(places / "别处")
    for folder in (places / "公司" / "输出", places / "公司" / "输出" / "九月"):
        with pytest.raises(OutputError) as refused:
            make_folder(folder, inside=places / "公司")
        assert refused.value.code == "FK-OUT-011"
        assert "「输出」" in str(refused.value)
        assert "别处" in str(refused.value)
    assert list((places / "别处").iterdir()) == []


def test_a_dangling_link_is_a_link_too(places):
    (places / "公司" / "输出").symlink_to(places / "没有")
    with pytest.raises(OutputError) as refused:
        make_folder(places / "公司" / "输出")
    assert refused.value.code == "FK-OUT-011"


def test_above_the_workspace_links_are_the_owners_affair(places):
    made = make_folder(places / "入口" / "输出" / "九月", inside=places / "公司")
    assert made.is_dir()
    (places / "公司" / "输出" / "十月").symlink_to(places / "别处")
    with pytest.raises(OutputError):
        make_folder(places / "入口" / "输出" / "十月", inside=places / "公司")


def test_elsewhere_only_the_folder_itself_is_asked(places):
    (places / "共享").symlink_to(places / "别处")
    assert make_folder(places / "共享" / "输出", inside=places / "公司").is_dir()
    with pytest.raises(OutputError):
        make_folder(places / "共享", inside=places / "公司")


def test_a_link_is_not_passed_by_going_up_behind_it(places):
    assert make_folder(places / "公司" / "x" / ".." / "输出", inside=places / "公司").is_dir()
    (places / "公司" / "联").symlink_to(places / "别处")
    with pytest.raises(OutputError):
        make_folder(places / "公司" / "联" / ".." / "输出", inside=places / "公司")
    assert not (places / "输出").exists()


def test_a_junction_of_windows_is_a_link(places, monkeypatch):
    class Junction:
        st_mode = 0o040755
        st_reparse_tag = 0xA0000003

    monkeypatch.setattr(type(places), "lstat", lambda _: Junction())
    assert links.is_link(places)
    with pytest.raises(OutputError, match="FK-OUT-011"):
        links.refuse_links(places)


@pytest.mark.parametrize("target", ["别处/账.xlsx", "没有.xlsx"])
def test_a_linked_file_is_not_written_and_stays_a_link(places, target):
    (places / "别处" / "账.xlsx").write_bytes(b"kept")
    link = places / "公司" / "台账.xlsx"
    link.symlink_to(places / target)
    with pytest.raises(OutputError) as refused:
        write_durably(link, b"new")
    assert refused.value.code == "FK-OUT-012"
    assert "「台账.xlsx」" in str(refused.value)
    assert target.rpartition("/")[2] in str(refused.value)
    assert link.is_symlink()
    assert (places / "别处" / "账.xlsx").read_bytes() == b"kept"
    assert [path.name for path in (places / "公司").iterdir()] == ["台账.xlsx"]
