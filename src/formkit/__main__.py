"""Run the command line with `python -m formkit`."""

from __future__ import annotations

from formkit.cli.main import main

main()
