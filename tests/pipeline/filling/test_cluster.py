"""A real scheduler and two real workers on this machine: `fill` on a cluster."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from distributed import Client, default_client

import formkit
from formkit import catalog
from formkit.kernel import resources
from formkit.kernel.errors import ExitCode, OutputError, UsageError
from formkit.kernel.files import sha256
from formkit.kernel.resources import samples_folder
from formkit.pipeline.filling import fill as story
from formkit.pipeline.filling.pace import Cluster, Pace
from formkit.pipeline.filling.steps import Moment, Step
from formkit.pipeline.printing import pdf
from formkit.pipeline.projects import import_projects
from formkit.pipeline.report import Outcome, Report
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.workspace import Workspace, find
from formkit.register.audit import audit

ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


class Machines:
    """A scheduler with workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        note = folder / "scheduler.json"
        self.scheduler = self._started("scheduler", "--port", "0", "--scheduler-file", str(note))
        self.workers: list[subprocess.Popen[bytes]] = []
        with Client(scheduler_file=str(note), timeout=30, set_as_default=False) as client:
            self.address: str = client.scheduler.address
            for _number in range(2):
                self.hire()
            client.wait_for_workers(2, timeout=30)

    def hire(self, environment: Mapping[str, str] = ENVIRONMENT) -> None:
        more = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self.folder))
        self.workers.append(self._started("worker", self.address, *more, environment=environment))

    def exchange(self, environment: Mapping[str, str]) -> None:
        """Send all workers home and hire one of another environment."""
        with Client(self.address, timeout=30, set_as_default=False) as client:
            while self.workers:
                gone = self.workers.pop()
                gone.kill()
                gone.wait()
            self.hire(environment)
            while len(client.scheduler_info()["workers"]) != 1:
                time.sleep(0.1)

    def _started(
        self, role: str, *words: str, environment: Mapping[str, str] = ENVIRONMENT
    ) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{role}", "--host", "127.0.0.1"]
        log = (self.folder / f"{role}.log").open("ab")
        with log:
            return subprocess.Popen(
                [*command, "--no-dashboard", *words], env=environment, stdout=log, stderr=log
            )

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    made = Machines(tmp_path_factory.mktemp("cluster"))
    yield made
    made.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "售后"
    init(folder, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ"))
    made = find(folder)
    import_projects(made, samples_folder() / "projects.yaml")
    return made


def visits(count: int) -> list[dict[str, Any]]:
    """Fictional visits to one project, each on a day of its own; every tenth names no visitor."""
    rows = []
    for number in range(count):
        row = {
            "project_no": "P2026-001",
            "visited_on": str(date(2026, 6, 10) + timedelta(days=number)),
            "visit_type": "应业主要求回访",
            "visit_method": "上门",
            "visitee_unit": "示例置业(云岭)有限公司",
            "visitee_name": "欧阳喆",
            "visitors": "周模拟(工程部)、吴示范(质检部)、郑样板(技术部)、冯模型(维修组)",
            "usage_feedback": f"第{number + 1}次回访,使用正常。",
            "archive_to": "用户档案",
            "prepared_by": "周模拟",
            "prepared_on": str(date(2026, 6, 10) + timedelta(days=number)),
        }
        if number % 10 == 9:
            del row["visitors"]
        rows.append(row)
    return rows


def filled(workspace: Workspace, rows: list[dict[str, Any]], **more: Any) -> Report:
    official = catalog.named("visit_record", workspace.forms)
    return story.fill(workspace, official, [rows], **more)


def documents(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()) for path in sorted(folder.glob("*.docx"))}


def on(machines: Machines, deliver: str = "back", chunk: int = 20) -> Pace:
    return Pace(cluster=Cluster(machines.address, deliver), chunk=chunk)


@pytest.fixture
def alone(tmp_path: Path) -> dict[str, str]:
    """The documents of thirty visits as this machine makes them by itself."""
    folder = tmp_path / "alone"
    init(folder, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ"))
    other = find(folder)
    import_projects(other, samples_folder() / "projects.yaml")
    filled(other, visits(30))
    return documents(folder / "输出")


@pytest.mark.parametrize("deliver", ["back", "shared", "storage"])
def test_a_cluster_makes_the_same_bytes_and_numbers_whichever_way_they_are_delivered(
    machines: Machines,
    workspace: Workspace,
    alone: dict[str, str],
    tmp_path: Path,
    deliver: str,
) -> None:
    storage = tmp_path / "storage"
    way = storage.as_uri() if deliver == "storage" else deliver
    report = filled(workspace, visits(30), pace=on(machines, way))
    assert report.counts()[Outcome.MADE] == 27
    assert documents(workspace.folder() / "输出") == alone
    assert len(alone) == 27
    if deliver == "storage":
        assert list(storage.iterdir()) == []  # fetched and cleared away


def test_workers_share_an_output_folder_that_was_named_from_here(
    machines: Machines, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace.folder())  # the workers stand elsewhere
    report = filled(workspace, visits(2), pace=on(machines, "shared"), output=Path("出件"))
    assert report.counts()[Outcome.MADE] == 2, [str(one) for one in report.findings()]
    assert len(documents(workspace.folder() / "出件")) == 2


def test_a_company_s_own_form_travels_with_the_job(
    machines: Machines, workspace: Workspace
) -> None:
    own = workspace.folder() / "forms"
    own.mkdir(exist_ok=True)
    manifest = (catalog.forms_folder() / "visit_record.yaml").read_text(encoding="utf-8")
    (own / "visit_record.yaml").write_text(
        manifest.replace("title: 工程回访记录", "title: 工程回访登记单", 1), encoding="utf-8"
    )
    report = filled(workspace, visits(2), pace=on(machines))
    assert report.counts()[Outcome.MADE] == 2
    assert all("工程回访登记单" in name for name in documents(workspace.folder() / "输出"))


@pytest.mark.parametrize("crew", ["cluster", "processes"])
def test_pdfs_are_set_by_the_same_crew_as_the_documents_and_are_the_same_bytes(
    machines: Machines, workspace: Workspace, tmp_path: Path, crew: str
) -> None:
    report = filled(workspace, visits(6))
    numbers = pdf.numbers_of(report)
    pace = on(machines) if crew == "cluster" else Pace(jobs=2)
    made = pdf.make(workspace, numbers, pdf.Wish(output=tmp_path / "crew", pace=pace))
    alone = pdf.make(workspace, numbers, pdf.Wish(output=tmp_path / "alone"))
    assert [line.engine for line in made.lines] == ["Typst"] * 6
    assert made.exit_code is alone.exit_code is ExitCode.OK
    here, there = (
        {path.name: path.read_bytes() for path in (tmp_path / name).glob("*.pdf")}
        for name in ("alone", "crew")
    )
    assert len(here) == 6
    assert there == here


def test_pdfs_are_told_as_not_made_where_the_cluster_is_lost(
    workspace: Workspace, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("formkit.pipeline.filling.cluster.CONNECT_SECONDS", 0.5)
    numbers = pdf.numbers_of(filled(workspace, visits(2)))
    pace = Pace(cluster=Cluster("tcp://127.0.0.1:9"))
    made = pdf.make(workspace, numbers, pdf.Wish(output=tmp_path / "crew", pace=pace))
    assert [line.findings[0].code for line in made.lines] == ["FK-RUN-011"] * 2
    assert made.exit_code is ExitCode.OUTPUT


def test_a_worker_killed_in_the_middle_costs_no_document_and_no_number(
    machines: Machines, workspace: Workspace, alone: dict[str, str]
) -> None:
    def kill_one(moment: Moment) -> None:
        if moment.step is Step.NUMBERED and len(machines.workers) == 2:
            killed = machines.workers.pop(0)
            killed.kill()
            killed.wait()

    report = filled(workspace, visits(30), pace=on(machines), watch=kill_one)
    assert len(machines.workers) == 1
    machines.hire()
    assert report.counts()[Outcome.MADE] == 27
    assert documents(workspace.folder() / "输出") == alone
    register = workspace.register()
    try:
        assert audit(register, root=workspace.folder()) == []
        serials = [row["serial"] for row in register.numbers()]
    finally:
        register.close()
    assert serials == list(range(1, 28))


def test_storage_that_cannot_be_used_stops_the_run_and_uses_no_number(
    machines: Machines, workspace: Workspace
) -> None:
    report = filled(workspace, visits(3), pace=on(machines, "nosuch://place"))
    codes = [finding.code for finding in report.findings()]
    assert "FK-RUN-015" in codes
    assert report.exit_code is ExitCode.OUTPUT
    assert documents(workspace.folder() / "输出") == {}
    register = workspace.register()
    try:
        assert register.numbers() == []
    finally:
        register.close()


@pytest.mark.parametrize("noticed", ["while it waits", "after it gave up"])
def test_a_scheduler_lost_in_the_middle_stops_the_run_and_the_report_tells_what_was_made(
    tmp_path_factory: pytest.TempPathFactory,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    noticed: str,
) -> None:
    monkeypatch.setattr("formkit.pipeline.filling.cluster.CONNECT_SECONDS", 2.0)
    machines = Machines(tmp_path_factory.mktemp("lost"))

    def lose(moment: Moment) -> None:
        if moment.step is Step.KEPT and moment.done == 5:
            machines.scheduler.kill()
            machines.scheduler.wait()
            if noticed == "after it gave up":
                wait_until_no_client_is_left()

    try:
        report = filled(workspace, visits(20), pace=on(machines, chunk=5), watch=lose)
    finally:
        machines.close()
    made = report.counts()[Outcome.MADE]
    assert 5 <= made < 18
    assert [one.code for one in report.findings() if one.code.startswith("FK-RUN")] == [
        "FK-RUN-012"
    ]
    assert report.exit_code is ExitCode.OUTPUT
    assert "distributed" not in capfd.readouterr().err  # we say ourselves what was lost
    assert len(documents(workspace.folder() / "输出")) == made
    again = filled(workspace, visits(20))  # the same command without the cluster goes on
    assert again.counts()[Outcome.MADE] == 18 - made
    register = workspace.register()
    try:
        assert [row["serial"] for row in register.numbers()] == list(range(1, 19))
    finally:
        register.close()


def wait_until_no_client_is_left() -> None:
    """Wait until the run's own client has given the scheduler up."""
    for _try in range(200):
        try:
            default_client()
        except ValueError:
            return
        time.sleep(0.1)
    raise AssertionError("the client still waits")


def test_a_scheduler_that_is_not_there_is_told(workspace: Workspace, monkeypatch: Any) -> None:
    monkeypatch.setattr("formkit.pipeline.filling.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(OutputError, match="连不上集群的调度器"):
        filled(workspace, visits(1), pace=Pace(cluster=Cluster("tcp://127.0.0.1:9")))


def test_a_way_of_delivery_that_nobody_knows_is_told() -> None:
    with pytest.raises(UsageError, match="--deliver"):
        Cluster("tcp://127.0.0.1:8786", "somewhere")


def test_worker_processes_and_a_cluster_together_are_told() -> None:
    with pytest.raises(UsageError, match="--cluster"):
        Pace(jobs=2, cluster=Cluster("tcp://127.0.0.1:8786"))


@pytest.mark.parametrize("comes", ["first", "late"])
def test_a_worker_with_another_formkit_is_told_and_nothing_is_made(
    tmp_path_factory: pytest.TempPathFactory, workspace: Workspace, comes: str
) -> None:
    machines = Machines(tmp_path_factory.mktemp("other"))
    other = tmp_path_factory.mktemp("formkit")
    shutil.copytree(Path(formkit.__file__).parent, other / "formkit")
    worker = other / "formkit/pipeline/filling/cluster_worker.py"
    text = worker.read_text(encoding="utf-8")
    changed = text.replace("def do(", "def do_as_before(") if comes == "first" else f"{text}\n#\n"
    worker.write_text(changed, encoding="utf-8")
    for name in ("forms", "samples"):
        shutil.copytree(getattr(resources, f"{name}_folder")(), other / "formkit" / f"_{name}")
    path = os.pathsep.join((str(other), ENVIRONMENT["PYTHONPATH"]))

    def hire_another(moment: Moment) -> None:
        if comes == "late" and moment.step is Step.KEPT and moment.done == 5:
            machines.exchange({**ENVIRONMENT, "PYTHONPATH": path})

    try:
        if comes == "first":
            machines.exchange({**ENVIRONMENT, "PYTHONPATH": path})
            with pytest.raises(OutputError) as told:
                filled(workspace, visits(5), pace=on(machines))
            codes, made = [told.value.code], 0
        else:
            report = filled(workspace, visits(20), pace=on(machines, chunk=5), watch=hire_another)
            codes = [one.code for one in report.findings() if not one.code.startswith("R11")]
            made = report.counts()[Outcome.MADE]
    finally:
        machines.close()
    assert "FK-RUN-013" in codes
    assert "FK-BUG-001" not in codes
    assert len(documents(workspace.folder() / "输出")) == made
