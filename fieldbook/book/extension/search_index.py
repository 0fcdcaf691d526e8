"""Search that works from a folder: excerpts are in a script, because browsers do not fetch files for a page.

Questions are left out of the excerpts: what they say after an answer would be read before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.search import js_index

MOST_CHARACTERS = 400_000
MOST_PER_SECTION = 6_000
"""The script stays small, however long a course is: sections are cut short evenly."""

Section = tuple[str, str, str]
"""Anchor, title, text."""

Term = tuple[str, str, str]
"""Text, anchor, "main" or nothing."""

Page = tuple[str, dict[str, Any], str]


def setup_search(app: Sphinx) -> None:
    """Connect to Sphinx."""
    app.connect("config-inited", _configure)
    app.connect("doctree-read", _read)
    app.connect("env-purge-doc", lambda _app, env, docname: _texts(env).pop(docname, None))
    app.connect("env-merge-info", _merge)
    app.connect("html-collect-pages", _mend_index)
    app.connect("build-finished", _write)


def _configure(app: Sphinx, config: Config) -> None:
    del app
    config.html_show_search_summary = False
    config.html_use_index = False  # the search and the glossary stand in for it


def _texts(env: BuildEnvironment) -> dict[str, list[Section]]:
    texts: dict[str, list[Section]] = vars(env).setdefault("fieldbook_texts", {})
    return texts


def _read(app: Sphinx, doctree: nodes.document) -> None:
    sections = []
    for number, section in enumerate(doctree.findall(nodes.section)):
        title = section.next_node(nodes.title)
        anchor = "" if number == 0 else section["ids"][0]
        sections.append((anchor, title.astext() if title else "", " ".join(" ".join(_words(section)).split())))
    _texts(app.env)[app.env.docname] = sections


def _words(node: nodes.Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif not _apart(child):
            yield from _words(child)
            if isinstance(child, nodes.Body):
                yield " "


def _apart(node: nodes.Node) -> bool:
    apart = isinstance(node, (nodes.section, nodes.title, nodes.Invisible, nodes.raw))
    return apart or bool(isinstance(node, nodes.Element) and (node.get("activity") or node.get("apart")))


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    del app
    _texts(env).update({doc: texts for doc, texts in _texts(other).items() if doc in docnames})


def _mend_index(app: Sphinx) -> list[Page]:
    """What Sphinx gets wrong where it goes on from its last index: it forgets terms, and keeps words that are gone."""
    index: Any = vars(app.builder.indexer)  # type: ignore[attr-defined]
    known = index["_index_entries"]
    terms: dict[str, list[Term]] = {doc: known.get(doc, []) for doc in sorted(index["_titles"])}
    for doc, term in _last_terms(Path(app.outdir) / "searchindex.js"):
        if doc in terms and doc not in known:
            terms[doc].append(term)
    index["_index_entries"] = terms
    for words in (index["_mapping"], index["_title_mapping"]):
        for word in [word for word, docs in words.items() if not docs]:
            del words[word]
    return []


def _last_terms(path: Path) -> Iterator[tuple[str, Term]]:
    try:
        last = js_index.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return
    for text, places in last["indexentries"].items():
        for doc, anchor, main in places:
            yield last["docnames"][doc], (text, anchor, "main" if main else "")


def _write(app: Sphinx, error: Exception | None) -> None:
    if error is not None or app.builder.name != "html":
        return
    texts = _texts(app.env)
    most = min(MOST_PER_SECTION, MOST_CHARACTERS // max(1, sum(map(len, texts.values()))))
    data = {doc: [(anchor, title, text[:most]) for anchor, title, text in texts[doc]] for doc in sorted(texts)}
    static = Path(app.outdir) / "_static"
    static.mkdir(parents=True, exist_ok=True)
    script = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    (static / "fieldbook-excerpts.js").write_text(f"window.FIELDBOOK_EXCERPTS={script};\n", "utf-8")
