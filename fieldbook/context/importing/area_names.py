"""Names that mean one area: they differ only in capitals, accents, spaces or the word for the unit, such as State."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping

_UNITS: Mapping[str, str] = {
    word: unit
    for unit, words in {
        "state": "state states etat estado wilaya wilayah wilayat ولاية",
        "province": "province provincia مقاطعة",
        "region": "region منطقة",
        "prefecture": "prefecture prefectura",
        "department": "department departement departamento",
        "division": "division",
        "governorate": "governorate gouvernorat gobernacion muhafazah محافظة",
        "county": "county comte condado",
        "district": "district distrito",
        "territory": "territory territoire territorio",
        "cercle": "cercle",
    }.items()
    for word in words.split()
}
_LINKS = {"of", "the", "de", "du", "des", "d", "la", "le", "les", "l", "del", "da", "do"}


def plain(name: str) -> str:
    """A name as it is compared: small letters and digits, without accents."""
    return "".join(_words(name))


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKD", name).casefold()
    return re.findall(r"[^\W_]+", "".join(letter for letter in text if not unicodedata.combining(letter)))


def without_unit(name: str) -> tuple[str, str]:
    """A name as it is compared, without the word for the unit before or behind it, and the unit; empty for none."""
    words = _words(name)
    unit = ""
    if len(words) > 1 and words[-1] in _UNITS:
        unit = _UNITS[words.pop()]
    elif len(words) > 1 and words[0] in _UNITS:
        unit, rest = _UNITS[words[0]], words[1:]
        while len(rest) > 1 and rest[0] in _LINKS:
            rest = rest[1:]
        words = rest
    return "".join(words), unit


class AreaNames:
    """Ids of areas by their names; a name is found with another word for the unit too, where that leaves one area."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        pairs = list(named)
        self._plain = {plain(name): area for name, area in pairs}
        keys: dict[str, set[str]] = {}
        for name, area in pairs:
            keys.setdefault(without_unit(name)[0], set()).add(area)
        self._without_unit = {key: next(iter(areas)) for key, areas in keys.items() if len(areas) == 1}

    def find(self, name: str) -> str | None:
        """The id of the area called ``name``."""
        found = self._plain.get(plain(name))
        return self._without_unit.get(without_unit(name)[0]) if found is None else found


def one_name_each(names: Mapping[str, int]) -> dict[str, str]:
    """The name under which each of ``names`` stands, by how often it was written.

    Names with different words for the unit stay apart, and then also the name without one: Wau State, Wau County, Wau.
    """
    keys: dict[str, dict[str, list[str]]] = {}
    for name in names:
        key, unit = without_unit(name)
        keys.setdefault(key, {}).setdefault(unit, []).append(name)
    found: dict[str, str] = {}
    for units in keys.values():
        same = [list(itertools.chain(*units.values()))] if len(set(units) - {""}) <= 1 else list(units.values())
        for group in same:
            found |= dict.fromkeys(group, max(group, key=lambda name: _rank(name, names[name])))
    return found


def _rank(name: str, number: int) -> tuple[bool, int, bool, int, str]:
    """Of names of one area, the one in capitals and small letters; then the frequent one, without its unit, in full."""
    return name not in {name.upper(), name.lower()}, number, not without_unit(name)[1], len(name), name
