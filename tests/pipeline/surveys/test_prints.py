"""What somebody wrote on a Word print where no answer stands: nothing of it is lost (T14)."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from survey_office import FIRST, codes, ticked

from formkit.kernel.findings import Level
from formkit.pipeline.surveys.outcomes import Outcome
from formkit.pipeline.surveys.standing import waiting

LAST = "在适用的□内打“ √ ”"


def rewritten(office, change, part="word/document.xml"):
    """Put the print into the mail, ticked and signed, one of its parts changed."""
    (sent,) = (office.workspace.folder() / "输出").glob(f"{FIRST}_*.docx")
    old, new = zipfile.ZipFile(BytesIO(ticked(sent.read_bytes()))), BytesIO()
    with zipfile.ZipFile(new, "w") as made:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "word/document.xml":
                head, tail = data.decode().split("签字盖章", 1)
                day = tail.replace("    年  月  日", "2026年11月25日", 1)
                data = f"{head}签字盖章{day}".encode()
            if entry.filename == part:
                data = change(data.decode()).encode()
            made.writestr(entry, data)
    path = office.mail / "回函.docx"
    path.write_bytes(new.getvalue())
    return path


def below(text):
    """Return what writes a paragraph below the notes."""
    end = f"{LAST}</w:t></w:r></w:p>"
    return lambda xml: xml.replace(end, f"{end}<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")


def test_of_a_print_on_which_only_answers_were_written_nothing_is_told(office):
    (line,) = office.take(rewritten(office, lambda xml: xml)).files
    assert (line.outcome, codes(line)) == (Outcome.IMPORTED, [])


def test_a_correction_below_the_table_is_told_word_by_word(office):
    text = "第3题应为很不满意"
    (line,) = office.take(rewritten(office, below(text))).files
    assert (line.outcome, codes(line)) == (Outcome.IMPORTED, ["FK-SUR-155"])
    (found,) = line.replies[0].findings
    assert found.level is Level.WARNING
    assert text in found.found


def test_a_mark_below_the_table_is_asked_and_waits_on(office):
    (line,) = office.take(rewritten(office, below("√"))).files
    assert (line.outcome, codes(line)) == (Outcome.WAITING, ["FK-SUR-053"])
    (held,) = waiting(office.workspace)
    assert [one.code for one in held.findings] == ["FK-SUR-053"]


@pytest.mark.parametrize("label", ["工程名称", "调查对象单位"])
def test_another_project_or_unit_written_over_ours_is_asked(office, label):
    def change(xml):
        head, tail = xml.split(f">{label}<", 1)
        value = re.compile(r'(<w:t xml:space="preserve">)[^<]+')
        rest = value.sub(r"\1样例别家", tail, count=1)
        return f"{head}>{label}<{rest}"

    (line,) = office.take(rewritten(office, change)).files
    assert (line.outcome, codes(line)) == (Outcome.WAITING, ["FK-SUR-156"])
    assert f"{label}是「样例别家」" in line.replies[0].findings[0].found


def test_what_is_written_into_the_footer_is_told(office):
    def change(xml):
        return xml.replace("</w:ftr>", "<w:p><w:r><w:t>另附一页</w:t></w:r></w:p></w:ftr>")

    (line,) = office.take(rewritten(office, change, "word/footer1.xml")).files
    assert codes(line) == ["FK-SUR-155"]
    assert "页脚 「另附一页」" in line.replies[0].findings[0].found
