"""A channel of Kolibri: what it says of itself, its ids, and the database that Kolibri imports from a drive."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import re
import sqlite3
import uuid
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from fieldbook.core.i18n import direction

DOMAIN = "fieldbook"
"""Whose channel it is, for the ids: the same course has the same ids in every version, so that progress stays."""
SCHEMA_VERSION = "5"
FOLDER = "KOLIBRI_DATA/content"
"""What Kolibri looks for on an attached drive."""
READ, PRACTICE, REFLECT = "wA01urpi", "VwRCom7G", "3dSeJhqs"
_LESSON, _PROFESSIONAL, _PROFESSIONAL_SKILLS, _ALT_TEXT = "xgFjFhrA", "ZrgBU73s", "l7DsPDlm.#N2VymZo", "Lb0tb9VC"
_LABELS = {
    "learning_activities": [READ, PRACTICE, REFLECT],
    "resource_types": [_LESSON],
    "grade_levels": [_PROFESSIONAL],
    "categories": [_PROFESSIONAL_SKILLS],
    "accessibility_labels": [_ALT_TEXT],
}
"""Labels of le-utils: a lesson to read, practise and reflect on; professional; professional skills; alt text."""
_LANGUAGES = {"ar": "العربية", "en": "English", "es": "Español", "fr": "Français", "ru": "Русский", "zh": "中文"}
_LONGEST_TAG = 30


@dataclasses.dataclass(frozen=True)
class Stored:
    """A file as Kolibri stores it: under its MD5."""

    content: bytes
    extension: str

    @property
    def checksum(self) -> str:
        """Kolibri's name for the file, and its check that a copy is whole."""
        return hashlib.md5(self.content, usedforsecurity=False).hexdigest()

    @property
    def path(self) -> str:
        """Where Kolibri looks for it on a drive."""
        return f"{FOLDER}/storage/{self.checksum[0]}/{self.checksum[1]}/{self.checksum}.{self.extension}"


@dataclasses.dataclass(frozen=True)
class Node:
    """Something to open in the channel: a place in the app. ``minutes`` is the time it takes."""

    source_id: str
    title: str
    description: str
    entry: str
    minutes: int
    picture: Stored


@dataclasses.dataclass(frozen=True)
class Channel:
    """A channel with one app, and a node for each way into it."""

    source_id: str
    title: str
    description: str
    lang: str
    author: str
    tags: tuple[str, ...]
    edition: str
    updated: str
    """ISO date."""
    coach: bool
    """For coaches' eyes only."""
    app: Stored
    picture: Stored
    nodes: tuple[Node, ...]

    @property
    def id(self) -> str:
        """The channel's id, as ricecooker works it out."""
        return uuid.uuid5(_space(), self.source_id).hex

    @property
    def version(self) -> int:
        """Grows with the course's edition: 2026.1 is 202601. Kolibri replaces a channel by a later version only."""
        return int("".join(f"{int(part):02d}" for part in re.findall(r"\d+", self.edition)) or "1")

    def ids(self, node: Node) -> tuple[str, str]:
        """Id of ``node`` and of its content, as ricecooker works them out."""
        content = uuid.uuid5(_space(), node.source_id).hex
        return uuid.uuid5(uuid.UUID(self.id), content).hex, content

    @property
    def files(self) -> dict[str, Stored]:
        """Every stored file by checksum; what two nodes share is stored once."""
        found = [self.app, *(node.picture for node in self.nodes)]
        return {file.checksum: file for file in found}


def description(channel: Channel) -> bytes:
    """``channel.json``, from which ``sushichef.py`` uploads."""
    names = ("source_id", "title", "description", "lang", "author", "tags", "edition", "coach")
    about = {name: getattr(channel, name) for name in names}
    about |= {"source_domain": DOMAIN, "license": "CC BY", "thumbnail": "thumbnail.png", "app": channel.app.path}
    about["labels"] = _LABELS
    parts = ("source_id", "title", "description", "entry", "minutes")
    about["nodes"] = [
        {name: getattr(node, name) for name in parts} | {"thumbnail": node.picture.path} for node in channel.nodes
    ]
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()


def database(channel: Channel) -> bytes:
    """The channel's SQLite file."""
    connection = sqlite3.connect(":memory:")
    connection.executescript((files("fieldbook.packages") / "kolibri_channel.sql").read_text("utf-8"))
    for table, row in _rows(channel):
        marks = ",".join(f":{name}" for name in row)
        connection.execute(f"INSERT INTO {table} ({','.join(row)}) VALUES ({marks})", row)  # noqa: S608 our own names
    connection.commit()
    content = connection.serialize()
    connection.close()
    return content


def _rows(channel: Channel) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "content_language", _language(channel.lang)
    yield "content_contentnode", _topic(channel)
    yield "content_channelmetadata", _about(channel)
    for name, file in channel.files.items():
        size = {"available": 0, "file_size": len(file.content)}
        yield "content_localfile", {"id": name, "extension": file.extension} | size
    tags = {tag: uuid.uuid5(_space(), f"tag {tag}").hex for tag in channel.tags}
    for tag, name in tags.items():
        yield "content_contenttag", {"id": name, "tag_name": tag[:_LONGEST_TAG]}
    for number, node in enumerate(channel.nodes, 1):
        yield "content_contentnode", _node(channel, node, number)
        name, _content = channel.ids(node)
        yield "content_file", _file(name, channel.app, "html5_zip")
        yield "content_file", _file(name, node.picture, "html5_thumbnail")
        for mark in tags.values():
            yield "content_contentnode_tags", {"contentnode_id": name, "contenttag_id": mark}


def _about(channel: Channel) -> dict[str, Any]:
    data = f"data:image/png;base64,{base64.b64encode(channel.picture.content).decode()}"
    words = {"name": channel.title[:200], "description": channel.description[:400], "author": channel.author}
    updated = f"{channel.updated} 00:00:00.000000(UTC)"  # Kolibri stops at a day without a time
    marks = {"version": channel.version, "min_schema_version": SCHEMA_VERSION, "last_updated": updated}
    return words | marks | {"id": channel.id, "root_id": channel.id, "thumbnail": data, "tagline": ""}


def _node(channel: Channel, node: Node, number: int) -> dict[str, Any]:
    name, content = channel.ids(node)
    place = {"lft": 2 * number, "rght": 2 * number + 1, "level": 1, "sort_order": float(number)}
    own = {"id": name, "content_id": content, "parent_id": channel.id, "kind": "html5"}
    words = {"title": node.title[:200], "description": node.description, "lang_id": channel.lang}
    labels = {label: ",".join(values) for label, values in _LABELS.items()}
    options = {"options": json.dumps({"entry": node.entry}), "duration": node.minutes * 60}
    return _common(channel) | own | place | words | labels | options


def _file(node: str, file: Stored, preset: str) -> dict[str, Any]:
    seen = int(preset.endswith("thumbnail"))
    name = uuid.uuid5(uuid.UUID(node), file.checksum).hex
    marks = {"supplementary": seen, "thumbnail": seen, "priority": 2 if seen else 1}
    return {"id": name, "preset": preset, "contentnode_id": node, "local_file_id": file.checksum} | marks


def _topic(channel: Channel) -> dict[str, Any]:
    place = {"lft": 1, "rght": 2 * len(channel.nodes) + 2, "level": 0, "sort_order": 0.0, "parent_id": None}
    own = {
        "id": channel.id,
        "content_id": uuid.uuid5(_space(), channel.id).hex,
        "kind": "topic",
        "title": channel.title[:200],
    }
    return _common(channel) | own | place | {"description": channel.description, "lang_id": channel.lang}


def _common(channel: Channel) -> dict[str, Any]:
    owner = {"license_name": "CC BY", "license_owner": channel.author, "author": channel.author}
    return owner | {"coach_content": int(channel.coach), "channel_id": channel.id, "available": 0, "tree_id": 1}


def _language(tag: str) -> dict[str, str]:
    code, _dash, rest = tag.partition("-")
    name = _LANGUAGES.get(code, tag)
    return {"id": tag, "lang_code": code, "lang_subcode": rest, "lang_name": name, "lang_direction": direction(tag)}


def _space() -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_DNS, DOMAIN)
