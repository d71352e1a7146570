"""A program that runs a batch again and again in forked children and lets each die as it is told.

`python crashing.py`; one JSON object a line comes in, one goes out: `{"folder": …, "chunk": 6,
"jobs": 1, "at": "renamed", "nth": 3}` the child kills itself at the third such step; `{"after": 0.02,
"from": "printed"}` it is killed so many seconds after its first such step (or its start); `{}` it
is left alone. Out comes `{"ended": exit status or minus the signal}`.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from visit_batch import LEDGER, VISITS, workspace

from formkit.kernel.gate import Gate
from formkit.pipeline.filling import fill as story
from formkit.pipeline.filling.bench import Bench
from formkit.pipeline.filling.crew import Crew, LocalCrew, crew_for
from formkit.pipeline.filling.examining import examine
from formkit.pipeline.filling.items import Examined, Row
from formkit.pipeline.filling.steps import Moment
from formkit.pipeline.sources import take_in

LONGEST = 60.0  # seconds; a child that is not done by then hangs
examined: dict[str, Examined] = {}
benches: list[Bench] = []


class Remembering(LocalCrew):
    """Does the pure work of examining once for all children; all else is done as always."""

    def start(self, work: Any, items: Sequence[Any]) -> Callable[[], Sequence[Any]]:
        begun = super().start
        if work is not examine:
            return begun(work, items)
        new = [item for item in items if str(item.raw.place) not in examined]
        examined.update((str(one.place), one) for one in begun(work, new)())
        return lambda: [examined[str(item.raw.place)] for item in items]


def remembering(job: Any, template: Any, pace: story.Pace) -> Crew:
    if pace.jobs != 1:
        return crew_for(job, template, pace)
    if not benches:
        benches.append(Bench(job))
        benches[0].template = template
    return Remembering(benches[0])


def main() -> None:
    for line in sys.stdin:
        told = json.loads(line)
        if told["jobs"] == 1:
            story.crew_for = remembering
            _remember(Path(told["folder"]))
        sys.stdout.write(json.dumps({"ended": _child(told)}) + "\n")
        sys.stdout.flush()


def _remember(here: Path) -> None:
    """Examine the ledger now, so that the children to come need not."""
    if not benches:
        story.fill(workspace(here), VISITS, [[]])
    if len(examined) < told_rows(here):
        records = take_in(VISITS, here / LEDGER, Gate.ISSUE).records
        remembering(None, None, story.Pace()).start(examine, [Row(raw, LEDGER) for raw in records])


def told_rows(here: Path) -> int:
    return len((here / LEDGER).read_bytes().splitlines()) - 1


def _child(told: dict[str, Any]) -> int:
    seen, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        _run(told, tell)
    os.close(tell)
    if "after" in told:
        if told.get("from"):  # wait until it says that it is there, or ends
            select.select([seen], [], [], LONGEST)
        time.sleep(told["after"])
        os.kill(child, signal.SIGKILL)
    os.close(seen)
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    raise TimeoutError(told)


def _run(told: dict[str, Any], tell: int) -> None:
    here, pace = Path(told["folder"]), story.Pace(jobs=told["jobs"], chunk=told["chunk"])
    steps: Counter[str] = Counter()

    def watch(moment: Moment) -> None:
        steps[moment.step] += 1
        if moment.step == told.get("from") and steps[moment.step] == 1:
            os.write(tell, b".")
        if moment.step == told.get("at") and steps[moment.step] == told["nth"]:
            os.kill(os.getpid(), signal.SIGKILL)

    code = 1
    try:
        report = story.fill(workspace(here), VISITS, [here / LEDGER], pace=pace, watch=watch)
        code = int(report.exit_code)
    finally:
        os._exit(code)


if __name__ == "__main__":  # worker processes import this file too
    main()
