"""The register on a real PostgreSQL server, started by these tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.conftest import postgresql_program

from formkit import catalog
from formkit.cli.main import run
from formkit.kernel.errors import ExitCode, OutputError
from formkit.kernel.resources import samples_folder
from formkit.pipeline.filling import fill as story
from formkit.pipeline.filling.pace import Pace
from formkit.pipeline.projects import import_projects
from formkit.pipeline.report import Outcome
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.surveys.issue import Wish, issue
from formkit.pipeline.surveys.overview import survey_list
from formkit.pipeline.workspace import Workspace, find
from formkit.register.audit import audit
from formkit.register.database import explained, open_engine

pytestmark = pytest.mark.postgresql
WRITERS = 8
EACH = 25
DRAW = Path(__file__).with_name("draw_numbers.py")


def unprivileged() -> dict[str, object]:
    """PostgreSQL refuses to run as root: then it runs as its own user, or as nobody."""
    if os.name == "nt" or os.getuid() != 0:
        return {}
    import pwd  # noqa: PLC0415 - only POSIX has it

    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an empty server without a database name."""
    home = Path("/tmp") if os.name != "nt" else tmp_path_factory.getbasetemp()
    folder = home / f"formkit-postgresql-{os.getpid()}"
    folder.mkdir()
    who = unprivileged()
    if who:
        shutil.chown(folder, int(str(who["user"])), int(str(who["group"])))
    data, port = folder / "data", free_port()
    initdb = [postgresql_program("initdb"), "-D", data, "-A", "trust", "-U", "clerk", "-E", "UTF8"]
    subprocess.run([*initdb, "--no-sync"], check=True, capture_output=True, cwd=folder, **who)
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-k", str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [postgresql_program("postgres"), "-D", data, *options],
            stdout=log, stderr=log, cwd=folder, **who,
        )  # fmt: skip
    try:
        url = f"postgresql://clerk@127.0.0.1:{port}"
        for _ in range(200):
            try:
                psycopg.connect(f"{url}/postgres").close()
                break
            except psycopg.OperationalError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(server: str, request: pytest.FixtureRequest) -> str:
    name = f"register_{abs(hash(request.node.name)) % 10**8}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


@pytest.fixture
def workspace(tmp_path: Path, database: str) -> Workspace:
    company = CompanyEntry(name="示例建筑工程有限公司", code="SLJZ")
    init(tmp_path / "售后", company, register_url=database)
    made = find(tmp_path / "售后")
    import_projects(made, samples_folder() / "projects.yaml")
    return made


def test_eight_writers_draw_numbers_without_a_gap_and_each_once(
    workspace: Workspace, database: str
) -> None:
    folder = str(workspace.folder())
    command = [sys.executable, str(DRAW), folder]
    writers = [
        subprocess.Popen([*command, str(number), str(EACH), database]) for number in range(WRITERS)
    ]
    assert [writer.wait() for writer in writers] == [0] * WRITERS
    register = workspace.register()
    try:
        serials = [row["serial"] for row in register.numbers()]
        assert serials == list(range(1, WRITERS * EACH + 1))
        history = [one for one in audit(register, root=Path(folder)) if one.code == "FK-REG-014"]
        assert history == []  # the chain of the history holds, though eight wrote it
    finally:
        register.close()


def test_a_writer_that_is_killed_gives_its_number_and_the_lock_back(
    workspace: Workspace, database: str
) -> None:
    command = [sys.executable, str(DRAW), str(workspace.folder())]
    killed = subprocess.Popen([*command, "killed", "100000", database])
    register = workspace.register()
    try:
        while len(register.numbers()) < 5:
            time.sleep(0.02)
        killed.kill()
        killed.wait()
        again = subprocess.run([*command, "next", "5", database], check=False)
        assert again.returncode == 0
        serials = [row["serial"] for row in register.numbers()]
        assert serials == list(range(1, len(serials) + 1))
    finally:
        register.close()


def test_the_main_job_runs_on_it(workspace: Workspace) -> None:
    official = catalog.named("complaint_form", workspace.forms)
    source = [official.sample]
    first = story.fill(workspace, official, source)
    assert first.counts()[Outcome.MADE] == 3, [str(one) for one in first.findings()]
    assert story.fill(workspace, official, source).counts()[Outcome.UNCHANGED] == 3
    changed = workspace.folder() / "投诉.yaml"
    text = official.sample.read_text(encoding="utf-8")
    assert "窗台石材下方" in text
    changed.write_text(text.replace("窗台石材下方", "窗台石材下面"), encoding="utf-8")
    revised = story.fill(workspace, official, [changed], pace=Pace(chunk=1))
    assert revised.counts()[Outcome.REVISED] == 1, [str(one) for one in revised.findings()]
    register = workspace.register()
    try:
        number = register.numbers()[0]["number"]
        with register.writing() as writing:
            writing.void(number, "顾客信息填错")
        assert audit(register, root=workspace.folder()) == []
    finally:
        register.close()


def test_clerks_who_share_it_each_audit_their_own_files(
    workspace: Workspace,
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    company = CompanyEntry(name="示例建筑工程有限公司", code="SLJZ")
    init(tmp_path / "另一位", company, register_url=database)
    other = find(tmp_path / "另一位")
    official = catalog.named("complaint_form", workspace.forms)
    assert story.fill(workspace, official, [official.sample]).counts()[Outcome.MADE] == 3
    visits = catalog.named("visit_record", workspace.forms)
    made = story.fill(other, visits, [visits.sample]).counts()[Outcome.MADE]
    assert made > 0
    for home, own, rest in ((workspace, 3, made), (other, made, 3)):
        monkeypatch.chdir(home.folder())
        assert run(["register", "audit"]) == ExitCode.OK
        said = capsys.readouterr().out
        assert f"文件 {own} 个" in said
        assert f"另有 {rest} 个文件" in said
    lost = next((other.folder() / "输出").glob("*.docx"))
    lost.unlink()
    assert run(["register", "audit"]) == ExitCode.OUTPUT
    assert capsys.readouterr().out.count("FK-REG-012") == 1
    monkeypatch.chdir(workspace.folder())
    assert run(["register", "audit"]) == ExitCode.OK


def test_surveys_are_sent_and_counted_on_it(workspace: Workspace) -> None:
    wish = Wish(projects=("P2026-001", "P2025-007"), surveyor="沈样张(安质部,质量员)")
    made = issue(workspace, wish)
    assert [one.outcome for one in made.workbooks] == [Outcome.MADE] * 2
    assert [one.outcome for one in issue(workspace, wish).workbooks] == [Outcome.UNCHANGED] * 2
    assert survey_list(workspace).total.sent == 2
    register = workspace.register()
    engine = open_engine(workspace.settings.register_.url, root=workspace.folder())
    try:
        with register.surveys() as surveys:
            digests = {one.bank_digest for one in surveys.sent()}
        assert digests == set(register.banks())
        with engine.begin() as sql:
            sql.exec_driver_sql("DROP TABLE surveys_sent")  # as in a register of an earlier formkit
        assert survey_list(workspace).total.sent == 2
        assert audit(register, root=workspace.folder()) == []
    finally:
        engine.dispose()
        register.close()


def test_a_second_writer_waits_and_then_gives_up_with_a_sentence(
    workspace: Workspace, database: str
) -> None:
    register = workspace.register()
    impatient = open_engine(database, root=workspace.folder(), busy_seconds=0.2)
    try:
        with (
            register.writing(),
            pytest.raises(OutputError, match="占用"),
            explained("登记库"),
            impatient.begin(),
        ):
            pass
    finally:
        impatient.dispose()
        register.close()


def test_a_database_without_tables_is_told_and_made_ready_by_one_command(
    tmp_path: Path,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    init(tmp_path, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ"))
    settings = tmp_path / "formkit.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("sqlite:///登记库.db", database), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["register", "list"]) == ExitCode.OUTPUT
    said = capsys.readouterr()
    assert "FK-REG-032" in said.err + said.out
    assert run(["register", "create"]) == ExitCode.OK
    assert run(["register", "list"]) == ExitCode.OK


LOSING = """
import os, sys
import psycopg
from formkit import catalog
from formkit.cli import printing
from formkit.pipeline.filling import fill as story
from formkit.pipeline.filling.steps import Step
from formkit.pipeline.workspace import find

def lose(moment):
    if moment.step is Step(sys.argv[2]):
        with psycopg.connect(sys.argv[1], autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

workspace = find()
official = catalog.named("complaint_form", workspace.forms)
printing.report(story.fill(workspace, official, [official.sample], watch=lose))
"""


@pytest.mark.parametrize("step", ["numbered", "registered"])
def test_a_server_lost_in_the_middle_is_told_in_chinese_alone(
    workspace: Workspace, database: str, step: str
) -> None:
    lost = subprocess.run(
        [sys.executable, "-c", LOSING, database, step],
        cwd=workspace.folder(),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert lost.stderr == ""
    assert "FK-REG-031" in lost.stdout
    assert not list((workspace.folder() / "输出").glob("*.docx"))
    register = workspace.register()
    try:
        assert register.numbers() == []
    finally:
        register.close()


def test_a_server_that_is_away_is_told_without_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    init(tmp_path, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ"))
    settings = tmp_path / "formkit.toml"
    url = f"postgresql://clerk:secret@127.0.0.1:{free_port()}/register"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("sqlite:///登记库.db", url), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["register", "list"]) == ExitCode.OUTPUT
    said = capsys.readouterr()
    assert "FK-REG-031" in said.err + said.out
    assert "secret" not in said.err + said.out
