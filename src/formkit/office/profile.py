"""LibreOffice's own settings for a conversion, made fresh: no macros, nothing fetched."""

from __future__ import annotations

from pathlib import Path

# org.openoffice.Office.Common/Security/Scripting: a document that is not from a trusted place may
# not make LibreOffice open a link (pictures, OLE, WEBSERVICE), and no macro runs. The trusted
# places stay empty. Names: officecfg/registry/schema/org/openoffice/Office/Common.xcs.
_SCRIPTING = "org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),  # the highest
)
_ITEM = (
    '<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_REGISTRY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>\n'
)


def make_profile(folder: Path) -> Path:
    """Make the profile in that folder, which must not exist yet, and return the folder."""
    user = folder / "user"
    user.mkdir(parents=True)
    items = "".join(
        _ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(_REGISTRY.format(items=items), encoding="utf-8")
    return folder
