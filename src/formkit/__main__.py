"""Run the command line with `python -m formkit`."""

from __future__ import annotations

from formkit.cli.main import main

if __name__ == "__main__":  # worker processes import this module under another name
    main()
