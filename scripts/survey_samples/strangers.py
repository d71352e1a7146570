"""What else lies among returned files: damaged, locked, hostile, or no survey at all."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

from survey_samples.book import Book, packed, unpacked
from survey_samples.posted import Sheet
from survey_samples.workbooks import MAKERS, answered, returned

_LOCKED = Path(__file__).resolve().parents[2] / "tests" / "ooxml" / "files"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MACRO = "application/vnd.ms-office.vbaProject"
_VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"


@returned("带宏.xlsm")
def _macro(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.add("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), _MACRO, _VBA)
    types = book.parts["[Content_Types].xml"].replace(
        f"{_OFFICE}.sheet.main+xml".encode(),
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    book.parts["[Content_Types].xml"] = types
    return book.save()


@returned("外部链接.xlsx")
def _external_link(sheet: Sheet) -> bytes:
    book = answered(sheet)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = (
        f'<externalLink xmlns="{main}" xmlns:r="{office}"><externalBook r:id="rId1">'
        '<sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
    )
    book.add("xl/externalLinks/externalLink1.xml", link.encode(),
             f"{_OFFICE}.externalLink+xml", "externalLink")  # fmt: skip
    book.parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/externalLinkPath" '
        'Target="file:///D:/backup/old.xlsx" TargetMode="External"/></Relationships>'
    ).encode()
    book.formula(book.box(1, "很满意"), "[1]Sheet1!$A$1", "√")
    return book.save()


@returned("没有传完.xlsx")
def _cut_off(sheet: Sheet) -> bytes:
    return answered(sheet).save()[:6_000]


@returned("压缩炸弹.xlsx")
def _bomb(sheet: Sheet) -> bytes:
    parts = unpacked(sheet.workbook)
    head, tail = parts["xl/worksheets/sheet1.xml"].split(b"<sheetData>", 1)
    parts["xl/worksheets/sheet1.xml"] = head + b"<sheetData>" + b" " * 6_000_000 + tail
    return packed(parts)


@returned("空文件.xlsx")
def _nothing(_sheet: Sheet) -> bytes:
    return b""


@returned("要密码才能打开.xlsx")
def _locked(_sheet: Sheet) -> bytes:
    return (_LOCKED / "locked-standard.xlsx").read_bytes()


@returned("别的表格.xlsx")
def _other_table(sheet: Sheet) -> bytes:
    book = Book(sheet.workbook)
    book.drop_hidden()
    book.drop_names()
    book.drop_properties()
    for row in range(1, 48):
        for column in "AB":
            try:
                book.put(f"{column}{row}", f"材料{row}" if column == "A" else row * 3)
            except AttributeError:
                continue
    book.put("A1", "进场材料登记")
    return book.save()


@returned("说明.txt")
def _text(_sheet: Sheet) -> bytes:
    return "调查表见另一封邮件。谢谢!\n示例置业　欧阳样例\n".encode("gb18030")


@returned("手机拍照.jpg")
def _photo(_sheet: Sheet) -> bytes:
    image = Image.new("RGB", (240, 320), (206, 200, 188))
    draw = ImageDraw.Draw(image)
    draw.rectangle((24, 20, 216, 300), fill=(246, 245, 240))
    chance = random.Random(7)  # noqa: S311 - drawn lines, no secret
    for at in range(48, 290, 16):
        draw.line((40, at, 40 + chance.randrange(90, 160), at + 1), fill=(70, 72, 84), width=2)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=40)
    return stream.getvalue()


@returned("扫描件.pdf")
def _scan(_sheet: Sheet) -> bytes:
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(data)
    data += b"xref\n0 4\n0000000000 65535 f \n" + table
    return data + b"trailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n%d\n%%%%EOF\n" % end


WITHOUT_SHEET: frozenset[Callable[[Sheet], bytes]] = frozenset(
    {_nothing, _locked, _text, _photo, _scan}
)
__all__ = ["MAKERS", "WITHOUT_SHEET"]
