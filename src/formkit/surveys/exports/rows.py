"""One row of an export as a reply: values become options, fields go to their places."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from formkit.kernel import dates
from formkit.kernel.errors import ProfileError, fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.text import narrow, shown
from formkit.schemas.satisfaction_survey.bank import Item
from formkit.surveys import signs
from formkit.surveys.exports.grammar import ANSWERED, NUMBER, PRIVATE, Column, Download
from formkit.surveys.exports.mapping import Plan
from formkit.surveys.exports.matching import Matched
from formkit.surveys.exports.table import Table
from formkit.surveys.reply import Claim, Reply, Source
from formkit.surveys.signs import Sign

BLANK, NOT_APPLICABLE = "空", "不适用"
_EMPTY = frozenset({"", "(空)", "-2"})
_SKIPPED = frozenset({"(跳过)", "-3"})  # the questionnaire did not ask: 不适用
_SEVERAL = re.compile("[┋|;;]")
_WRITTEN_IN = re.compile(r"(?P<choice>[^〖]*)〖(?P<text>[^〗]*)〗")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_CHOSEN = frozenset({"1", "是", "√", "✓"})  # of a column that stands for one option
_NOT_CHOSEN = frozenset({"0", "否", ""})
_METHODS = {Source.WJX: "问卷星", Source.TENCENT: "腾讯问卷"}
_KEY_DIGITS = 16
_LONGEST_KEY = 200  # what the register takes


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one export, and how they are read."""

    table: Table
    source: Source
    download: Download
    plan: Plan
    match: Matched

    def refuse_missing_values(self) -> None:
        """See that the mapping file says what the numbers of a numeric download mean.

        Raises:
            ProfileError: a scale in use has no values.
        """
        if self.download is Download.TEXT:
            return
        for section, number in self.match.items:
            item = self.match.bank.item(section, number)
            if item is not None and not self.plan.values.get(item.scale):
                place = Place(file=self.plan.file, label="values")
                values = {"download": self.download.value, "scale": item.scale}
                raise ProfileError("FK-SUR-099", place=place, **values)

    def reply(self, row: int, cells: Sequence[str]) -> Reply:
        """Return the reply that stands in a row."""
        found = _Row(self, row, cells)
        found.read_fields()
        found.read_answers()
        entry = found.entry
        if found.written:
            comments = [str(entry.get("comments") or ""), *found.written]
            entry["comments"] = ";".join(one for one in comments if one)
        survey_no = "".join(narrow(str(entry.pop("survey_no", "") or "")).split())
        project = str(entry.get("project_no") or "")
        return Reply(
            source=self.source,
            place=self.table.place(row),
            key=self._key(cells, project),
            claim=Claim(survey_no, "", self.match.bank.digest, project),
            entry=entry,
            places=found.places,
            findings=tuple(found.findings),
            unsure=self.match.unsure,
        )

    def _key(self, cells: Sequence[str], project: str) -> str:
        """Return what tells the row: the service's own number and moment, else what it says."""
        own = (NUMBER.get(self.source, ""), ANSWERED.get(self.source, ""))
        held = [cells[self.table.titles.index(one)] for one in own if one in self.table.titles]
        if len(held) == len(own) and all(held):
            return "|".join([self.plan.activity or project, *held])[:_LONGEST_KEY]
        said = "\x1f".join(cells)
        return sha256(said.encode("utf-8")).hexdigest()[:_KEY_DIGITS]

    def word(self, text: str, scale: str, choices: Collection[str]) -> str:
        """Return the option that a value stands for; the value itself where nobody says."""
        values = self.plan.values.get(scale, {})
        if text in values:
            return values[text]
        if self.download is not Download.TEXT and _NUMBER.fullmatch(text):
            return text  # an index is never taken for a mark or a worth
        sign = signs.read(text, choices, slash=self.match.bank.slash)
        if sign.sign is Sign.WORD:
            return sign.word
        return NOT_APPLICABLE if sign.sign is Sign.NOT_APPLICABLE else text


@dataclass
class _Row:
    """One row, and what it gives bit by bit."""

    rows: Rows
    number: int
    cells: Sequence[str]
    entry: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    written: list[str] = field(default_factory=list)  # texts behind options

    def read_fields(self) -> None:
        """Read what is no item: who, when, where, what else was said."""
        rows, entry = self.rows, self.entry
        entry.update(rows.plan.fixed)
        entry["bank"] = rows.match.bank.name
        if rows.source in _METHODS:
            entry.setdefault("method", _METHODS[rows.source])
        answered = ANSWERED.get(rows.source, "")
        if answered in rows.table.titles:
            self._field("surveyed_on", rows.table.titles.index(answered))
        for name, column in rows.match.fields.items():
            self._field(name, column.index)
        if rows.plan.project_no:
            entry["project_no"] = rows.plan.project_no
        self._keep_private()

    def _field(self, name: str, column: int) -> None:
        text = self._text(column)
        if text in _EMPTY or text in _SKIPPED:
            return
        self.places[name] = self.rows.table.place(self.number, column)
        outer, _dot, inner = name.partition(".")
        if inner:
            self.entry.setdefault(outer, {})[inner] = text
        elif name == "project_name":
            self.entry["project"] = {"project_name": text}
        elif name == "surveyed_on":
            self.entry[name] = _day(text)
        elif name == "overall":
            overall = self.rows.match.bank.overall
            scale, choices = (overall.scale, overall.choices) if overall else ("", ())
            self.entry[name] = self.rows.word(text, scale, choices)
        else:
            self.entry[name] = text

    def _keep_private(self) -> None:
        """Keep what the mapping file asks for of the private columns; the rest is dropped."""
        rows = self.rows
        private = PRIVATE.get(rows.source, set())
        told = [
            f"{title}:{self.cells[index]}"
            for index, title in enumerate(rows.table.titles)
            if title in private and title in rows.plan.keep and self.cells[index]
        ]
        if told:
            self.entry["remarks"] = ";".join(told)

    def read_answers(self) -> None:
        """Read the items; what a person must decide is told, and the answer left blank."""
        answers: list[dict[str, Any]] = []
        asked = sorted(self.rows.match.items.items(), key=lambda one: (one[0][0].value, one[0][1]))
        for (section, number), columns in asked:
            item = self.rows.match.bank.item(section, number)
            if item is None:
                continue
            path = f"answers.{len(answers)}.choices"
            label = f"{section.value}栏第{number}题"
            place = self.rows.table.place(self.number, columns[0].index)
            self.places[path] = place.inside(path=path, label=label)
            chosen = self._chosen(columns, path)
            answers.append({"section": section.value, "item_no": number})
            answers[-1].update(self._answer(chosen, item, path))
        self.entry["answers"] = answers

    def _chosen(self, columns: Sequence[Column], path: str) -> list[str]:
        """Return what was chosen of an item: one value, or those of its options' own columns."""
        if len(columns) == 1:
            text = self._text(columns[0].index, path)
            return [one.strip() for one in _SEVERAL.split(text) if one.strip()]
        chosen = []
        for column in columns:
            text = self._text(column.index, path)
            if text in _NOT_CHOSEN or text in _EMPTY or text in _SKIPPED:
                continue
            own = text in _CHOSEN or narrow(text) == narrow(column.part)
            chosen.append(column.part if own else text)
        return chosen

    def _answer(self, chosen: Sequence[str], item: Item, path: str) -> dict[str, Any]:
        if len(chosen) > 1:
            self._ask("FK-SUR-086", item, path, value="、".join(chosen))
            return {}
        option = self._option(chosen[0] if chosen else "", item, path)
        if option in item.choices:
            return {"choices": [option]}
        if option not in (BLANK, NOT_APPLICABLE):
            known = "、".join(item.choices)
            self._ask("FK-SUR-085", item, path, value=shown(option), choices=known)
        return {"na": True} if option == NOT_APPLICABLE else {}

    def _option(self, text: str, item: Item, path: str) -> str:
        """Return the option that a cell names, 空 and 不适用 among them."""
        if text in _EMPTY:
            return BLANK
        if text in _SKIPPED:
            return NOT_APPLICABLE
        return self.rows.word(self._without_writing(text, item, path), item.scale, item.choices)

    def _without_writing(self, text: str, item: Item, path: str) -> str:
        """Return an option without what was written beside it, which goes to the comments."""
        written = _WRITTEN_IN.fullmatch(text)
        if written is None:
            return text
        choice, said = written["choice"].strip(), written["text"].strip()
        if said:
            self.written.append(f"{item.text}:{said}")
            values = {"choice": shown(choice), "text": shown(said)}
            self._ask("FK-SUR-089", item, path, level=Level.INFO, **values)
        return choice

    def _ask(
        self, code: str, item: Item, path: str, *, level: Level = Level.ERROR, **values: Any
    ) -> None:
        said = {"section": item.section.value, "item": item.item_no, **values}
        self.findings.append(fault(code, self.places[path], level=level, **said))

    def _text(self, column: int, path: str = "") -> str:
        """Return a cell; one that holds no value, or two of them, is asked of a person."""
        table = self.rows.table
        if (self.number, column) in table.doubtful:
            place = table.place(self.number, column).inside(path=path, label="")
            other = table.doubtful[self.number, column]
            values: dict[str, Any] = {"value": shown(self.cells[column]), "other": shown(other)}
            code = "FK-SUR-104" if other else "FK-SUR-088"
            self.findings.append(fault(code, place, cell=place.cell or place.line, **values))
            return ""
        return self.cells[column].strip()


def _day(text: str) -> str:
    """Return the day of a moment; what is no date stays, and is refused by the record's field."""
    try:
        return dates.parse_date(text.split(maxsplit=1)[0]).isoformat()
    except dates.NotADate:
        return text


def download_of(table: Table, match: Matched) -> Download:
    """Return what the cells of the items hold: words, or numbers (then taken for an index)."""
    seen = [
        text
        for _row, cells in table.replies()
        for columns in match.items.values()
        for column in columns
        if len(columns) == 1 and (text := cells[column.index].strip())
    ]
    numbers = sum(_NUMBER.fullmatch(text) is not None for text in seen)
    return Download.INDEX if seen and numbers * 2 > len(seen) else Download.TEXT


__all__ = ["BLANK", "NOT_APPLICABLE", "Rows", "download_of"]
