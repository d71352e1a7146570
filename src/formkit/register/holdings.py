"""What the register holds of the records at hand: looked up in bulk, kept up with what is done.

A transaction asks the same things of every record of a chunk: is the record known, is the number
taken, which serial is next. One query answers for all of them; what the transaction itself does
afterwards is entered here, so that the next record of the chunk sees it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import ColumnElement, Connection, func, select

from formkit.register.document import SHOWING, By, Document, Draft, Known, document_of
from formkit.register.tables import DocumentStatus, documents, numbers

_AT_ONCE = 500  # values in one query; SQLite takes 32,766, PostgreSQL plans long lists slowly
_LATER = 1 << 62  # what this transaction made is newer than any row of the table

Key = tuple[str, ...]


@dataclass(slots=True)
class _Held:
    """One number: its status, and its documents of the newest revision, the oldest first."""

    number: str
    status: DocumentStatus
    documents: list[tuple[int, Document]] = field(default_factory=list)


class Holdings:
    """The numbers and newest documents that the records at hand can mean."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._held: dict[str, _Held] = {}  # by number, in lower case
        self._index: dict[Key, set[str]] = defaultdict(set)  # key → numbers that had it
        self._asked: set[Key] = set()
        self._serials: dict[tuple[str, int | None], int] = {}
        self._order = count(_LATER)

    def foresee(self, drafts: Sequence[Draft]) -> None:
        """Look up at once all that deciding over these drafts will ask for."""
        self._load_documents(_identity(draft) for draft in drafts if draft.identity)
        self._load_numbers({draft.record_no for draft in drafts if draft.record_no})
        self._load_documents(
            _row(draft)
            for draft in drafts
            if draft.source and draft.row_key and not draft.record_no and not self._same(draft)
        )
        wanted = Counter(draft.series for draft in drafts if not draft.record_no)
        for series, number in wanted.items():
            last = self.last_serial(series.type_code, series.year)
            self._load_numbers({series.number(last + n) for n in range(1, number + 1)})

    def newest(self, draft: Draft, by: By) -> Known | None:
        """Return the newest document that has the draft's key of that kind; None: there is none."""
        key = {By.NUMBER: _number, By.IDENTITY: _identity, By.ROW: _row}[by](draft)
        if by is By.NUMBER:
            self._load_numbers([draft.record_no])
        else:
            self._load_documents([key])
        found = [
            (order, document, held.status)
            for number in self._index[key]
            for held in (self._held[number],)
            for order, document in held.documents
            if key in _keys(document)
        ]
        if not found:
            return None
        _order, document, status = max(found, key=lambda one: one[0])
        return Known(document, status, by)

    def _same(self, draft: Draft) -> bool:
        return bool(draft.identity) and self.newest(draft, By.IDENTITY) is not None

    def in_medium(self, document: Document, medium: str) -> Document | None:
        """Return the document of the newest revision in that medium; None where there is none."""
        self._load_numbers([document.number])
        held = self._held.get(document.number.lower())
        for _order, one in held.documents if held else ():
            if (one.revision, one.medium) == (document.revision, medium):
                return one
        return None

    def status(self, number: str) -> DocumentStatus | None:
        """Return the number's status; None where it was never taken."""
        self._load_numbers([number])
        held = self._held.get(number.lower())
        return held.status if held else None

    def last_serial(self, type_code: str, year: int | None) -> int:
        """Return the last serial taken in a series, 0 for none; no year: over all years."""
        key = (type_code, year)
        if key not in self._serials:
            query = select(func.max(numbers.c.serial)).where(numbers.c.series == type_code)
            if year is not None:
                query = query.where(numbers.c.year == year)
            self._serials[key] = self._connection.scalar(query) or 0
        return self._serials[key]

    def take(self, number: str, type_code: str, year: int | None, serial: int) -> None:
        """Enter a number as drawn."""
        self._serials[type_code, year] = serial
        self._held[number.lower()] = _Held(number, DocumentStatus.ISSUED)

    def put(self, document: Document) -> None:
        """Enter a document as the newest of its number and medium."""
        self._load_numbers([document.number])
        lowered = document.number.lower()
        held = self._held[lowered]
        same = [(order, one) for order, one in held.documents if one.revision == document.revision]
        others = [(order, one) for order, one in same if one.medium != document.medium]
        orders = [order for order, one in same if one.medium == document.medium]
        order = orders[0] if orders else next(self._order)
        held.documents = sorted([*others, (order, document)], key=lambda one: one[0])
        self._enter(lowered, document)

    def settle(self, number: str, status: DocumentStatus) -> None:
        """Enter a number's status."""
        self._held[number.lower()].status = status

    def _enter(self, lowered: str, document: Document) -> None:
        for key in _keys(document):
            self._index[key].add(lowered)

    def _load_numbers(self, wanted: Iterable[str]) -> None:
        new = self._new(("#", number.lower()) for number in wanted)
        for some in _batches([key[1] for key in new]):
            lowered = func.lower(numbers.c.number)
            query = select(numbers.c.number, numbers.c.status).where(lowered.in_(some))
            found = self._connection.execute(query).all()
            self._fetch([row.number for row in found if row.number.lower() not in self._held])
            for row in found:
                held = _Held(row.number, DocumentStatus(row.status))
                self._held.setdefault(row.number.lower(), held)

    def _load_documents(self, keys: Iterable[Key]) -> None:
        groups: dict[Key, list[str]] = defaultdict(list)
        for key in self._new(keys):
            if key[0] == By.IDENTITY:
                _by, slug, identity = key
                groups[By.IDENTITY, slug].append(identity)
            else:
                _by, slug, source, row_key, _project_no = key
                groups[By.ROW, slug, source].append(row_key)
        for group, values in groups.items():
            for some in _batches(values):
                self._fetch(self._numbers_where(group, some))

    def _numbers_where(self, group: Key, values: Collection[str]) -> list[str]:
        conditions: list[ColumnElement[bool]] = [documents.c.slug == group[1]]
        if group[0] == By.IDENTITY:
            conditions.append(documents.c.identity.in_(values))
        else:
            conditions.append(documents.c.source == group[2])
            conditions.append(documents.c.row_key.in_(values))
        query = select(documents.c.number).where(*conditions).distinct()
        found = self._connection.scalars(query)
        return [number for number in found if number.lower() not in self._held]

    def _fetch(self, found: Sequence[str]) -> None:
        """Take in the newest documents of numbers that are not held yet."""
        for some in _batches(found):
            query = (
                select(documents, numbers.c.status)
                .join(numbers, numbers.c.number == documents.c.number)
                .where(
                    documents.c.number.in_(some), documents.c.medium.not_in(SHOWING), is_newest()
                )
                .order_by(documents.c.id)
            )
            for row in self._connection.execute(query):
                lowered = row.number.lower()
                held = self._held.setdefault(lowered, _Held(row.number, DocumentStatus(row.status)))
                document = document_of(row)
                held.documents.append((row.id, document))
                self._enter(lowered, document)
            self._asked.update(("#", number.lower()) for number in some)

    def _new(self, keys: Iterable[Key]) -> list[Key]:
        new = list(dict.fromkeys(key for key in keys if key not in self._asked))
        self._asked.update(new)
        return new


def is_newest() -> ColumnElement[bool]:
    """Return the condition that a document is the newest revision of its number."""
    other = documents.alias()
    newest = select(func.max(other.c.revision)).where(other.c.number == documents.c.number)
    return documents.c.revision == newest.scalar_subquery()


def _keys(document: Document) -> tuple[Key, Key, Key]:
    slug = document.slug
    return (
        (By.NUMBER, slug, document.number.lower()),
        (By.IDENTITY, slug, document.identity),
        (By.ROW, slug, document.source, document.row_key, document.project_no),
    )


def _number(draft: Draft) -> Key:
    return (By.NUMBER, draft.slug, draft.record_no.lower())


def _identity(draft: Draft) -> Key:
    return (By.IDENTITY, draft.slug, draft.identity)


def _row(draft: Draft) -> Key:
    return (By.ROW, draft.slug, draft.source, draft.row_key, draft.project_no)


def _batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
