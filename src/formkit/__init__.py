"""formkit: official after-sale records of a construction company, from data to the printed form.

>>> import formkit
>>> report = formkit.check("工程回访记录", "回访台账.xlsx")
>>> report = formkit.fill("工程回访记录", "回访台账.xlsx", output="输出")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formkit.kernel.version import VERSION

if TYPE_CHECKING:
    from formkit.pipeline.api import check, fill

__version__ = VERSION
__all__ = ["__version__", "check", "fill"]


def __getattr__(name: str) -> Any:
    """Return `check` or `fill`; imported on first use, so that the command line starts at once."""
    if name in ("check", "fill"):
        from formkit.pipeline import api  # noqa: PLC0415 - heavy, only on first use

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
