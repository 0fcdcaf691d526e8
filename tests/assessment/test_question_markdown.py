"""Text from outside is shown as it was written, by the exporters' Markdown and by the book's MyST."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from fieldbook.assessment.old_questions.to_markdown import html_to_markdown
from fieldbook.context.fill import filled
from fieldbook.packages.exported_bank import as_html

MYST = create_md_parser(MdParserConfig(enable_extensions={"colon_fence", "deflist", "substitution"}), RendererHTML)

SIGNS = r"""\`*_{}[]()<>#+-.!|~:%=&$@^"'/0123456789ab é¿ 日本 عر"""
PIECES = st.one_of(
    st.text(st.sampled_from(SIGNS), min_size=1, max_size=12),
    st.sampled_from(
        [
            *(
                "{{ mission.name }}",
                "{% raw %}",
                "{cite}`x`",
                "{raw}`html <b>`",
                ":::{note}",
                "```{python}",
                "~~~",
                "+++",
                "% no",
            ),
            *(
                "(target)=",
                "[^1]",
                "[a]: b",
                "![x](y)",
                "[x](y)",
                "<script>",
                "&amp;",
                "&#123;",
                "<!-- -->",
                "---",
                "***",
                "1. a",
            ),
            *(
                "# a",
                "> a",
                ": a",
                "| a | b |",
                "_____",
                "a_b_c",
                "**b**",
                "http://a.b",
                "<http://a.b>",
                "[[gap-1]]",
                "===",
                "\\",
                "!",
            ),
        ]
    ),
)
LINES = st.lists(PIECES, min_size=1, max_size=4).map(" ".join).map(lambda text: " ".join(text.split())).filter(bool)


def shown(rendered: str) -> str:
    """What a reader sees of HTML that should hold nothing but one paragraph."""
    assert not re.search(r"<(?!/?p>)[a-z]", rendered), rendered
    return " ".join(html.unescape(rendered.replace("<p>", "").replace("</p>", "")).split())


@given(LINES)
@settings(max_examples=300, deadline=None, derandomize=True)
@example("_ _ _")
@example("a! [b](c)")
@example("1822.")
def test_plain_text_is_shown_as_it_was_written(text: str) -> None:
    markdown = html_to_markdown(html.escape(text), [])
    assert filled(markdown, {}, lambda *fault: pytest.fail(f"{text!r} is a substitution: {fault}")) == markdown
    assert shown(as_html(markdown)) == text
    assert shown(MYST.render(markdown)) == text


@given(LINES, LINES)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_emphasis_stays_and_nothing_else_comes_of_it(before: str, strong: str) -> None:
    markdown = html_to_markdown(f"<p>{html.escape(before)} (<b>{html.escape(strong)}</b>)</p>", [])
    assert shown(re.sub("</?(strong|em)>", "", as_html(markdown))) == f"{before} ({strong})"
