"""GeoJSON (RFC 7946) as far as maps of a pack need it: polygons and points with the id of their area."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from fieldbook.core.i18n import _
from fieldbook.model.base import Id

OFF_THE_GLOBE = "off_the_globe"
"""Type of the error about degrees that no place has."""


def _off_the_globe(text: str, degrees: float) -> PydanticCustomError:
    return PydanticCustomError(OFF_THE_GLOBE, "{text}", {"text": text.format(degrees=degrees)})


def _on_the_globe(position: list[float]) -> list[float]:
    if abs(position[1]) > 90:
        raise _off_the_globe(_("latitude {degrees:g} is not between -90 and 90"), position[1])
    if abs(position[0]) > 180:
        raise _off_the_globe(_("longitude {degrees:g} is not between -180 and 180"), position[0])
    return position


def _closed(ring: list[list[float]]) -> list[list[float]]:
    if ring[0] != ring[-1]:
        raise ValueError(_("a ring does not end where it begins"))
    return ring


Number = Annotated[float, Field(allow_inf_nan=False)]
Position = Annotated[list[Number], Field(min_length=2, max_length=3), AfterValidator(_on_the_globe)]
"""Longitude, latitude in WGS 84 degrees; a height may follow."""
Ring = Annotated[list[Position], Field(min_length=4), AfterValidator(_closed)]
Rings = Annotated[list[Ring], Field(min_length=1)]


class _Part(BaseModel):
    """Members that maps don't use are dropped."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Point(_Part):
    """Where an area's label stands."""

    type: Literal["Point"]
    coordinates: Position


class Polygon(_Part):
    """Outer ring, then holes."""

    type: Literal["Polygon"]
    coordinates: Rings


class MultiPolygon(_Part):
    """Several polygons."""

    type: Literal["MultiPolygon"]
    coordinates: Annotated[list[Rings], Field(min_length=1)]


class Properties(_Part):
    """``id`` is an area of ``context.yml``, or ``outline`` for the country."""

    id: Id


class Feature(_Part):
    """An area's shape."""

    type: Literal["Feature"]
    properties: Properties
    geometry: Annotated[Point | Polygon | MultiPolygon, Field(discriminator="type")]


class FeatureCollection(_Part):
    """The whole file."""

    type: Literal["FeatureCollection"]
    features: list[Feature]
