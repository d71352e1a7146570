"""What became of the number and the text printed before an item's boxes.

People write where they should not: behind the question, before its number; they sort the texts and
leave the numbers. An item is found by its number, so a text that is another item's is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level
from formkit.kernel.text import shown
from formkit.surveys import signs
from formkit.surveys.reading.asked import Bank, Item
from formkit.surveys.reading.grid import Grid
from formkit.surveys.reading.location import Spot
from formkit.surveys.reading.seen import plain


def edited(grid: Grid, spot: Spot) -> Finding | None:
    """Return the warning that an item's text is not the bank's any more; None where it is."""
    if spot.head is None or not spot.head.text:
        return None
    seen = grid.at(spot.row, spot.head.text)
    if plain(seen.text) == plain(spot.item.text):
        return None
    place = grid.place(spot.row, spot.head.text)
    item = spot.item
    values = {"section": item.section, "item": item.item_no, "text": item.text}
    return fault("FK-SUR-060", place, level=Level.WARNING, value=shown(seen.text), **values)


def other_item(grid: Grid, spot: Spot, bank: Bank) -> Item | None:
    """Return the item of the same half whose text stands behind this one's number."""
    if spot.head is None or not spot.head.text:
        return None
    text = plain(grid.at(spot.row, spot.head.text).text)
    if not text or text == plain(spot.item.text):
        return None
    half = (item for item in bank.items if item.section == spot.item.section)
    return next((item for item in half if plain(item.text) == text), None)


def marked(grid: Grid, spot: Spot) -> Iterator[int]:
    """Yield the columns of number and text in which somebody wrote a tick or an option."""
    if spot.head is None:
        return
    own = ((spot.head.number, str(spot.item.item_no)), (spot.head.text, spot.item.text))
    for column, printed in own:
        text = plain(grid.at(spot.row, column).text) if column else ""
        more = text.replace(plain(printed), "", 1)
        if not more or text == plain(printed):
            continue
        words = any(plain(word) in more for word in spot.item.choices)
        if words or more in signs.TICKS or signs.has_tick(more):
            yield column
