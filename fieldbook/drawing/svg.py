"""Makes an SVG from vl-convert fit for our pages: colour classes, one text alternative, few bytes, nothing foreign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from fieldbook.drawing.palette import CLASSES

_NS = "http://www.w3.org/2000/svg"
_KEPT = {"svg", "g", "path", "line", "rect", "text", "tspan", "circle", "ellipse", "polygon", "polyline"}
_LENGTHS = {
    *("transform", "d", "points", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy"),
    *("cx", "cy", "r", "rx", "ry", "width", "height"),
}
_ATTRIBUTES = _LENGTHS | {
    *("fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-dasharray"),
    *("stroke-linecap", "stroke-linejoin", "opacity", "text-anchor", "font-size", "font-weight", "font-style"),
}
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?|-?\d+e-?\d+")
_DEFAULTS = {"opacity": "1", "stroke-opacity": "1", "fill-opacity": "1", "text-anchor": "start", "stroke-width": "1",
             "font-weight": "normal", "x2": "0", "y2": "0"}  # fmt: skip
_FONT_SIZE = "14"


def finish(svg: str, alt: str) -> str:
    """The SVG that pages carry. ``alt`` is announced once, as the label of the one image."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(svg.encode(), parser)
    width, height = (round(float(root.get(side, "0"))) for side in ("width", "height"))
    _keep_known(root)
    for element in list(root.iter()):
        _slim(element)
    _unwrap(root)
    root.attrib.clear()
    _label(root, width, height, alt)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _keep_known(root: etree._Element) -> None:
    for element in list(root.iter()):
        name = etree.QName(element).localname
        hidden = element.get("display") == "none" or element.get("class") in {"background", "foreground"}
        empty = name in {"path", "text"} and not (
            element.get("d") or etree.tostring(element, method="text", encoding="unicode")
        )
        if element is not root and (name not in _KEPT or hidden or empty or element.get("fill") == "white"):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)


def _slim(element: etree._Element) -> None:
    for name, value in [(str(name), str(value)) for name, value in element.attrib.items()]:
        if name not in _ATTRIBUTES or _DEFAULTS.get(name) == value or "url(" in value:
            del element.attrib[name]
        elif name in _LENGTHS:
            element.set(name, _rounded(value))
    if not element.get("stroke"):
        element.attrib.pop("stroke-width", "")
    if element.get("font-size", "").removesuffix("px") == _FONT_SIZE:
        del element.attrib["font-size"]
    if element.get("transform") == "translate(0,0)":
        del element.attrib["transform"]
    if classes := list(_classes(element)):
        element.set("class", " ".join(classes))


def _classes(element: etree._Element) -> Iterator[str]:
    for attribute, prefix in (("fill", "fb-c-"), ("stroke", "fb-s-")):
        if name := CLASSES.get(element.get(attribute, "").lower()):
            yield prefix + name


def _rounded(value: str) -> str:
    return _NUMBER.sub(lambda match: f"{round(float(match[0]), 1):g}", value)


def _unwrap(root: etree._Element) -> None:
    """Remove groups that carry nothing, deepest first."""
    for group in reversed(list(root.iter(f"{{{_NS}}}g"))):
        parent = group.getparent()
        if parent is not None and (
            not len(group) or (set(group.attrib) <= {"fill"} and group.get("fill", "none") == "none")
        ):
            place = parent.index(group)
            parent[place : place + 1] = list(group)


def _label(root: etree._Element, width: int, height: int, alt: str) -> None:
    root.set("viewBox", f"0 0 {width} {height}")
    root.set("width", str(width))
    root.set("height", str(height))
    root.set("role", "img")
    root.set("aria-label", alt)
    # Text is anchored from the left in every page: in a right-to-left page "start" would mean the other side.
    root.set("direction", "ltr")
    root.set("fill", "none")
    root.set("font-family", "system-ui,sans-serif")
    root.set("font-size", _FONT_SIZE)
