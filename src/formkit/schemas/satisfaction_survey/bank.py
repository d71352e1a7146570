"""Question banks: the items of Ⅱ栏 and Ⅲ栏 as data (forms/surveys/), never in the program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Place
from formkit.kernel.resources import forms_folder
from formkit.kernel.text import shown
from formkit.schemas.satisfaction_survey.record import BankName, Mark, Section

OVERALL = 999  # the number that 总体评价 carries as an item; no bank has so many
FILES = {BankName.THREE_LEVELS: "levels-3.yaml", BankName.FIVE_LEVELS: "levels-5.yaml"}


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its scale is declared, never guessed; `counts`: it enters the score."""

    section: Section
    item_no: int
    text: str
    scale: str
    choices: tuple[str, ...]
    weight: Decimal
    counts: bool


@dataclass(frozen=True, slots=True)
class Bank:
    """A question bank; `slash` says what a `/` in a box means (C.8: 不适用 or 报错)."""

    name: BankName
    title: str
    items: tuple[Item, ...]
    slash: str
    overall: Item | None = None  # 总体评价; counts only where the bank says so

    def section(self, section: Section) -> tuple[Item, ...]:
        """Return the items of Ⅱ栏 or Ⅲ栏 in printed order."""
        return tuple(item for item in self.items if item.section is section)

    def item(self, section: Section | None, item_no: int | None) -> Item | None:
        """Return that item; None where the bank has none of that number."""
        return next(
            (one for one in self.items if one.section is section and one.item_no == item_no), None
        )

    @property
    def scales(self) -> dict[str, tuple[str, ...]]:
        """The scales in use, each with its options in printed order."""
        items = (*self.items, self.overall) if self.overall else self.items
        return {item.scale: item.choices for item in items}


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Item(_Data):
    item_no: int = Field(ge=1)
    text: str = Field(min_length=1)
    scale: str
    weight: Decimal = Field(default=Decimal(1), gt=0)
    counts: bool = True


class _Overall(_Data):
    scale: str
    counts: bool = False


class _Bank(_Data):
    name: BankName
    title: str
    source: str = ""
    slash: str = "不适用"
    scales: dict[str, tuple[Mark, ...]]
    sections: dict[Section, tuple[_Item, ...]]
    overall: _Overall | None = None


def load_bank(name: BankName, folders: Iterable[Path] = ()) -> Bank:
    """Return a question bank.

    Args:
        name: 三级 or 五级.
        folders: folders of question banks, the company's own first; the first that holds this
            one gives it, formkit's where none does.

    Raises:
        ProfileError: the file is missing, is not YAML, or an item is wrong.
    """
    paths = [folder / FILES[name] for folder in (*folders, forms_folder() / "surveys")]
    return _load(next((path for path in paths if path.is_file()), paths[-1]))


@cache
def _load(path: Path) -> Bank:
    place = Place(file=f"forms/surveys/{path.name}")
    try:
        plain = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        data = _Bank.model_validate(plain)
    except FileNotFoundError as error:
        raise ProfileError("FK-REC-030", place=place, name=path.name) from error
    except (YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        at = Place(file=place.file, line=None if line is None else line + 1)
        values = {"field": "整个文件", "value": "不是合法的 YAML"}
        raise ProfileError("FK-REC-031", place=at, **values) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        value = shown(first["input"])
        raise ProfileError("FK-REC-031", place=place, field=field, value=value) from error
    items = tuple(_items(data, place))
    return Bank(data.name, data.title, items, data.slash, _overall(data, place))


def _items(data: _Bank, place: Place) -> Iterator[Item]:
    for section, entries in data.sections.items():
        seen: set[int] = set()
        for entry in entries:
            if entry.item_no in seen:
                values: dict[str, Any] = {"section": section, "item_no": entry.item_no}
                raise ProfileError("FK-REC-032", place=place, **values)
            seen.add(entry.item_no)
            yield _item(data, place, section, entry)


def _overall(data: _Bank, place: Place) -> Item | None:
    if data.overall is None:
        return None
    entry = _Item(item_no=OVERALL, text="总体评价", **data.overall.model_dump())
    return _item(data, place, Section.DELIVERED, entry)


def _item(data: _Bank, place: Place, section: Section, entry: _Item) -> Item:
    if not data.scales.get(entry.scale):
        field = f"{section}栏「{entry.text}」的 scale"
        raise ProfileError("FK-REC-031", place=place, field=field, value=entry.scale)
    return Item(
        section=section,
        item_no=entry.item_no,
        text=entry.text,
        scale=entry.scale,
        choices=tuple(mark.value for mark in data.scales[entry.scale]),
        weight=entry.weight,
        counts=entry.counts,
    )
