"""A workbook that was sent out, edited cell by cell as a respondent or a program would do it.

The parts that are not touched keep their bytes; what is saved has a fixed time, so that the same
edits give the same file.
"""

from __future__ import annotations

import io
import re
import zipfile
from copy import deepcopy
from typing import Any

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ADDRESS = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d+)")
_MOMENT = (2026, 9, 20, 10, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FORM, _META = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
_STRINGS, _STYLES, _BOOK = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"


def tag(name: str) -> str:
    """Return a name of spreadsheets with its namespace."""
    return f"{{{MAIN}}}{name}"


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a package of these parts, the same bytes for the same parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return stream.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def stilled(data: bytes) -> bytes:
    """Return a package that a program saved, with a fixed time instead of the hour it was saved."""
    stamp = b"\\g<1>2026-09-20T02:00:00Z"
    return packed({name: _STAMP.sub(stamp, part) if name == "docProps/core.xml" else part
                   for name, part in unpacked(data).items()})  # fmt: skip


class Book:
    """The workbook; `parts` may be changed too, `form` and `book` are written over them."""

    def __init__(self, data: bytes) -> None:
        self.parts = unpacked(data)
        self.form = etree.fromstring(self.parts[_FORM])
        self.meta = etree.fromstring(self.parts[_META])
        self.book = etree.fromstring(self.parts[_BOOK])
        self.strings = etree.fromstring(self.parts[_STRINGS])
        self.styles = etree.fromstring(self.parts[_STYLES])

    def save(self) -> bytes:
        """Return the file's bytes."""
        written = {_FORM: self.form, _META: self.meta, _BOOK: self.book,
                   _STRINGS: self.strings, _STYLES: self.styles}  # fmt: skip
        for name, root in written.items():
            if name in self.parts:
                self.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8",
                                                  standalone=True)  # fmt: skip
        return packed(self.parts)

    # where things stand

    def named(self, name: str) -> tuple[str, int]:
        """Return column and row of a defined name."""
        found = self.book.find(f".//{tag('definedName')}[@name='{name}']").text
        letters, row = re.fullmatch(r".*!\$([A-Z]+)\$(\d+)", found).groups()
        return letters, int(row)

    def row_of(self, item: int, section: int = 3) -> int:
        """Return the row of an item."""
        return self.named(f"_fk_item_{section}_{item}")[1]

    def box(self, item: int, word: str, section: int = 3) -> str:
        """Return the cell that answers an item with that word (or is headed by it)."""
        head = self.named(f"_fk_head_{section}_1")[1]
        for cell in self._row(head):
            if self.text(cell) == word:
                return cell.get("r").rstrip("0123456789") + str(self.row_of(item, section))
        raise KeyError(word)

    def field(self, name: str) -> str:
        """Return the cell of a field below the items."""
        letters, row = self.named(f"_fk_field_{name}")
        return f"{letters}{row}"

    def text(self, cell: Any) -> str:
        """Return what stands in a cell; "" where nothing does."""
        value = cell.findtext(tag("v")) or ""
        if cell.get("t") == "s":
            return "".join(self.strings[int(value)].itertext())
        return value

    # cells

    def put(self, address: str, value: str | float | None) -> Any:
        """Write a text or a number; None clears the cell. Return the cell."""
        return self._put(self._cell(address), value)

    def _put(self, cell: Any, value: str | float | None) -> Any:
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(value, str):
            cell.set("t", "s")
            etree.SubElement(cell, tag("v")).text = str(self._string(value))
        elif value is not None:
            etree.SubElement(cell, tag("v")).text = repr(value)
        return cell

    def formula(self, address: str, text: str, kept: str | None, kind: str = "str") -> None:
        """Write a formula with the result that a program kept; None: it kept none."""
        cell = self.put(address, None)
        etree.SubElement(cell, tag("f")).text = text
        if kept is not None:
            cell.set("t", kind)
            etree.SubElement(cell, tag("v")).text = kept

    def in_font(self, address: str, value: str, font: str) -> None:
        """Write a text in a font of its own."""
        cell = self.put(address, value)
        fonts, styles = self.styles.find(tag("fonts")), self.styles.find(tag("cellXfs"))
        made = etree.SubElement(fonts, tag("font"))
        etree.SubElement(made, tag("sz")).set("val", "11")
        etree.SubElement(made, tag("name")).set("val", font)
        style = deepcopy(styles[int(cell.get("s", "0"))])
        style.set("fontId", str(len(fonts) - 1))
        style.set("applyFont", "1")
        styles.append(style)
        cell.set("s", str(len(styles) - 1))
        for listed in (fonts, styles):
            listed.set("count", str(len(listed)))

    def say(self, key: str, value: str) -> None:
        """Let the hidden sheet say something else of the survey."""
        for row in self.meta.iter(tag("row")):
            if self.text(row[0]) == key:
                self._put(row[1], value)
                return
        raise KeyError(key)

    def _string(self, value: str) -> int:
        made = etree.SubElement(self.strings, tag("si"))
        text = etree.SubElement(made, tag("t"))
        text.text = value
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        count = str(len(self.strings))
        self.strings.set("count", count)
        self.strings.set("uniqueCount", count)
        return len(self.strings) - 1

    def _row(self, number: int) -> Any:
        return self.form.find(f"{tag('sheetData')}/{tag('row')}[@r='{number}']")

    def _cell(self, address: str) -> Any:
        row = self._row(int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
        found = row.find(f"{tag('c')}[@r='{address}']")
        if found is None:  # beside the form
            found = etree.SubElement(row, tag("c"))
            found.set("r", address)
            row.attrib.pop("spans", None)
        return found

    # rows and areas

    def merge(self, area: str) -> None:
        """Merge cells."""
        merges = self.form.find(tag("mergeCells"))
        etree.SubElement(merges, tag("mergeCell")).set("ref", area)
        merges.set("count", str(len(merges)))

    def hide_row(self, row: int) -> None:
        """Hide a row."""
        self._row(row).set("hidden", "1")

    def insert(self, at: int, count: int = 1) -> None:
        """Insert empty rows above a row, as Excel does it: names and areas move along."""
        self._move(at, count)
        above = self._row(at - 1)
        for new in reversed(range(at, at + count)):
            row = etree.Element(tag("row"))
            row.set("r", str(new))
            above.addnext(row)

    def delete(self, row: int) -> None:
        """Delete a row, as Excel does it: names that lead there lead nowhere."""
        gone = self._row(row)
        gone.getparent().remove(gone)
        for name in self.book.iter(tag("definedName")):
            if re.fullmatch(rf".*!\$[A-Z]+\${row}", name.text):
                name.text = "#REF!"
        for one in [*self.form.iter(tag("mergeCell"), tag("dataValidation"))]:
            area = one.get("ref") or one.get("sqref")
            if {int(found[1]) for found in _ADDRESS.findall(area)} == {row}:
                one.getparent().remove(one)
        for listed in ("mergeCells", "dataValidations"):
            self.form.find(tag(listed)).set("count", str(len(self.form.find(tag(listed)))))
        self._move(row + 1, -1)

    def _move(self, at: int, by: int) -> None:
        def moved(found: re.Match[str]) -> str:
            row = int(found[2])
            return f"{found[1]}{row + by if row >= at else row}"

        for row in self.form.iter(tag("row")):
            if int(row.get("r")) >= at:
                row.set("r", str(int(row.get("r")) + by))
            for cell in row:
                cell.set("r", _ADDRESS.sub(moved, cell.get("r")))
        for kind, key in (("mergeCell", "ref"), ("dataValidation", "sqref"), ("dimension", "ref")):
            for one in self.form.iter(tag(kind)):
                one.set(key, _ADDRESS.sub(moved, one.get(key)))
        for one in self.book.iter(tag("definedName")):
            if "!" in one.text and "Print_Titles" not in one.get("name"):
                one.text = _ADDRESS.sub(moved, one.text)

    # whole sheets

    def rename(self, old: str, new: str) -> None:
        """Rename a sheet, as Excel does it: names that lead there lead to the new one."""
        for sheet in self.book.iter(tag("sheet")):
            if sheet.get("name") == old:
                sheet.set("name", new)
        quoted = f"'{new}'!"
        for name in self.book.iter(tag("definedName")):
            name.text = name.text.replace(f"{old}!", quoted)

    def drop_hidden(self) -> None:
        """Take the hidden sheets away, as programs that know none do."""
        sheets = self.book.find(tag("sheets"))
        for sheet in [one for one in sheets if one.get("state") == "hidden"]:
            sheets.remove(sheet)
        relations = self.parts["xl/_rels/workbook.xml.rels"].decode()
        types = self.parts["[Content_Types].xml"].decode()
        for number in (2, 3):
            part = f"worksheets/sheet{number}.xml"
            self.parts.pop(f"xl/{part}")
            relations = re.sub(rf'<Relationship [^>]*Target="{part}"[^>]*/>', "", relations)
            types = re.sub(rf'<Override PartName="/xl/{part}"[^>]*/>', "", types)
        self.parts["xl/_rels/workbook.xml.rels"] = relations.encode()
        self.parts["[Content_Types].xml"] = types.encode()

    def drop_names(self) -> None:
        """Take all defined names away."""
        names = self.book.find(tag("definedNames"))
        self.book.remove(names)

    def drop_properties(self) -> None:
        """Take the file's own properties away."""
        self.parts.pop("docProps/custom.xml")
        for part, pattern in (("_rels/.rels", r'<Relationship [^>]*Target="docProps/custom.xml"/>'),
                              ("[Content_Types].xml",
                               r'<Override PartName="/docProps/custom.xml"[^>]*/>')):  # fmt: skip
            self.parts[part] = re.sub(pattern, "", self.parts[part].decode()).encode()

    def add(self, part: str, data: bytes, content_type: str, relation: str) -> None:
        """Add a part that the workbook relates to."""
        self.parts[part] = data
        override = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
        types = self.parts["[Content_Types].xml"].decode()
        self.parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        kind = relation if relation.startswith("http") else f"{office}/{relation}"
        entry = f'<Relationship Id="rId99" Type="{kind}" Target="{part.removeprefix("xl/")}"/>'
        relations = self.parts["xl/_rels/workbook.xml.rels"].decode()
        relations = relations.replace("</Relationships>", entry + "</Relationships>")
        self.parts["xl/_rels/workbook.xml.rels"] = relations.encode()
