"""The scans of a workbook's other parts: sheets and epoch, shared texts, comments, links."""

from __future__ import annotations

from formkit.ooxml import names
from formkit.ooxml.addresses import area
from formkit.ooxml.scan import Scan, ScanClass, Subject, as_dict, qualified
from formkit.ooxml.sheets import Geometry, sheet_name

_DECIMAL_64 = 20  # digits of the largest 64-bit number
_PLAUSIBLE = 4  # times more texts declared than held: some writers count what they removed

_SI, _SST = sheet_name("si"), sheet_name("sst")
_SHEET, _PROPERTIES = sheet_name("sheet"), sheet_name("workbookPr")
_DEFINED_NAME, _COMMENT = sheet_name("definedName"), sheet_name("comment")
_RELATION_ID = qualified(names.RELATION, "id")
_LINKS = {sheet_name("ddeLink"), sheet_name("oleLink")}


class WorkbookScan(Scan):
    """The workbook part: sheets, epoch, print areas."""

    watches_text = True

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self.date1904 = False
        self.sheets: list[tuple[str, str, str]] = []  # name, state, relationship id
        self._geometry = Geometry(subject)
        self._reading = False
        self._print_area = ""

    def start(self, name: str, attributes: list[str]) -> None:
        """See a sheet, the epoch, or a defined name."""
        self.deepen()
        given = as_dict(attributes)
        if name == _SHEET:
            state = given.get("state", "visible")
            self.sheets.append((given.get("name", ""), state, given.get(_RELATION_ID, "")))
        elif name == _PROPERTIES:
            self.date1904 = given.get("date1904", "0") in {"1", "true"}
        elif name == _DEFINED_NAME:
            self._reading = given.get("name", "") == "_xlnm.Print_Area"
            self._print_area = ""

    def text(self, piece: str) -> None:
        """Keep a print area."""
        if self._reading:
            self._print_area += piece

    def end(self, name: str) -> None:
        """See a defined name end."""
        self._depth -= 1
        if self._reading and name == _DEFINED_NAME:
            self._reading = False
            for reference in self._print_area.split(","):
                self._judge_print_area(reference.rpartition("!")[2])

    def _judge_print_area(self, reference: str) -> None:
        try:
            top, left, _, _ = area(reference)
        except ValueError:
            return  # `#REF!`, or a formula: nothing to reach for
        self._geometry.on_grid(reference)
        self._geometry.refuse_far(top, left, reference, self.subject.limits.far_cells)


class StringsScan(Scan):
    """The shared texts: what the part declares must be near what it holds."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self.count = 0
        self._declared = 0

    def start(self, name: str, attributes: list[str]) -> None:
        """Count an item."""
        self.deepen()
        if name == _SI:
            self.count += 1
        elif name == _SST:
            declared = as_dict(attributes).get("uniqueCount", "0").strip()
            if declared.isascii() and declared.isdigit() and len(declared) <= _DECIMAL_64:
                self._declared = int(declared)

    def finish(self) -> None:
        """Compare the declared with the real number."""
        if self._declared > _PLAUSIBLE * self.count + self.subject.limits.declared_slack:
            self.refuse("FK-IN-028", declared=self._declared, real=self.count)


class CommentsScan(Scan):
    """The comments of a sheet: libraries make a cell for each."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self._geometry = Geometry(subject)

    def start(self, name: str, attributes: list[str]) -> None:
        """See a comment."""
        self.deepen()
        if name == _COMMENT:
            reference = as_dict(attributes).get("ref", "")
            top, left, _, _ = self._geometry.on_grid(reference)
            self._geometry.refuse_far(top, left, reference, self.subject.limits.box_cells)


class LinkScan(Scan):
    """An external link part: OLE and DDE links start other programs."""

    def start(self, name: str, attributes: list[str]) -> None:  # noqa: ARG002 - as in Scan
        """Refuse a link to a program."""
        self.deepen()
        if name in _LINKS:
            self.refuse("FK-IN-032")


class MacroScan(Scan):
    """A macro sheet of Excel 4, whatever the part is called."""

    def start(self, name: str, attributes: list[str]) -> None:  # noqa: ARG002 - as in Scan
        """Refuse it."""
        self.refuse("FK-IN-008")


SCANS: dict[str, ScanClass] = {
    sheet_name("workbook"): WorkbookScan,
    _SST: StringsScan,
    sheet_name("comments"): CommentsScan,
    sheet_name("externalLink"): LinkScan,
    sheet_name("macrosheet"): MacroScan,
    qualified("http://schemas.microsoft.com/office/excel/2006/main", "macrosheet"): MacroScan,
}
