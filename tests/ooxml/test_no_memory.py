"""A parser without memory says nothing of the part: it is never told as damaged."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("resource", reason="limits of memory as Unix sets them")

PROGRAM = """
import resource, sys
from formkit.kernel.findings import Place
from formkit.ooxml import xml
from formkit.ooxml.limits import TEMPLATE
from formkit.ooxml.scan import Scan, Subject, run
part = b"<a>" + b"<b c='1'>text</b>" * 400_000 + b"</a>"
one = b"<a x='" + b"y" * 30_000_000 + b"'/>"
with open("/proc/self/statm") as told:
    used = int(told.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[2]) * 1_000_000,) * 2)
try:
    if sys.argv[1] == "lxml":
        xml.parse(part)
    else:
        run([one], Subject("a.xml", Place(), TEMPLATE, ""), {})
except MemoryError:
    print("memory")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("parser", ["lxml", "expat"])
@pytest.mark.parametrize("memory_mb", [2, 8, 20])
def test_a_parser_without_memory_says_so(parser, memory_mb):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, parser, str(memory_mb)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.returncode) == ("memory", 0), done.stderr[-800:]
