"""Texts in Markdown: everything that people read is found, and nothing else is touched."""

from __future__ import annotations

import itertools
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import PROJECT, TINY
from fieldbook.translation.markdown_texts import DIRECTIVES, Block, blocks, reworded_markdown

LESSON = """\
## The barrier

```{situation} Harsa, 06:40
:from: Lieutenant Beck
:to: Captain Imre

The road is closed
for the third day.
```

```{decision} m1-d-barrier
What do you do?

- Wait.

  Nothing happens.
- Go.\\
  Now.
```

| Who | What |
| --- | --- |
| a \\| b | {{ mission.short }} |

```{opening}
```

```python
not_read = "by anybody"
```
"""


def _texts(source: str) -> list[tuple[str, str, str]]:
    return [(block.inside, block.what, block.text) for block in blocks(source)]


def test_every_text_is_found_with_what_it_is() -> None:
    assert _texts(LESSON) == [
        ("", "heading", "The barrier"),
        ("situation", "title", "Harsa, 06:40"),
        ("situation", "from", "Lieutenant Beck"),
        ("situation", "to", "Captain Imre"),
        ("situation", "paragraph", "The road is closed for the third day."),
        ("decision", "paragraph", "What do you do?"),
        ("decision", "point", "Wait."),
        ("decision", "point", "Nothing happens."),
        ("decision", "point", "Go.\\\nNow."),
        ("", "cell", "Who"),
        ("", "cell", "What"),
        ("", "cell", "a | b"),
        ("", "cell", "{{ mission.short }}"),
    ]


def test_a_translation_stands_where_the_text_stood() -> None:
    words = {"The road is closed for the third day.": "La route est fermée.", "a | b": "c | d", "Wait.": "Attendre."}
    changed = reworded_markdown(LESSON, lambda block: words.get(block.text, block.text))
    assert changed == (
        LESSON.replace("The road is closed\nfor the third day.", "La route est fermée.")
        .replace("a \\| b", "c \\| d")
        .replace("Wait.", "Attendre.")
    )


def test_parts_inside_points_keep_their_place() -> None:
    nested = "1. One\n\n   ```{note}\n   Two\n   three\n   ```\n\n   > four\n"
    changed = reworded_markdown(nested, lambda block: block.text.upper())
    assert changed == "1. ONE\n\n   ```{note}\n   TWO THREE\n   ```\n\n   > FOUR\n"


def _sources() -> list[tuple[str, str]]:
    found = []
    for root in (PROJECT, TINY):
        for path in sorted([*root.glob("book/**/*.md"), root / "index.md"]):
            found.append((path.relative_to(root).as_posix(), path.read_text("utf-8")))
        for path in sorted(root.glob("modules/**/*.ipynb")):
            cells = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "markdown"]
            found += [(f"{path.name} {cell['id']}", "".join(cell["source"])) for cell in cells]
    return found


def test_no_line_of_the_course_is_out_of_a_translators_reach() -> None:
    for name, source in _sources():
        assert reworded_markdown(source, lambda block: block.text) == source, name
        rest = reworded_markdown(source, lambda _block: "#")
        left = re.sub(r"^ *(`{3,}|:{3,}).*$|^:id:.*$|^:(?:from|to):|^    .*$", "", rest, flags=re.MULTILINE)
        assert not re.findall(r"[^\W\d_]{2,}", left), f"{name}: {left}"


def test_every_directive_that_holds_text_is_known() -> None:
    used = {found for _name, source in _sources() for found in re.findall(r"^ *[`:]{3,}\{([\w-]+)\} *\S*\n(?! *[`:]{3})", source, re.MULTILINE)}  # fmt: skip
    assert used <= DIRECTIVES.keys()


_WORD = st.text("abcdé |*_`<&\\{}[]", min_size=1, max_size=12).filter(lambda text: text.strip() and "\n" not in text)
_PART = st.one_of(
    _WORD.map(lambda word: f"## {word}"),
    st.lists(_WORD, min_size=1, max_size=3).map("\n".join),
    st.lists(_WORD, min_size=1, max_size=3).map(lambda words: "\n".join(f"- {word}" for word in words)),
    st.lists(_WORD, min_size=2, max_size=2).map(lambda w: f"| {w[0]} | {w[1]} |\n| --- | --- |\n| {w[1]} | {w[0]} |"),
    st.tuples(st.sampled_from(sorted(DIRECTIVES)), _WORD).map(lambda p: f"```{{{p[0]}}}\n:from: {p[1]}\n\n{p[1]}\n```"),
)


@given(st.lists(_PART, max_size=6).map("\n\n".join))
def test_whatever_authors_write_stays_as_it_is(source: str) -> None:
    assert reworded_markdown(source, lambda block: block.text) == source
    places = [(block.start, block.end) for block in blocks(source)]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))


@pytest.mark.parametrize("text", ["one\ntwo", "one | two"])
def test_a_translation_can_not_break_a_table(text: str) -> None:
    def reword(block: Block) -> str:
        return text if block.text == "x" else block.text

    changed = reworded_markdown("| a | b |\n| --- | --- |\n| x | y |\n", reword)
    assert [block.text for block in blocks(changed)][2:] == [text.replace("\n", " "), "y"]
