"""A program that draws numbers from a register; several of it run at once in the tests.

Started again after it was killed, it goes on where it was: a record that has its number is known.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from formkit.kernel.clock import FixedClock
from formkit.register import Document, DocumentStatus, Draft, Register, Series


def main(folder: str, worker: str, count: str, url: str = "sqlite:///登记库.db") -> None:
    register = Register(url, root=Path(folder), clock=FixedClock(datetime(2026, 11, 23, 9)))
    series = Series("HF", 2026, "SLJZ-GCB-HF-2026-{serial:04d}")
    for position in range(int(count)):
        wanted = Draft("visit_record", series, f"{worker}-{position}")
        with register.writing() as writing:
            if writing.known(wanted) is not None:
                continue
            number = writing.draw(wanted)
            writing.record(
                Document(
                    number,
                    1,
                    "docx",
                    "visit_record",
                    "",
                    wanted.identity,
                    "",
                    "",
                    {},
                    "p",
                    "t",
                    "company",
                    "issue",
                ),
                status=DocumentStatus.ISSUED,
            )
    register.close()


main(*sys.argv[1:])
