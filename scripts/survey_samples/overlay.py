"""What Excel lays over the cells: form controls (written three times), shapes, comments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from survey_samples.book import packed, unpacked

_SHEET = "xl/worksheets/sheet1.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_A14 = "http://schemas.microsoft.com/office/drawing/2010/main"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "xl/drawings/drawing9.xml": f"{_FORMATS}.drawing+xml",
    "xl/ctrlProps/": "application/vnd.ms-excel.controlproperties+xml",
    "xl/persons/": "application/vnd.ms-excel.person+xml",
    "xl/threadedComments/": "application/vnd.ms-excel.threadedcomments+xml",
}
_EMU = 9525  # of a pixel
_KINDS = {"CheckBox": "Checkbox", "Radio": "Radio", "Button": "Button", "Label": "Label",
          "GBox": "GBox", "Drop": "Drop"}  # fmt: skip


@dataclass(frozen=True)
class Control:
    """A form control: kind as the control properties name it, its cell, from where to where.

    above, below: pixels into the first and the last row. ways: which of the three writings it has.
    """

    cell: str
    kind: str = "CheckBox"
    ticked: bool = False
    caption: str = ""
    link: str = ""
    above: int = 2
    rows: int = 0  # that it reaches into below its own
    below: int = 15
    ways: str = "vml properties drawing"

    @property
    def corner(self) -> tuple[int, int]:
        """Row and column, counted from 0."""
        letters, row = re.fullmatch(r"([A-Z])(\d+)", self.cell).groups()
        return int(row) - 1, ord(letters) - ord("A")


@dataclass(frozen=True)
class Note:
    """A shape with a text, at a cell."""

    cell: str
    text: str


def laid_over(data: bytes, controls: Sequence[Control] = (), notes: Sequence[Note] = ()) -> bytes:
    """Return a workbook with controls and shapes over its first sheet, as Excel saves it."""
    parts = unpacked(data)
    relations: list[tuple[str, str, str]] = []
    numbered = list(enumerate(controls, start=1025))
    drawn = [*map(_shape, notes), *(_twin(*one) for one in numbered if "drawing" in one[1].ways)]
    behind = ""
    if drawn:
        parts["xl/drawings/drawing9.xml"] = _drawing(drawn).encode()
        relations.append(("rId90", "drawing", "../drawings/drawing9.xml"))
        behind += f'<drawing xmlns:r="{_OFFICE}" r:id="rId90"/>'
    if vml := "".join(_vml(*one) for one in numbered if "vml" in one[1].ways):
        parts["xl/drawings/vmlDrawing9.vml"] = (_VML_HEAD + vml + "</xml>").encode()
        relations.append(("rId91", "vmlDrawing", "../drawings/vmlDrawing9.vml"))
        behind += f'<legacyDrawing xmlns:r="{_OFFICE}" r:id="rId91"/>'
    listed = ""
    for number, one in numbered:
        if "properties" in one.ways:
            name = f"ctrlProp{number}.xml"
            parts[f"xl/ctrlProps/{name}"] = _properties(one).encode()
            relations.append((f"rId{number}", "ctrlProp", f"../ctrlProps/{name}"))
            listed += _listed(number, one)
    if listed:
        behind += _alternative(f"<controls>{listed}</controls>", "x14")
    sheet = parts[_SHEET].decode()
    parts[_SHEET] = sheet.replace("</worksheet>", behind + "</worksheet>").encode()
    _relate(parts, relations)
    return packed(parts)


def threaded(data: bytes, cell: str, text: str) -> bytes:
    """Return a workbook that has a comment on the cell with a thread, as Excel 365 saves it."""
    parts = unpacked(data)
    person = "{A0A0A0A0-0000-4000-8000-000000000001}"
    parts["xl/persons/person.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<personList xmlns='
        '"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<person displayName="欧阳样例" id="{person}" userId="x" providerId="None"/></personList>'
    ).encode()
    parts["xl/threadedComments/threadedComment1.xml"] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<ThreadedComments xmlns='
        '"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        f'<threadedComment ref="{cell}" dT="2026-09-20T02:00:00.00" personId="{person}" '
        f'id="{{B0B0B0B0-0000-4000-8000-000000000001}}"><text>{escape(text)}</text>'
        "</threadedComment></ThreadedComments>"
    ).encode()
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    _relate(parts, [("rId98", kind, "../threadedComments/threadedComment1.xml")])
    return packed(parts)


def _relate(parts: dict[str, bytes], relations: Sequence[tuple[str, str, str]]) -> None:
    place = "xl/worksheets/_rels/sheet1.xml.rels"
    empty = f'{_XML}<Relationships xmlns="{_PACKAGE}"></Relationships>'
    entries = "".join(
        f'<Relationship Id="{number}" Type="{kind if "/" in kind else f"{_OFFICE}/{kind}"}" '
        f'Target="{target}"/>'
        for number, kind, target in relations
    )
    before = parts.get(place, empty.encode()).decode()
    if "<Relationships" in before and before.rstrip().endswith("/>"):
        before = empty
    parts[place] = before.replace("</Relationships>", entries + "</Relationships>").encode()
    types = parts["[Content_Types].xml"].decode()
    if 'Extension="vml"' not in types:
        default = f'<Default Extension="vml" ContentType="{_FORMATS}.vmlDrawing"/>'
        types = re.sub("(<Types [^>]*>)", rf"\1{default}", types)
    for name in parts:
        kind = next((kind for begin, kind in _TYPES.items() if name.startswith(begin)), "")
        if kind and f'"/{name}"' not in types:
            override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
            types = types.replace("</Types>", override)
    parts["[Content_Types].xml"] = types.encode()


_VML_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml"\n '
    'xmlns:o="urn:schemas-microsoft-com:office:office"\n '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">\n <o:shapelayout v:ext="edit">\n'
    '  <o:idmap v:ext="edit" data="1"/>\n </o:shapelayout><v:shapetype id="_x0000_t201" '
    'coordsize="21600,21600" o:spt="201"\n  path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/></v:shapetype>'
)


def _vml(number: int, one: Control) -> str:
    row, column = one.corner
    anchor = f"{column}, 2, {row}, {one.above}, {column + 1}, 4, {row + one.rows}, {one.below}"
    ticked = "<x:Checked>1</x:Checked>" if one.ticked and one.kind != "Drop" else ""
    ticked = "<x:Sel>2</x:Sel>" if one.ticked and one.kind == "Drop" else ticked
    link = f"<x:FmlaLink>{one.link}</x:FmlaLink>" if one.link else ""
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t201" style=\'position:absolute;'
        f'margin-left:2pt;margin-top:2pt;width:30pt;height:12pt;z-index:1\' filled="f" '
        f'stroked="f" o:insetmode="auto"><v:textbox style=\'mso-direction-alt:auto\'>'
        f"<div style='text-align:left'><font face=\"宋体\">{escape(one.caption)}</font></div>"
        f'</v:textbox><x:ClientData ObjectType="{_KINDS[one.kind]}"><x:SizeWithCells/>'
        f"<x:Anchor>\n    {anchor}</x:Anchor>{ticked}{link}<x:NoThreeD/></x:ClientData></v:shape>"
    )


def _properties(one: Control) -> str:
    ticked = ' sel="2" val="1"' if one.kind == "Drop" else ' checked="Checked"'
    link = f' fmlaLink="{one.link}"' if one.link else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<formControlPr xmlns="{_X14}" objectType="{one.kind}"{ticked if one.ticked else ""}'
        f'{link} lockText="1" noThreeD="1"/>'
    )


def _listed(number: int, one: Control) -> str:
    anchor = f'<anchor moveWithCells="1">{_corners(one, "from", "to")}</anchor>'
    control = (
        f'<control xmlns:r="{_OFFICE}" shapeId="{number}" r:id="rId{number}" name="Check {number}">'
        f'<controlPr defaultSize="0" autoFill="0" autoLine="0" autoPict="0">{anchor}</controlPr>'
        "</control>"
    )
    return _alternative(control, "x14")


def _corners(one: Control, first: str, last: str) -> str:
    row, column = one.corner
    text = ""
    for name, at, into in ((first, row, one.above), (last, row + one.rows, one.below)):
        text += (
            f'<{name} xmlns:xdr="{_XDR}"><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>'
            f"<xdr:row>{at}</xdr:row><xdr:rowOff>{into * _EMU}</xdr:rowOff></{name}>"
        )
    return text


def _alternative(text: str, needs: str) -> str:
    return (
        f'<mc:AlternateContent xmlns:mc="{_COMPATIBLE}"><mc:Choice xmlns:{needs}="'
        f'{_X14 if needs == "x14" else _A14}" Requires="{needs}">{text}</mc:Choice>'
        f"{'<mc:Fallback/>' if needs == 'a14' else ''}</mc:AlternateContent>"
    )


def _drawing(drawn: Sequence[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<xdr:wsDr xmlns:xdr="{_XDR}" xmlns:a="{_MAIN}">{"".join(drawn)}</xdr:wsDr>'
    )


def _twin(number: int, one: Control) -> str:
    """Return the shape of a control in the drawing, which Excel 2010 and later draw."""
    said = f"<a:p><a:r><a:t>{escape(one.caption)}</a:t></a:r></a:p>"
    text = f"<xdr:txBody><a:bodyPr/>{said}</xdr:txBody>"
    return _alternative(
        f'<xdr:twoCellAnchor>{_corners(one, "xdr:from", "xdr:to")}<xdr:sp macro="" textlink="">'
        f'<xdr:nvSpPr><xdr:cNvPr id="{number}" name="Check {number}" hidden="1"><a:extLst>'
        f'<a:ext uri="{{63B3BB69-23CF-44E3-9099-C40C66FF867C}}"><a14:compatExt spid='
        f'"_x0000_s{number}"/></a:ext></a:extLst></xdr:cNvPr><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>{text}</xdr:sp>'
        "<xdr:clientData/></xdr:twoCellAnchor>",
        "a14",
    )


def _shape(note: Note) -> str:
    at = Control(note.cell)
    paragraphs = f"<a:p><a:r><a:t>{escape(note.text)}</a:t></a:r></a:p>"
    return (
        f'<xdr:twoCellAnchor>{_corners(at, "xdr:from", "xdr:to")}<xdr:sp macro="" textlink="">'
        '<xdr:nvSpPr><xdr:cNvPr id="2" name="文本框 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr>'
        "<xdr:spPr>"
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="200000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/>'
        f"<a:lstStyle/>{paragraphs}</xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor>"
    )
