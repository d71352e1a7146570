"""The ledger of the samples: what each is, what is wrong with it, what must come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from survey_samples.posted import FOLDER

LEDGER = FOLDER / "ledger.yaml"
README = FOLDER.parent / "README.md"
_BEGIN, _END = "<!-- 以下由 samples/surveys/ledger.yaml 生成 -->", "<!-- 生成到此 -->"


@dataclass(frozen=True)
class Expected:
    """One file and what must come of it.

    codes: of all that is told, sorted. rows: the outcome of each answered survey in it; empty: all
    as the file. score: the satisfaction of each that is imported, with 无效卷 where it is invalid.
    """

    name: str
    made: str
    wrong: str
    outcome: str
    codes: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    score: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """Files that are imported at one go, with or without a mapping file."""

    folder: Path
    mapping: Path | None
    expected: tuple[Expected, ...]


def runs() -> tuple[Run, ...]:
    """Return the ledger."""
    listed = YAML(typ="safe", pure=True).load(LEDGER.read_text(encoding="utf-8"))
    return tuple(
        Run(
            FOLDER / one["files"],
            FOLDER / one["map"] if "map" in one else None,
            tuple(
                Expected(name, **{key: tuple(value) if isinstance(value, list) else value
                                  for key, value in said.items()})
                for name, said in one["expected"].items()
            ),
        )
        for one in listed
    )  # fmt: skip


def readme() -> str:
    """Return the samples' README with the table of the ledger in it."""
    text = README.read_text(encoding="utf-8")
    before, after = text.split(_BEGIN)[0], text.split(_END)[1]
    return before + _BEGIN + "\n\n" + "\n".join(_table()) + "\n\n" + _END + after


def _table() -> Iterator[str]:
    for run in runs():
        folder = run.folder.relative_to(FOLDER).as_posix()
        mapped = f",`--map 映射/{run.mapping.name}`" if run.mapping else ""
        yield f"**`surveys/{folder}/`**{mapped}"
        yield ""
        yield "| 文件 | 怎样做成 | 毛病 | 应有的结果 |"
        yield "|---|---|---|---|"
        for one in run.expected:
            yield f"| `{one.name}` | {one.made} | {one.wrong} | {_told(one)} |"
        yield ""


def _told(one: Expected) -> str:
    rows = f"(逐行:{'、'.join(one.rows)})" if one.rows else ""
    told = [f"{one.outcome}{rows}", *one.codes]
    if one.score:
        told.append("满意度 " + "、".join(one.score))
    return "; ".join(told)
