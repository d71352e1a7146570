"""Kill a long batch again and again with real commands, and see that nothing is lost or doubled.

`python scripts/soak.py [--rows 2000] [--kills 200] [--jobs 2] [--seed 1]`: the process tree of
`formkit fill` is killed at random moments, the same command is given again each time. Exit code 1
and what is wrong, where anything is. The tests do the same to a shorter batch.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "pipeline"))
import visit_batch as batch

LONGEST = 6.0  # seconds until a run is killed: starting takes one or two


def main() -> int:
    """Run the batch to its end through all kills; return the exit code."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--rows", type=int, default=2000)
    given.add_argument("--kills", type=int, default=200)
    given.add_argument("--jobs", type=int, default=2)
    given.add_argument("--seed", type=int, default=1)
    options = given.parse_args()
    with tempfile.TemporaryDirectory(prefix="formkit-soak-") as name:
        folder = Path(name)
        batch.workspace(folder)
        batch.write_ledger(folder / batch.LEDGER, options.rows)
        faults = _soak(folder, options)
    sys.stdout.write("\n".join(faults) + "\n" if faults else "nothing lost, nothing doubled\n")
    return 1 if faults else 0


def _soak(folder: Path, options: argparse.Namespace) -> list[str]:
    chance = random.Random(options.seed)  # noqa: S311 - moments, not secrets
    killed = 0
    while killed < options.kills:
        killed += _timed(folder, options.jobs, chance.uniform(0, LONGEST)) < 0
        made = len(list((folder / batch.OUTPUT).glob("[!.]*")))
        if faults := batch.faults_after_a_crash(folder):
            return [f"after {killed} kills:", *faults]
        if made >= options.rows:  # all made: the rest of the kills meet a new batch
            if faults := _finished(folder, options):
                return faults
            _clear(folder)
        if killed % 20 == 0:
            sys.stderr.write(f"{killed} kills, {made} documents\n")
    return _finished(folder, options)


def _finished(folder: Path, options: argparse.Namespace) -> list[str]:
    code = _command(folder, options.jobs).wait()
    faults = batch.faults_at_the_end(folder, options.rows)
    return faults if code == 0 else [f"the last run ended with {code}", *faults]


def _clear(folder: Path) -> None:
    for path in (folder / batch.OUTPUT).iterdir():
        path.unlink()
    (folder / "登记库.db").unlink()
    (folder / "formkit.toml").unlink()
    batch.workspace(folder)


def _timed(folder: Path, jobs: int, seconds: float) -> float:
    """Kill a run after so long; return minus that, or how long it took where it was done before."""
    start = time.monotonic()
    running = _command(folder, jobs)
    try:
        running.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        return -seconds
    return time.monotonic() - start


def _command(folder: Path, jobs: int) -> subprocess.Popen[bytes]:
    words = ["fill", "visit_record", batch.LEDGER, "--jobs", str(jobs)]
    return subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-m", "formkit", *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


if __name__ == "__main__":
    sys.exit(main())
