"""Where the files that come with formkit lie: `forms/` and `samples/`."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _folder(name: str) -> Path:
    carried = _PACKAGE / f"_{name}"  # in an installed wheel
    return carried if carried.is_dir() else _PACKAGE.parent.parent / name


def forms_folder() -> Path:
    """Return the folder with manifests, templates, regulations, profiles and question banks."""
    return _folder("forms")


def samples_folder() -> Path:
    """Return the folder with the fictional sample data."""
    return _folder("samples")
