"""Run any folder of Office files through the gate and the readers, and print what became of them.

`python scripts/corpus.py FOLDER… [--jobs 2] [--save outcomes.tsv] [--compare outcomes.tsv]`

Each file is read in a process that can be killed (1 GB, 20 s), as a ledger, as a returned survey,
as a template, and – a workbook – with one cell filled in. Exit code 1 where anything happened that
must not: an unforeseen exception, a process that died, time or memory used up, a part changed that
is not formkit's, or an outcome other than the saved one.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import corpus_file
from corpus_file import BUG, Outcome

from formkit.kernel.confined import Stopped
from formkit.kernel.limits import Limits
from formkit.kernel.workers import Workers
from formkit.schemas.satisfaction_survey.bank import load_banks
from formkit.surveys.reading.asked import light
from formkit.surveys.returned import Asked

LIMITS = Limits(memory_mb=2_048, cpu_seconds=60, wall_seconds=90)
SLOW = 10.0  # seconds of the processor for all ways together …
LARGE = 500_000  # … of a file of up to so many bytes; a larger one may take longer in proportion


def main(arguments: Sequence[str] | None = None) -> int:
    """Examine the files, print the table, return the exit code."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("folders", nargs="+", type=Path)
    given.add_argument("--jobs", type=int, default=2)
    given.add_argument("--save", type=Path, help="write the outcomes, to compare with later")
    given.add_argument("--compare", type=Path, help="outcomes saved before")
    options = given.parse_args(arguments)
    paths = list(files_of(options.folders))
    outcomes = list(examined(paths, options.jobs))
    told = "\n".join(table(outcomes))
    faults = [f"{one.path}: {bug}" for one in outcomes for bug in one.bugs]
    faults += [f"{one.path}: {one.seconds:.1f} s" for one in outcomes if is_slow(one)]
    lines = {str(one.path): line_of(one) for one in outcomes}
    if options.compare:
        faults += list(_differences(options.compare, lines))
    if options.save:
        options.save.write_text("\n".join(lines.values()) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join([told, "", *(faults or ["没有不该有的结果"])]) + "\n")
    return 1 if faults else 0


def files_of(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield all ordinary files of the folders, and files that are named themselves, in order."""
    for folder in folders:
        found = sorted(folder.rglob("*")) if folder.is_dir() else [folder]
        yield from (path for path in found if path.is_file() and not path.is_symlink())


def examined(paths: Sequence[Path], jobs: int) -> Iterator[Outcome]:
    """Yield the outcome of each file, in order; a file that ends its process has one too."""
    banks = {bank.digest: bank for bank in load_banks().values()}
    asked = Asked(
        {digest: light(bank) for digest, bank in banks.items()},
        {digest: bank.as_data() for digest, bank in banks.items()},
    )
    with Workers(corpus_file.examine, asked, jobs=jobs, limits=LIMITS) as workers:
        for path, said in zip(paths, workers.each(paths), strict=True):
            if isinstance(said, Stopped):
                yield Outcome(path, "", {"进程": f"{BUG} {said.reason.name}"})
            elif isinstance(said, Exception):
                yield Outcome(path, "", {"进程": f"{BUG} {said}"})
            else:
                yield said


def is_slow(one: Outcome) -> bool:
    """Return whether a file took longer than its size excuses."""
    return one.seconds > SLOW * max(1.0, one.path.stat().st_size / LARGE)


def line_of(one: Outcome) -> str:
    """Return an outcome as a line of the saved file."""
    return "\t".join(
        [str(one.path), one.kind, *(f"{way}={said}" for way, said in one.ways.items())]
    )


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield the lines of the table: per way, how many files had which outcome, with an example."""
    seconds = sorted(one.seconds for one in outcomes) or [0.0]
    p99 = statistics.quantiles(seconds, n=100)[98] if len(seconds) > 1 else seconds[0]
    yield f"{len(outcomes)} 个文件;每个(五种用法合计)p99 {p99:.2f} s,最长 {seconds[-1]:.2f} s"
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    example: dict[tuple[str, str], Path] = {}
    for one in outcomes:
        for way, said in one.ways.items():
            counted[way][said] += 1
            example.setdefault((way, said), one.path)
    for way, counts in counted.items():
        yield f"\n{way}"
        for said, count in counts.most_common():
            yield f"  {count:6}  {said:14}  {example[way, said].name}"


def _differences(saved: Path, lines: dict[str, str]) -> Iterator[str]:
    before = {line.partition("\t")[0]: line for line in saved.read_text("utf-8").splitlines()}
    for path, line in lines.items():
        if path not in before:
            yield f"{path}: 上次没有这个文件"
        elif before[path] != line:
            yield f"{path}: 与上次不同:{before[path]}"


if __name__ == "__main__":
    sys.exit(main())
