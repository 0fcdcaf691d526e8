"""``kolibri``: the book as an app for Kolibri, in a channel that a USB stick or Kolibri Studio brings there.

In the zip: ``KOLIBRI_DATA``, which Kolibri finds on an attached drive, and a description, a picture and a script with
which ricecooker uploads the same channel. The app has a launch page for the course and one for each module.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from fieldbook.book.site import Site
from fieldbook.core.i18n import _
from fieldbook.core.zipping import write_entries, zipped
from fieldbook.course.sources import Course
from fieldbook.packages.base import Format, Package
from fieldbook.packages.kolibri_channel import FOLDER, Channel, Node, Stored, database, description
from fieldbook.packages.launch_pages import Launching
from fieldbook.packages.thumbnail import picture

_BOOK = "book/"
_OUTSIDE = re.compile(rb'<a\b[^>]*\bhref="(https?://[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(rb"<[^>]*>")


def write(course: Course, site: Site, out: Path) -> Package:
    """Write ``out/<edition>-kolibri.zip``."""
    target = out / f"{site.edition.name}-{FORMAT.name}.zip"
    note = _("Kolibri lets a page neither open web addresses nor save files: addresses are printed as text.")
    return Package(FORMAT.name, target, write_entries(target, entries(course, site)), (note,))


def entries(course: Course, site: Site) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file of the package."""
    about = channel(course, site)
    for file in about.files.values():
        yield file.path, file.content
    yield f"{FOLDER}/databases/{about.id}.sqlite3", database(about)
    yield "channel.json", description(about)
    yield "sushichef.py", (files("fieldbook.packages") / "sushichef.txt").read_bytes()
    yield "thumbnail.png", about.picture.content
    yield "README.txt", _readme(about).encode()


def app(course: Course, site: Site) -> Iterator[tuple[str, bytes]]:
    """The HTML5 app: launch pages at its root, the book in a folder."""
    launching = Launching(course, site, _BOOK)
    for name, content in launching.entries([launching.unit(None, "index.html"), *launching.units()], FORMAT.name):
        yield name, _without_outside_links(content) if name.endswith(".html") else content


def channel(course: Course, site: Site) -> Channel:
    """What the channel says of itself, with a node for each module."""
    mission, file = course.context.meta.mission, course.file.value
    minutes = {module.id: module.minutes for module in site.outline.modules}
    nodes = (
        Node(
            f"{site.edition.name} {module.id}",
            module.title,
            " ".join(objective.text for objective in module.objectives),
            f"launch-{module.id}.html",
            minutes[module.id],
            Stored(picture(len(course.modules), number), "png"),
        )
        for number, module in enumerate(course.modules, 1)
    )
    words = _("{count} modules about {mission}: lessons, evidence, questions with feedback, scenarios, documents.")
    return Channel(
        source_id=site.edition.name,
        title=f"{file.title}: {mission.short}",
        description=words.format(count=len(course.modules), mission=mission.short),
        lang=site.edition.lang,
        author=_("The Fieldbook authors"),
        tags=tuple(dict.fromkeys((mission.short, mission.country))),
        edition=file.edition,
        updated=course.context.meta.as_of.isoformat(),
        coach=site.edition.audience == "trainer",
        app=Stored(zipped(app(course, site)), "zip"),
        picture=Stored(picture(len(course.modules)), "png"),
        nodes=tuple(nodes),
    )


def _without_outside_links(page: bytes) -> bytes:
    """Links to the web become their text and the address: in Kolibri they would open nothing, or lose the page."""

    def plain(found: re.Match[bytes]) -> bytes:
        address, text = found[1], found[2]
        shown = html.unescape(_TAG.sub(b"", text).decode()).strip() == html.unescape(address.decode())
        return text if shown else b"%s (%s)" % (text, address)

    return _OUTSIDE.sub(plain, page)


def _readme(about: Channel) -> str:
    lines = [
        about.title,
        "",
        _("From a USB stick: unpack this zip onto the stick, so that KOLIBRI_DATA lies at its top. In Kolibri, as an"),
        _("administrator: Device, Channels, Import, Attached drive."),
        "",
        _("With Kolibri Studio: pip install ricecooker, then python sushichef.py --token=YOUR-TOKEN, and publish the"),
        _("channel in Studio. Or create a channel there by hand and upload the app:"),
        about.app.path,
        "",
    ]
    return "\n".join(lines)


FORMAT = Format("kolibri", lambda: _("Kolibri, for places without internet: a channel on a USB stick."), write)
