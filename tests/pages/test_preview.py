"""`formkit preview`: pictures of documents, of files, and of records not issued yet."""

from __future__ import annotations

import shutil

import pytest

from formkit import catalog
from formkit.cli.main import run
from formkit.kernel.errors import ExitCode
from formkit.kernel.resources import samples_folder
from formkit.pipeline.only import Only
from formkit.pipeline.printing import preview

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def sample(tmp_path):
    path = tmp_path / "回访.yaml"
    shutil.copy(samples_folder() / "visit_record.yaml", path)
    return path


@pytest.fixture(scope="session")
def visit():
    return catalog.load("visit_record")


def shown(workspace, visit, source, folder, only=()):
    return list(preview.drafts(workspace, visit, source, folder, ppi=40, only=Only(only)))


def test_records_not_issued_are_shown_without_a_number_and_nothing_is_registered(
    workspace, visit, sample, tmp_path
):
    register = workspace.register()
    before = len(register.documents())
    register.close()
    seen = shown(workspace, visit, sample, tmp_path / "图")
    register = workspace.register()
    assert len(register.documents()) == before
    register.close()
    files = [file for one in seen for file in one.files]
    assert len(files) >= 3
    for file in files:
        assert file.name.startswith("草稿")
        assert file.read_bytes().startswith(PNG)


def test_only_the_wanted_records_are_shown(workspace, visit, sample, tmp_path):
    (one,) = shown(workspace, visit, sample, tmp_path / "图", only=["2"])
    assert one.files
    unmet = shown(workspace, visit, sample, tmp_path / "图", only=["99"])
    assert unmet[-1].findings[0].code == "FK-WS-023"


def test_a_record_with_faults_is_shown_all_the_same(workspace, visit, tmp_path):
    path = tmp_path / "差.yaml"
    path.write_text("- project_no: P2026-001\n  remarks: 只有备注\n", encoding="utf-8")
    (one,) = shown(workspace, visit, path, tmp_path / "图")
    assert one.files


def test_more_than_twenty_records_are_told(workspace, visit, tmp_path):
    path = tmp_path / "多.yaml"
    path.write_text(
        "".join(f"- project_no: P2026-001\n  remarks: 第{n}条\n" for n in range(25)),
        encoding="utf-8",
    )
    seen = shown(workspace, visit, path, tmp_path / "图")
    assert len([one for one in seen if one.files]) == preview.MOST
    assert seen[-1].findings[0].code == "FK-PAG-004"


def test_an_issued_number_and_a_pdf_are_shown(workspace, sheets, views, tmp_path):
    register = workspace.register()
    number = register.documents()[0].number
    register.close()
    pdf = tmp_path / "通知.pdf"
    pdf.write_bytes(sheets["complaint_form"].render(views["complaint_form-1"]))
    first, second = preview.documents(workspace, [number, str(pdf)], tmp_path / "图", ppi=40)
    assert first.files
    assert first.files[0].name.startswith(number)
    assert [file.name for file in second.files] == ["通知_第1页.png", "通知_第2页.png"]


def test_pictures_of_a_file_are_named_after_it_whatever_its_letters(
    workspace, sheets, views, tmp_path
):
    paper = sheets["visit_record"].render(views["visit_record-1"])
    names = ["a", "Notice 2", "通知 a"]
    for name in names:
        (tmp_path / f"{name}.pdf").write_bytes(paper)
    files = [str(tmp_path / f"{name}.pdf") for name in names]
    seen = list(preview.documents(workspace, files, tmp_path / "图", ppi=40))
    assert [one.files[0].name for one in seen] == [f"{name}_第1页.png" for name in names]


def test_files_of_one_name_do_not_replace_each_others_pictures(workspace, sheets, views, tmp_path):
    files = [tmp_path / folder / "a.pdf" for folder in ("一", "二", "三")]
    for file in files:
        file.parent.mkdir()
        file.write_bytes(sheets["visit_record"].render(views["visit_record-1"]))
    seen = list(preview.documents(workspace, files, tmp_path / "图", ppi=40))
    assert len({path for one in seen for path in one.files}) == 3


def test_what_does_not_exist_is_told(workspace, tmp_path):
    (seen,) = preview.documents(workspace, ["没有这个编号"], tmp_path / "图", ppi=40)
    assert seen.exit_code is ExitCode.USAGE
    assert seen.findings


def test_the_command_tells_where_the_pictures_are(workspace, sample, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(workspace.folder())
    code = run(
        ["preview", "工程回访记录", str(sample), "-o", str(tmp_path / "图"), "--ppi", "40", "--png"]
    )
    said = capsys.readouterr().out
    assert code == 0
    assert "1 页" in said
    assert "草稿" in said


def test_a_misspelt_record_is_told_with_the_one_that_is_meant(
    workspace, sample, monkeypatch, capsys
):
    monkeypatch.chdir(workspace.folder())
    assert run(["preview", "工程回仿记录", str(sample), "--png"]) == ExitCode.USAGE
    said = capsys.readouterr()
    assert "FK-WS-011" in said.out + said.err
    assert "是否指「工程回访记录」" in said.out + said.err
