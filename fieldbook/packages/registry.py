"""Every output format. A new one costs one file in this folder, one line here and one golden folder."""

from __future__ import annotations

from fieldbook.packages import (
    aiken,
    cmi5,
    epub,
    exercise,
    gift,
    html,
    imscc,
    kolibri,
    moodle,
    offline,
    qti3,
    qti21,
    scorm12,
    scorm2004,
)
from fieldbook.packages.base import Format

FORMATS: dict[str, Format] = {
    format_.name: format_
    for format_ in (
        html.FORMAT,
        offline.FORMAT,
        moodle.FORMAT,
        gift.FORMAT,
        aiken.FORMAT,
        qti21.FORMAT,
        qti3.FORMAT,
        scorm12.FORMAT,
        scorm2004.FORMAT,
        cmi5.FORMAT,
        epub.FORMAT,
        imscc.FORMAT,
        kolibri.FORMAT,
        exercise.FORMAT,
    )
}

OTHER_VERSIONS: dict[str, Format] = {format_.name: format_ for format_ in (imscc.OTHER,)}
"""Further versions of a format, asked for by name and version (``imscc:1.3``); ``all`` leaves them out."""


def find(name: str) -> Format:
    """The format ``name``, with or without a version. Raises ``KeyError``."""
    return FORMATS.get(name) or OTHER_VERSIONS[name]
