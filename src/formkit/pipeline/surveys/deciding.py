"""What becomes of returned surveys: taken, the same again, or for a person to decide.

All replies to one sheet are decided together, so that the order of the files says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from formkit.pipeline.surveys.judging import Judged
from formkit.pipeline.surveys.outcomes import ReplyLine
from formkit.pipeline.surveys.read_files import ReadFile, SheetKey, sheet_keys
from formkit.pipeline.surveys.sheet import Said, Sheet
from formkit.register import Replies, StoredReply
from formkit.surveys.reply import Source


@dataclass(frozen=True, slots=True)
class Seen:
    """A file with all its answers judged."""

    file: ReadFile
    judged: tuple[Judged, ...] = ()


@dataclass
class Decider:
    """Decides the answered surveys of a handful of files, and writes down what is new.

    Args:
        replies: those of the register.
        confirm: doubtful readings are taken as well.
        dry: nothing is written.
    """

    replies: Replies
    confirm: bool = False
    dry: bool = False

    def lines(self, files: Sequence[Seen]) -> list[list[ReplyLine]]:
        """Return what became of the answers of each file, in the files' order."""
        said = [
            Said(one.file, judged, (number, row))
            for number, one in enumerate(files)
            for row, judged in enumerate(one.judged)
        ]
        lines: dict[tuple[int, int], ReplyLine] = {}
        held = self._held(said)
        for group in _by_sheet(said):
            here = {
                reply.id: reply
                for one in group
                for key in sheet_keys(one.judged.reply)
                for reply in held.get(key, ())
            }
            oldest_first = [here[number] for number in sorted(here)]
            lines.update(self._sheet(oldest_first, group).lines())
        return [
            [lines[number, row] for row in range(len(one.judged))]
            for number, one in enumerate(files)
        ]

    def _sheet(self, held: list[StoredReply], group: Sequence[Said]) -> Sheet:
        return Sheet(self.replies, held, group, confirm=self.confirm, dry=self.dry)

    def _held(self, said: Sequence[Said]) -> dict[SheetKey, list[StoredReply]]:
        """Return by key what the register holds of the sheets, asked for all at once."""
        asked: dict[tuple[Source, ...], list[str]] = {}
        for kin, key in (key for one in said for key in sheet_keys(one.judged.reply)):
            asked.setdefault(kin, []).append(key)
        found: dict[SheetKey, list[StoredReply]] = {}
        for kin, keys in asked.items():
            replies = self.replies.same(kin, keys) if kin else self.replies.of_numbers(keys)
            found |= {(kin, key): here for key, here in replies.items()}
        return found


def _by_sheet(said: Sequence[Said]) -> list[list[Said]]:
    """Return those with a key in common together."""
    sheets: dict[SheetKey, list[Said]] = {}
    for one in said:
        keys = sheet_keys(one.judged.reply)
        group = sheets.setdefault(keys[0], [])
        group.append(one)
        for other in [sheets[key] for key in keys[1:] if key in sheets]:
            if other is not group:
                group += other
                sheets |= {key: group for each in other for key in sheet_keys(each.judged.reply)}
        sheets |= dict.fromkeys(keys, group)
    return list({id(group): group for group in sheets.values()}.values())
