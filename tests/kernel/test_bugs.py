"""What is kept of a bug tells maintainers where it is, and nobody's numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from formkit.kernel.bugs import bug_found
from formkit.kernel.findings import Place
from formkit.kernel.text import mask_private


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("欧阳喆 138-0000-0001 410105199001011234", "欧阳喆 138****0001 410105********1234"),
        ("41010519900101123X,010-55501234", "410105********123X,010-****1234"),
        (
            "合同价 86543210.50,编号 SLJZ-GCB-HF-2026-0001",
            "合同价 86543210.50,编号 SLJZ-GCB-HF-2026-0001",
        ),
        (
            "a" * 4 + "410105199001011234" + "b",
            "a" * 4 + "410105199001011234" + "b",
        ),  # part of a hash
    ],
)
def test_telephone_and_identity_numbers_are_hidden(text, masked):
    assert mask_private(text) == masked


def test_the_note_of_a_bug_holds_no_numbers_of_people(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(KeyError) as caught:
        {}["欧阳喆 138-0000-0001 410105199001011234"]
    found = bug_found(caught.value, Place(file="台账.xlsx"))
    [note] = tmp_path.iterdir()
    assert str(note) in str(found)
    kept = Path(note).read_text(encoding="utf-8")
    assert "KeyError" in kept
    assert "test_bugs.py" in kept
    assert "138****0001 410105********1234" in kept
    assert "0000-0001" not in kept
