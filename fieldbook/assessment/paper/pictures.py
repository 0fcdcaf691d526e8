"""Photographs and scans as grey pictures. Files come from anybody: each is bounded before it is unpacked."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import PIL.ImageOps
import pypdfium2

from fieldbook.core.i18n import _
from fieldbook.core.problems import Problem

MOST_BYTES = 200_000_000
MOST_PIXELS = 110_000_000
"""Of one picture; the largest phone cameras stay below."""

MOST_PAGES = 2_000
"""Of one file."""

_FORMATS = ("JPEG", "PNG", "TIFF")
_LONG_SIDE = 3200
_PDF_LONG_SIDE = 2400


@dataclasses.dataclass(frozen=True)
class SheetPicture:
    """One page as a grey array. ``id`` is the same for the same content, wherever the file lies."""

    name: str
    id: str
    grey: Any


def pictures(path: Path) -> Iterator[SheetPicture | Problem]:
    """Every page in the file ``path``."""
    name = path.as_posix()
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            yield _too_large(name, _("is larger than {count} MB").format(count=MOST_BYTES // 1_000_000))
            return
        data = path.read_bytes()
    except OSError as error:
        yield unread(name, _("cannot be read: {reason}").format(reason=error.strerror or error))
        return
    pages = _pdf_pages(name, data) if data[:1024].lstrip().startswith(b"%PDF") else _image_pages(name, data)
    digest = hashlib.sha256(data).hexdigest()
    for number, page in enumerate(pages, 1):
        if isinstance(page, Problem):
            yield page
            return
        if number > MOST_PAGES:
            yield _too_large(name, _("has more than {count} pages").format(count=MOST_PAGES))
            return
        shown = name if number == 1 else _("{name}, page {n}").format(name=name, n=number)
        yield SheetPicture(shown, hashlib.sha256(f"{digest}{number}".encode()).hexdigest()[:12], page)


def unread(name: str, what: str) -> Problem:
    """A picture from which nothing can be taken."""
    return Problem(name, 0, "", what, _("Photograph or scan the sheet again; see docs/paper.md."), "FB-PAPER-04")


def _too_large(name: str, what: str) -> Problem:
    return Problem(name, 0, "", what, _("Scan again at 200 to 300 dpi, a few sheets in a file."), "FB-PAPER-05")


def _image_pages(name: str, data: bytes) -> Iterator[Any]:
    try:
        with _quiet(), PIL.Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            for frame in range(min(getattr(image, "n_frames", 1), MOST_PAGES + 1)):
                if frame:
                    image.seek(frame)
                if image.width * image.height > MOST_PIXELS:
                    what = _("is a picture of {width} by {height} points")
                    yield _too_large(name, what.format(width=image.width, height=image.height))
                    return
                image.draft("L", (_LONG_SIDE, _LONG_SIDE))
                grey = PIL.ImageOps.exif_transpose(_grey(image))
                grey.thumbnail((_LONG_SIDE, _LONG_SIDE), PIL.Image.Resampling.BOX)
                yield np.asarray(grey)
    except PIL.Image.DecompressionBombError:
        yield _too_large(name, _("is far larger than a picture of a page"))
    except Exception as error:
        kind = _("is no picture that is known here (PNG, JPEG, TIFF, PDF), or is damaged")
        yield unread(name, f"{kind}: {type(error).__name__}")


def _quiet() -> warnings.catch_warnings[None]:
    """Pillow's own warnings about sizes: the bound is ours."""
    return warnings.catch_warnings(action="ignore")


def _grey(image: Any) -> Any:
    """Without transparency: what is clear is paper."""
    if image.mode in {"RGBA", "LA", "P", "PA"}:
        rgba = image.convert("RGBA")
        paper = PIL.Image.new("RGBA", rgba.size, "white")
        paper.alpha_composite(rgba)
        paper.info = image.info
        return paper.convert("L")
    if image.mode.startswith(("I", "F")):  # 16 bits
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("L")


def _pdf_pages(name: str, data: bytes) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(data)
        for page in document:
            width, height = page.get_size()
            scale = _PDF_LONG_SIDE / max(width, height, 1.0)
            yield np.array(page.render(scale=scale, grayscale=True).to_numpy()).squeeze()
            page.close()
        document.close()
    except Exception as error:
        yield unread(name, _("is a damaged or locked PDF: {reason}").format(reason=type(error).__name__))
