"""LibreOffice opens what formkit writes, and sees the same text."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from formkit.render import Properties, compile_template

VALUE = "<select> & R&D 𠮷{{x}}"


def _as_text(source: Path, kind: str) -> str:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    profile = source.parent / "profile"
    subprocess.run(
        [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
         "--convert-to", kind, "--outdir", str(source.parent), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return source.with_suffix("." + kind.split(":", maxsplit=1)[0]).read_text(encoding="utf-8-sig")


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_reads_the_word_file(word: Callable[..., bytes], tmp_path: Path) -> None:
    template = compile_template(
        word(
            "工程:{{ a }}",
            [["序号", "部位"], ["{%tr for r in rows %}", ""], ["{{ loop.index }}", "{{ r }}"], ["{%tr endfor %}", ""]],
            header="编号 {{ a }}",
        )
    )  # fmt: skip
    path = tmp_path / "回访.docx"
    path.write_bytes(
        template.render({"a": VALUE, "rows": ["屋面", "外墙"]}, properties=Properties(title=VALUE))
    )
    seen = _as_text(path, "txt:Text (encoded):UTF8")
    assert f"工程:{VALUE}" in seen
    assert [one for one in ("屋面", "外墙") if one not in seen] == []


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_reads_the_workbook(book: Callable[..., bytes], tmp_path: Path) -> None:
    template = compile_template(
        book(
            {
                "A1": "{{ a }}",
                "A2": "{%tr for r in rows %}",
                "A3": "{{ r }}",
                "B3": 2,
                "A4": "{%tr endfor %}",
                "B5": "=SUM(B3:B3)",
            }
        )
    )
    path = tmp_path / "调查表.xlsx"
    texts = ["=1+1", "410105199001011234", "＝1+1", "@SUM(1+1)", "+1+1", "-1-1", "'=1+1"]
    path.write_bytes(template.render({"a": VALUE, "rows": texts}))
    lines = _as_text(path, "csv:Text - txt - csv (StarCalc):44,34,76").splitlines()
    assert lines == [f"{VALUE},", *(f"{text},2" for text in texts), ",14"]
