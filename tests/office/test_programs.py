"""Which office programs there are, and how they are asked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from formkit.kernel.errors import MissingProgram
from formkit.office import LibreOffice, office_program, word
from formkit.office.profile import make_profile
from formkit.office.programs import find_libreoffice, find_word, is_wps, speaking
from formkit.office.soffice import environment
from formkit.ooxml import xml


def test_a_machine_without_any_is_told_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    if find_libreoffice() is not None:
        pytest.skip("LibreOffice stands where its installer puts it")
    with pytest.raises(MissingProgram) as caught:
        office_program()
    assert caught.value.code == "FK-PDF-010"
    assert "安装 LibreOffice" in caught.value.finding().remedy


@pytest.mark.skipif(sys.platform == "win32", reason="there it depends on what is installed")
def test_word_is_found_on_windows_only():
    assert find_word() is None


def test_a_program_that_does_not_answer_has_no_version():
    assert LibreOffice(Path("/nowhere/soffice")).version == ""


def test_the_profile_forbids_macros_and_links_and_is_made_once(tmp_path):
    folder = make_profile(tmp_path / "profile")
    said = xml.parse((folder / "user" / "registrymodifications.xcu").read_bytes())
    values = {prop.values()[0]: prop.findtext("value") for item in said for prop in item}
    assert values["BlockUntrustedRefererLinks"] == "true"
    assert values["DisableMacrosExecution"] == "true"
    with pytest.raises(FileExistsError):
        make_profile(folder)


def test_the_script_for_word_is_plain_for_every_code_page():
    script = Path(word.__file__).with_name("word.ps1").read_bytes()
    script.decode("ascii")
    assert b"AutomationSecurity = 3" in script
    assert b"-Embedding" in script  # a Word that its user opens meanwhile is not taken for ours


def test_on_windows_the_form_that_speaks_is_called_not_the_one_that_opens_a_window(tmp_path):
    window = tmp_path / "soffice.exe"
    assert speaking(window) == window  # an installation without it
    (tmp_path / "soffice.com").touch()
    assert speaking(window).name == "soffice.com"
    assert speaking(tmp_path / "soffice") == tmp_path / "soffice"


def test_wps_that_answers_to_words_name_is_known():
    assert is_wps(r'"D:\Program Files\Kingsoft\WPS Office\12.1\office6\wps.exe" /Automation')
    assert not is_wps(r"C:\Program Files\Microsoft Office\root\Office16\WINWORD.EXE /Automation")
    assert not is_wps("")


def test_windows_has_one_way_to_draw_and_is_not_told_another(tmp_path):
    fonts = tmp_path / "fonts.conf"
    assert environment(fonts, "linux")["SAL_USE_VCLPLUGIN"] == "svp"
    assert "SAL_USE_VCLPLUGIN" not in environment(None, "win32")


def test_the_numbers_of_words_processes_are_heard_whatever_the_console_puts_before_them():
    said = b"\xef\xbb\xbfformkit-process 4711\r\nformkit-process 12\r\nC:\\1.docx : error 5\r\n"
    assert word.servers(said) == [4711, 12]
