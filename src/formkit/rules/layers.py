"""A profile with the files that it extends, read as one: what stands later wins, key by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Citation, Level
from formkit.kernel.i18n import N_, _
from formkit.rules.combining import Offer, Source
from formkit.rules.library import Library
from formkit.rules.parameter import Vocabulary, chosen
from formkit.rules.reading import Faults, Section, hint, read
from formkit.rules.regulation import LEVELS, REPEALED, Given, Regulation, givens
from formkit.rules.scoring_policy import ScoringPolicy
from formkit.rules.scoring_reading import scoring_of

OWN_TITLE = N_("企业自定")
_SEVERITY = (Level.INFO, Level.WARNING, Level.ERROR)


def severity(level: Level) -> int:
    """Return the rank of a level: a note, a warning, an error."""
    return _SEVERITY.index(level)


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What the profile says of one rule; `level` None: as the text says."""

    level: Level | None = None
    enabled: bool = True
    reason: str = ""


def profile_names(forms: Path) -> list[str]:
    """Return the names of the profiles that come with formkit."""
    return sorted(path.stem for path in (forms / "profiles").glob("*.yaml"))


def find_profile(path_or_id: str | Path, forms: Path, *, beside: Path | None = None) -> Path:
    """Return the file of a profile: a path, a neighbour of `beside`, or a name in `profiles/`.

    Raises:
        ProfileError: there is none; close names are offered.
    """
    name = str(path_or_id)
    if name.endswith((".yaml", ".yml")):
        path = beside.parent / name if beside else Path(name)
        if path.is_file():
            return path
    names = {found.lower(): found for found in profile_names(forms)}
    if name.lower() in names:
        return forms / "profiles" / f"{names[name.lower()]}.yaml"
    known = names.values()
    raise ProfileError("FK-PRF-040", name=name, known="、".join(known), hint=hint(name, known))


class Layers:
    """The layers of a profile, the most general first. Faults are noted, never raised."""

    def __init__(self, path: Path, forms: Path, faults: Faults) -> None:
        self._faults = faults
        self._sections: list[tuple[Path, Section]] = []
        chain: list[Path] = []
        following: Path | None = path
        while following is not None:
            if following.resolve() in chain:
                names = " → ".join(found.name for found in [*chain, following])
                raise ProfileError("FK-PRF-041", chain=names)
            chain.append(following.resolve())
            following = self._add(following, forms)

    def _add(self, path: Path, forms: Path) -> Path | None:
        section = read(path, self._faults)
        if section is None:
            return None
        self._sections.insert(0, (path, section))
        parent = section.text("extends", required=False)
        return find_profile(parent, forms, beside=path) if parent else None

    def text(self, key: str) -> str:
        """Return a text of the file itself; it is not inherited."""
        return self._sections[-1][1].text(key) if self._sections else ""

    def _texts(self) -> tuple[Path, Section, tuple[str, ...]] | None:
        """Return the last layer that names texts: they replace those that it would inherit."""
        for path, section in reversed(self._sections):
            if section.raw("texts") is not None:
                return path, section, section.texts("texts")
        return None

    def own_texts(self) -> list[Path]:
        """Return the company's own regulation files, named in `texts` beside the profile."""
        found = self._texts()
        if found is None:
            return []
        path, _section, names = found
        return [path.parent / name for name in names if name.endswith((".yaml", ".yml"))]

    def texts(self, library: Library, own: Mapping[Path, str]) -> tuple[str, ...]:
        """Return the ids of the texts that bind the company besides the law."""
        found = self._texts()
        if found is None:
            return ()
        path, section, names = found
        chosen_ids = []
        for name in names:
            text = library.texts.get(own.get(path.parent / name, name))
            if text is not None:
                _note_unfit(section, text, own=path.parent / name in own)
                chosen_ids.append(text.id)
            elif not name.endswith((".yaml", ".yml")):
                known = [t.id for t in library.texts.values() if not t.binds_all]
                section.wrong(
                    "FK-PRF-042", "texts", name=name, known="、".join(known), hint=hint(name, known)
                )
        return tuple(dict.fromkeys(chosen_ids))

    def params(self, vocabulary: Vocabulary) -> dict[str, tuple[Given, ...]]:
        """Return the company's own values: `id: value`, or written as in a text."""
        found: dict[str, tuple[Given, ...]] = {}
        for outer in self._under("params"):
            for name in outer.names():
                found[name] = givens(outer, name, vocabulary, _(OWN_TITLE), cited=False)
        return found

    def rules(self, library: Library) -> dict[str, RuleSetting]:
        """Return what is said of single rules; the law's are neither switched off nor lowered."""
        known = library.rules()
        found: dict[str, RuleSetting] = {}
        for outer in self._under("rules"):
            for name in outer.names():
                part = _rule_section(outer, name)
                if part is None:
                    continue
                setting = _setting(part, found.get(name, RuleSetting()))
                if name not in known:
                    outer.wrong("FK-PRF-043", name, name=name, hint=hint(name, known))
                    continue
                found[name] = setting
                rule = known[name]
                lowered = severity(setting.level or rule.level) < severity(rule.level)
                if library.text_of(name).binds_all and (lowered or not setting.enabled):
                    outer.wrong("FK-PRF-044", name, name=name, own=rule.level.label)
        return found

    def policies(self, vocabulary: Vocabulary) -> dict[str, Offer]:
        """Return what the company chose, by policy."""
        found = {}
        for outer in self._under("policies"):
            for name in outer.names():
                if value := chosen(vocabulary.policies, name, outer, name):
                    citation = Citation(_(OWN_TITLE), "")
                    found[name] = Offer(value, citation, Source.COMPANY, "", outer.place(name))
        return found

    def pairs(self, key: str) -> dict[str, str]:
        """Return a mapping of texts, merged."""
        merged: dict[str, str] = {}
        for _path, section in self._sections:
            merged.update(section.pairs(key))
        return merged

    def scoring(self, vocabulary: Vocabulary) -> ScoringPolicy:
        """Return how surveys are scored: the sections `survey`, merged."""
        scales = (name.split(".")[1] for name in vocabulary.family("survey_score"))
        return scoring_of(self._under("survey"), tuple(dict.fromkeys(scales)))

    def close(self) -> None:
        """Note every key that nobody asked for, in every layer."""
        for _path, section in self._sections:
            for key in ("id", "title", "texts"):
                section.raw(key)
            section.close()

    def _under(self, key: str) -> list[Section]:
        found = (section.section(key) for _path, section in self._sections)
        return [inner for inner in found if inner is not None]


def _note_unfit(section: Section, text: Regulation, *, own: bool) -> None:
    if text.status == REPEALED:
        section.wrong("FK-PRF-045", "texts", title=text.title)
    if text.binds_all and not own:
        section.wrong("FK-PRF-046", "texts", title=text.title)


def _rule_section(outer: Section, name: str) -> Section | None:
    """Return the settings of a rule; a bare `off` or level in their place is noted."""
    raw = outer.raw(name)
    if isinstance(raw, bool | str):
        outer.choice(name, LEVELS)
        if raw in LEVELS:
            outer.wrong("FK-PRF-012", name, value=str(raw), wanted=f"{{level: {raw}}}")
        return None
    return outer.section(name)


def _setting(part: Section, inherited: RuleSetting) -> RuleSetting:
    level = part.choice("level", LEVELS, required=False)
    setting = RuleSetting(
        Level(level) if level else inherited.level,
        part.flag("enabled", default=inherited.enabled),
        part.text("reason", required=False) or inherited.reason,
    )
    part.close()
    return setting
