"""Which fonts an office program is told to print with, and how heavy they are said to be."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from formkit.office.fonts import Font, stand_ins

pytestmark = pytest.mark.skipif(shutil.which("fc-match") is None, reason="asks fontconfig")
BOX = "2611"  # ☑


@pytest.fixture
def rules(tmp_path):
    """Return a function that writes the rules for a name that no font has, and where they are."""

    def write(fonts: list[Font]) -> Path:
        file = tmp_path / "fonts.conf"
        file.write_text(stand_ins({"某体": fonts}), encoding="utf-8")
        return file

    return write


def _said(program: str, form: str, *wanted: str, rules: Path | None = None) -> list[str]:
    answer = subprocess.run(
        [program, "--format", form + "\n", *wanted],
        env=os.environ | ({"FONTCONFIG_FILE": str(rules)} if rules else {}),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return answer.stdout.splitlines()


def test_a_name_is_printed_by_the_first_font_that_is_there(rules):
    file, index, family = _installed()[0]
    there = (Path(file), int(index))
    absent = (Path("/nowhere/none.ttf"), 0)
    assert _said("fc-match", "%{family[0]}", "某体", rules=rules([absent, there])) == [family]


@pytest.mark.parametrize("weight", ["0", "40", "50", "75"])
def test_a_font_found_for_a_sign_is_said_to_be_as_light_as_was_asked(rules, weight):
    wanted = f"某体:weight={weight}:charset={BOX}"
    assert _said("fc-match", "%{weight}", wanted, rules=rules([])) == [weight]


@pytest.mark.parametrize("weight", ["80", "100", "200"])
def test_whoever_asks_for_no_light_font_is_told_the_weight_of_the_one_found(rules, weight):
    for _file, _index, family in _installed():
        wanted = f"{family}:weight={weight}"
        assert _said("fc-match", "%{weight}", wanted, rules=rules([])) == _said(
            "fc-match", "%{weight}", wanted
        )


def _installed() -> list[list[str]]:
    """Return file, index and family of a few fonts, none of them bold or slanted."""
    found = _said("fc-list", "%{file}\t%{index}\t%{family[0]}", ":weight=80:slant=0")
    plain = [line.split("\t") for line in sorted(found)]
    return plain[:: max(1, len(plain) // 4)]
