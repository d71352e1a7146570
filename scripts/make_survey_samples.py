"""Make the samples of returned surveys: `python scripts/make_survey_samples.py [--office]`.

What is sent out is made first (the lists of respondents beside the samples say to whom), then it
is filled in and spoilt. The same bytes come out again. What LibreOffice saves is made anew only
with `--office`: it puts the hour and a random salt into its files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from survey_samples import overlaid, papers, strangers, unread
from survey_samples.exports import EXPORTS
from survey_samples.ledger import README, readme
from survey_samples.office import XLS, XLSX, Filling, fill
from survey_samples.posted import FOLDER, LISTS, ROUNDS, Sheet, post, prepared
from survey_samples.workbooks import GOOD, MAKERS, WORDS

RETURNED, DOWNLOADS = "收回", "导出"
SAVED = {"LibreOffice另存.xlsx": XLSX, "旧格式.xls": XLS}
TWIN = {"同一文件_副本.xlsx": "好_五级勾选.xlsx", "同样答案另存.xlsx": "好_五级勾选.xlsx",
        "答了两次_后.xlsx": "答了两次_先.xlsx"}  # fmt: skip
_NOBODY = Sheet("", b"", b"")
__all__ = ["overlaid", "papers", "unread"]


def made(sent: dict[str, Sheet]) -> dict[str, bytes]:
    """Return every sample that needs no other program, by its path below the folder."""
    files = {}
    for name, maker in MAKERS.items():
        sheet = _NOBODY if maker in strangers.WITHOUT_SHEET else sent[TWIN.get(name, name)]
        files[f"{RETURNED}/{name}"] = maker(sheet)
    return files | {f"{DOWNLOADS}/{name}": maker() for name, maker in EXPORTS.items()}


def saved(sent: dict[str, Sheet], folder: Path) -> dict[str, bytes]:
    """Return the samples that LibreOffice fills in and saves."""
    answers = {(3, item, WORDS[mark]): "√" for item, mark in enumerate(GOOD, start=1)}
    below = {"overall": "满意", "name": "欧阳样例", "filled_on": "2026-09-19"}
    fillings = []
    for name, kind in SAVED.items():
        source, target = folder / f"发出_{name}", folder / name
        source.write_bytes(sent[name].workbook)
        fillings.append(Filling(source, target, answers, below, kind))
    fill(fillings, folder)
    return {f"{RETURNED}/{one.target.name}": one.target.read_bytes() for one in fillings}


def main() -> None:
    """Write the samples."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--office", action="store_true", help="make what LibreOffice saves as well")
    wanted = words.parse_args()
    LISTS.mkdir(parents=True, exist_ok=True)
    for one in ROUNDS:
        one.write()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sent = post(prepared(folder / "工作区"))
        files = made(sent)
        if wanted.office:
            files |= saved(sent, folder)
    for path, data in files.items():
        target = FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    README.write_text(readme(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
