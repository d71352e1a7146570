"""The output folder becomes a link while a run writes: nothing lands behind the link (T25)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from formkit import catalog
from formkit.kernel.errors import FormkitError
from formkit.kernel.resources import samples_folder
from formkit.pipeline.filling import fill as story
from formkit.pipeline.filling.steps import Moment, Step
from formkit.pipeline.projects import import_projects
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.workspace import Workspace, find
from formkit.register.audit import audit

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")


class Swapper:
    """Puts a link to another folder in the place of the output folder, once, after a step."""

    def __init__(self, output: Path, elsewhere: Path, after: Step) -> None:
        self.output, self.elsewhere, self.after = output, elsewhere, after
        self.away = output.with_name("搬走的输出")
        self.done = False

    def watch(self, moment: Moment) -> None:
        if moment.step is self.after and not self.done:
            self.done = True
            self.output.rename(self.away)
            self.output.symlink_to(self.elsewhere)

    def put_back(self) -> None:
        self.output.unlink()
        self.away.rename(self.output)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    init(tmp_path / "售后", CompanyEntry(name="示例建筑工程有限公司", code="SLJZ"))
    made = find(tmp_path / "售后")
    import_projects(made, samples_folder() / "projects.yaml")
    return made


@pytest.mark.parametrize(
    ("after", "exit_code"),
    [
        (Step.EXAMINED, 7),
        (Step.NUMBERED, 7),
        (Step.PRINTED, 7),
        (Step.DURABLE, 7),
        (Step.RENAMED, 7),
        (Step.SYNCED, 0),  # all of them stand where they should
    ],
)
def test_nothing_is_written_behind_a_link_and_the_same_run_again_completes(
    workspace, after, exit_code
):
    elsewhere = workspace.folder().parent / "别处"
    elsewhere.mkdir()
    official = catalog.named("visit_record", workspace.forms)
    swapper = Swapper(workspace.folder() / "输出", elsewhere, after)
    try:
        ended = story.fill(workspace, official, [official.sample], watch=swapper.watch).exit_code
    except FormkitError as error:
        ended = error.exit_code
    assert (swapper.done, ended) == (True, exit_code)
    assert list(elsewhere.iterdir()) == []
    swapper.put_back()
    again = story.fill(workspace, official, [official.sample])
    assert again.exit_code == 0
    register = workspace.register()
    assert audit(register, root=workspace.folder()) == []
    register.close()
    kept = {path.name for path in (workspace.folder() / "输出").iterdir()}
    assert kept == {Path(record.file).name for record in again.records()}
