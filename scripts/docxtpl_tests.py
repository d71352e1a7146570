"""Run docxtpl's own published tests both ways, and print where formkit's documents differ.

`python scripts/docxtpl_tests.py FOLDER` takes the folder `tests` of docxtpl's source, with its
`templates`. Every test runs with docxtpl as it is, then with its templates compiled by formkit
(`trusted=True`), each filled three times: docxtpl finishes the first document, a shape is learned
at the second and used at the third. Exit code 1 where a document, or the end of a test, differs.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import runpy
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import jinja2
from docxtpl import DocxTemplate  # noqa: TID251 - the judge
from lxml import etree
from PIL import Image

from formkit.kernel.errors import TemplateError
from formkit.render import compile_template

NO_DOCUMENTS = {"__init__.py", "runtests.py", "module_execute.py", "get_undeclared_variables.py"}
ROUNDS = 3
PICTURE = re.compile(r"templates/(\w+\.(?:png|jpg))")
HEADER_PICTURE = ("dummy_pic_for_header.png", "header_footer_image_tpl.docx")  # must be the same
TOLD = {".xml", ".rels"}


@dataclass
class Run:
    """What a test made: its documents in the order of their names, and how it ended."""

    documents: dict[str, list[bytes]] = field(default_factory=dict)
    raised: BaseException | None = None
    fell_back: set[str] = field(default_factory=set)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tests, print a line each, return the exit code."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("folder", type=Path, help="docxtpl's folder tests")
    tests = given.parse_args(arguments).folder
    found = dict(compared(tests))
    for name, (differences, fell_back) in found.items():
        told = "不同:" + ";".join(differences) if differences else "相同"
        sys.stdout.write(f"{name}  {told}{'  由 docxtpl 整份填写' if fell_back else ''}\n")
    wrong = sum(bool(differences) for differences, _ in found.values())
    sys.stdout.write(f"合计 {len(found)} 个,不同 {wrong} 个\n")
    return 1 if wrong or not found else 0


def compared(tests: Path) -> Iterator[tuple[str, tuple[list[str], set[str]]]]:
    """Yield each test with what differs, and what made formkit leave a document to docxtpl."""
    with tempfile.TemporaryDirectory(prefix="formkit-docxtpl-") as name:
        folder = Path(name) / "tests"
        shutil.copytree(tests, folder)
        draw_missing_pictures(folder)
        for script in sorted(folder.glob("*.py")):
            if script.name not in NO_DOCUMENTS:
                expected, made = run(script, Run()), run_with_formkit(script)
                yield script.name, (list(differences(expected, made)), made.fell_back)


def draw_missing_pictures(folder: Path) -> None:
    """Draw the pictures that the tests name and the folder lacks, as Debian's copy does."""
    templates = folder / "templates"
    named = {
        name for one in folder.glob("*.py") for name in PICTURE.findall(one.read_text("utf-8"))
    }
    for name in sorted(named):
        if (templates / name).exists():
            continue
        dummy, template = HEADER_PICTURE
        if name == dummy:
            with zipfile.ZipFile(templates / template) as opened:
                (templates / name).write_bytes(opened.read("word/media/image1.png"))
        else:
            Image.new("RGB", (60, 40), (len(name), 30, 90)).save(templates / name)


def run(script: Path, done: Run) -> Run:
    """Run one test in its folder, and return what it wrote."""
    output = script.parent / "output"
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir()
    before = Path.cwd()
    os.chdir(script.parent)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            runpy.run_path(script.name)
    except Exception as error:  # noqa: BLE001 - however the test ends, the other way must end so too
        done.raised = error
    finally:
        os.chdir(before)
    for file in sorted(output.iterdir()):
        done.documents.setdefault(file.name, [file.read_bytes()])
    return done


def run_with_formkit(script: Path) -> Run:
    """Run one test with templates compiled by formkit."""
    done = Run()
    plain_render, plain_save, plain_link = (
        DocxTemplate.render, DocxTemplate.save, DocxTemplate.build_url_id,
    )  # fmt: skip
    made: dict[int, list[bytes]] = {}
    linked: set[int] = set()

    def link(self: Any, address: str) -> Any:
        linked.add(id(self))
        return plain_link(self, address)

    def render(
        self: Any,
        context: Mapping[str, Any],
        jinja_env: Any = None,
        autoescape: bool = False,  # noqa: FBT001, FBT002 - as docxtpl has it
    ) -> None:
        try:
            template = compile_template(
                Path(self.template_file).read_bytes(),
                autoescape=autoescape,
                jinja_env=jinja_env,
                trusted=True,
            )
        except TemplateError as error:  # as docxtpl would say it, for the test to go on
            raise jinja2.TemplateError(str(error)) from error
        replaced = (
            self.crc_to_new_media or self.crc_to_new_embedded or self.zipname_to_replace
            or self.pics_to_replace
        )  # fmt: skip
        own = self if replaced or id(self) in linked else None
        with (
            mock.patch.object(DocxTemplate, "render", plain_render),
            mock.patch.object(DocxTemplate, "save", plain_save),
        ):
            made[id(self)] = [template.render(context, docxtpl=own)]
            if not template.falls_back:  # pictures and sub-documents are used up by one document
                made[id(self)] += [template.render(context) for _ in range(ROUNDS - 1)]
        done.fell_back |= {*template.falls_back}

    def save(self: Any, target: Any) -> None:
        if id(self) not in made:  # its template was refused
            plain_save(self, target)
        elif isinstance(target, str):
            done.documents[Path(target).name] = made[id(self)]
            Path(target).write_bytes(made[id(self)][-1])
        else:
            target.write(made[id(self)][-1])

    with (
        mock.patch.object(DocxTemplate, "render", render),
        mock.patch.object(DocxTemplate, "save", save),
        mock.patch.object(DocxTemplate, "build_url_id", link),
    ):
        return run(script, done)


def differences(expected: Run, made: Run) -> Iterator[str]:
    """Yield what a reader of the documents would find different."""
    if (expected.raised is None) != (made.raised is None):
        yield f"结束 {expected.raised!r} / {made.raised!r}"
    elif expected.raised is None and set(expected.documents) != set(made.documents):
        yield f"文件 {sorted(expected.documents)} / {sorted(made.documents)}"
    for name in sorted(set(expected.documents) & set(made.documents)):
        wanted = parts(expected.documents[name][0])
        for at, document in enumerate(made.documents[name], start=1):
            found = parts(document)
            if wrong := [one for one in {*wanted, *found} if wanted.get(one) != found.get(one)]:
                yield f"{name} 第 {at} 份 {sorted(wrong)}"


def parts(document: bytes) -> dict[str, Any]:
    """Return the parts of a document: XML in its canonical form, documents in it as their parts."""
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        return {
            name: _comparable(name, opened.read(name))
            for name in opened.namelist()
            if not name.endswith("/")
        }


def _comparable(name: str, data: bytes) -> Any:
    if Path(name).suffix in TOLD:
        return etree.tostring(etree.fromstring(data), method="c14n")
    return parts(data) if name.endswith(".docx") else data


if __name__ == "__main__":
    sys.exit(main())
