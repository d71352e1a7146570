"""Strict reading of YAML: every fault with file, line and key path, all of them at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.composer import Composer, MaxDepthExceededError
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, ScalarEvent
from ruamel.yaml.reader import ReaderError

from formkit.kernel.errors import ProfileError, fault
from formkit.kernel.findings import Finding, Place
from formkit.kernel.suggest import closest

# What a YAML 1.1 reader takes for a truth value; ruamel reads YAML 1.2, where most are text.
SWITCH_WORDS = frozenset({"on", "off", "yes", "no", "y", "n", "true", "false"})
_SAME_START = 4
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_QUOTED_KEY = re.compile(r'found duplicate key "(.*?)"')
_ESCAPE = re.compile(r"\\U([0-9A-Fa-f]{8})")  # U+10FFFF is the last character there is
_DEEPEST = 24  # levels; the files of formkit have seven
_LONGEST_NUMBER = 1_000  # digits; Python itself stops at 4,300
_LONG_NUMBER = re.compile(rf"\d{{{_LONGEST_NUMBER}}}")
_SHOWN_ITEMS = 8


class ProfileFaults(ProfileError):
    """One or several faults of the regulations or the profile, told in one message.

    Attributes:
        findings: the faults one by one, in the order in which they were met.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        if len(self.findings) == 1:
            super().__init__(self.findings[0].code, place=self.findings[0].place)
        else:
            lines = "\n".join(f"  {found}" for found in findings)
            super().__init__("FK-PRF-001", count=len(findings), faults=lines)

    def finding(self) -> Finding:
        """Return the single fault as it was noted, or the one that lists them all."""
        return self.findings[0] if len(self.findings) == 1 else super().finding()


class Faults:
    """Collects what is wrong, so that it can be told at once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add(self, code: str, place: Place, **values: Any) -> None:
        """Note one fault; the same fault of the same place is noted once."""
        found = fault(code, place, **values)
        if found not in self.findings:
            self.findings.append(found)

    def raise_if_any(self) -> None:
        """Raise all that was noted.

        Raises:
            ProfileFaults: there is at least one fault.
        """
        if self.findings:
            raise ProfileFaults(self.findings)


def hint(word: object, candidates: Collection[str]) -> str:
    """Return `,是否指「X」` where a candidate is close to the word; empty otherwise."""
    known = sorted(candidates)
    start = str(word)[:_SAME_START]
    near = closest(str(word), known) or [
        # keys are short English words: `warn` for `warning`, `policy` for `policies`
        name
        for name in known
        if len(start) == _SAME_START and name.startswith(start)
    ]
    return f",是否指「{near[0]}」" if near else ""


class Section:
    """A mapping of a YAML file, read key by key; `close` reports the keys nobody asked for."""

    def __init__(
        self,
        data: Mapping[Any, Any],
        file: str,
        path: str,
        faults: Faults,
        *,
        line: int | None = None,
    ) -> None:
        self.data = data
        self.file = file
        self.path = path
        self.faults = faults
        self._line = line  # of a mapping that does not stand in the file as such
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return self.data.get(key) is not None

    def place(self, key: object = "") -> Place:
        """Return where the key stands; the section itself where no key is given."""
        line = self._line
        if isinstance(self.data, CommentedMap):
            position = self.data.lc.key(key) if key in self.data else None
            line = 1 + (position[0] if position else self.data.lc.line)
        path = ".".join(str(part) for part in (self.path, key) if part)
        return Place(file=self.file, line=line, path=path, label=path)

    def wrong(self, code: str, key: object = "", **values: Any) -> None:
        """Note a fault at the key."""
        self.faults.add(code, self.place(key), key=key, **values)

    def raw(self, key: str) -> Any:
        """Return the value as it stands; None where it is absent or empty."""
        self._asked.add(key)
        return self.data.get(key)

    def require(self, key: str) -> Any:
        """Return the value as it stands; an absent one is noted as a fault."""
        value = self.raw(key)
        if value is None or value == "":
            self.wrong("FK-PRF-011", key)
            return None
        return value

    def text(self, key: str, *, required: bool = True) -> str:
        """Return a text; empty where it is absent or wrong (noted)."""
        value = self.require(key) if required else self.raw(key)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        if isinstance(value, int | float):
            self.wrong("FK-PRF-015", key, value=str(value))
        else:
            self.wrong("FK-PRF-012", key, value=_show(value), wanted="文字")
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where it is absent or wrong (noted)."""
        value = self.raw(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.wrong("FK-PRF-012", key, value=_show(value), wanted="文字的清单,如 [甲, 乙]")
        return ()

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false; `off`, `no` and the like are noted as faults, never guessed."""
        value = self.raw(key)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.wrong("FK-PRF-012", key, value=_show(value), wanted="true 或 false")
        return default

    def day(self, key: str) -> date | None:
        """Return a date; None where it is absent or wrong (noted)."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.wrong("FK-PRF-012", key, value=_show(value), wanted="日期,如 2017-07-01")
        return None

    def choice(self, key: str, choices: Collection[str], *, required: bool = True) -> str:
        """Return one of the choices; empty where it is absent or wrong (noted)."""
        value = self.require(key) if required else self.raw(key)
        if value is None or (isinstance(value, str) and value in choices):
            return value or ""
        if isinstance(value, bool) or str(value).lower() in SWITCH_WORDS:
            self.wrong("FK-PRF-014", key, value=_show(value), choices="、".join(choices))
        else:
            self.wrong(
                "FK-PRF-013",
                key,
                value=_show(value),
                choices="、".join(choices),
                hint=hint(value, choices),
            )
        return ""

    def section(self, key: str) -> Section | None:
        """Return the mapping under the key; None where it is absent or no mapping (noted)."""
        value = self.raw(key)
        if isinstance(value, Mapping):
            path = ".".join(part for part in (self.path, key) if part)
            return Section(value, self.file, path, self.faults)
        if value is not None:
            self.wrong("FK-PRF-012", key, value=_show(value), wanted="「键: 值」的映射")
        return None

    def sections(self, key: str) -> Iterator[tuple[str, Section]]:
        """Yield the mappings in the mapping under the key, each with its name."""
        outer = self.section(key)
        if outer is not None:
            yield from outer.children()

    def children(self) -> Iterator[tuple[str, Section]]:
        """Yield the mappings that this mapping consists of, each with its name."""
        for name in self.names():
            inner = self.section(name)
            if inner is None and self.data[name] is None:
                self.wrong("FK-PRF-011", name)
            if inner is not None:
                yield name, inner

    def names(self) -> Iterator[str]:
        """Yield the keys; one that is no text is noted as a fault and left out."""
        for key in self.data:
            self._asked.add(key)
            if isinstance(key, str):
                yield key
            else:
                self.wrong("FK-PRF-015", value=str(key))

    def pairs(self, key: str) -> dict[str, str]:
        """Return a mapping of texts to texts; empty where it is absent."""
        inner = self.section(key)
        if inner is None:
            return {}
        return {name: inner.text(name) for name in inner.names()}

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.data:
            if key not in self._asked and self.data[key] is None:
                self.wrong("FK-PRF-016", key)
            elif key not in self._asked:
                known = "、".join(sorted(self._asked))
                self.faults.add(
                    "FK-PRF-010",
                    self.place(key),
                    key=key,
                    known=known,
                    hint=hint(key, self._asked),
                )


def _show(value: Any, *, inside: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list):
        if inside:
            return "[…]"
        shown = [_show(item, inside=True) for item in value[:_SHOWN_ITEMS]]
        return "[" + ", ".join(shown + ["…"] * (len(value) > _SHOWN_ITEMS)) + "]"
    return str(value)


class _Unused(MarkedYAMLError):
    """A notation of YAML that formkit's files do without; `problem` is what stands there."""


class _Composer(Composer):
    """Refuses references, merged mappings and tags: what stands in the file is what is said."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Return the next node of the file."""
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent):
            raise _Unused(problem=f"*{event.anchor}", problem_mark=event.start_mark)
        if event.tag is not None:
            raise _Unused(problem=str(event.tag), problem_mark=event.start_mark)
        if isinstance(event, ScalarEvent) and event.value == "<<" and event.implicit[0]:
            raise _Unused(problem="<<", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


@lru_cache(maxsize=64)  # keyed by the whole text, so it is never stale; nobody changes the result
def _parsed(text: str) -> Any:
    reader = YAML()
    reader.Composer = _Composer
    reader.max_depth = _DEEPEST
    return reader.load(text)


def read(path: Path, faults: Faults) -> Section | None:
    """Return the mapping that a YAML file holds; None where it holds none (noted in `faults`)."""
    place = Place(file=path.name)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = _parsed(text)
    except OSError:
        faults.add("FK-PRF-002", place, name=str(path))
    except UnicodeDecodeError:
        faults.add("FK-PRF-006", place, name=path.name)
    except YAMLError as error:
        _note(error, path.name, text, faults)
    except (ValueError, OverflowError):  # ruamel makes dates, numbers, characters while it reads
        _note_impossible(path.name, text, faults)
    else:
        if isinstance(data, CommentedMap):
            return Section(data, path.name, "", faults)
        faults.add("FK-PRF-005", place, name=path.name)
    return None


def _note(error: YAMLError, file: str, text: str, faults: Faults) -> None:
    """Note a fault of grammar, with its line."""
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    line = mark.line + 1 if mark else None
    if isinstance(error, ReaderError):
        line = text.count("\n", 0, error.position) + 1
        faults.add("FK-PRF-019", Place(file=file, line=line))
        return
    place = Place(file=file, line=line)
    problem = str(getattr(error, "problem", ""))
    if isinstance(error, DuplicateKeyError):
        found = _QUOTED_KEY.search(problem)
        faults.add("FK-PRF-004", place, key=found.group(1) if found else "")
    elif isinstance(error, _Unused):
        faults.add("FK-PRF-008", place, text=problem)
    elif isinstance(error, MaxDepthExceededError):
        faults.add("FK-PRF-009", place, limit=_DEEPEST)
    else:
        faults.add("FK-PRF-003", place, name=file)


def _note_impossible(file: str, text: str, faults: Faults) -> None:
    """Note what Python could not make of a well-formed file, at the first line that explains it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _unmade(line):
            code, shown, values = found
            faults.add(code, Place(file=file, line=number, label=shown), name=file, **values)
            return
    faults.add("FK-PRF-007", Place(file=file), name=file)


def _unmade(line: str) -> tuple[str, str, dict[str, Any]] | None:
    """Return the code, the word and the values of a character, number or date that is none."""
    for found in _ESCAPE.findall(line):
        if int(found, 16) > sys.maxunicode:
            return "FK-PRF-018", "", {"text": f"\\U{found}"}
    if _LONG_NUMBER.search(line):
        return "FK-PRF-017", "", {"limit": _LONGEST_NUMBER}
    for found in _DATE.findall(line):
        try:
            date.fromisoformat(found)
        except ValueError:
            return "FK-PRF-007", found, {}
    return None
