"""What holds of every computed question, whatever the pack."""

from __future__ import annotations

import html

import lxml.html
from markdown_it import MarkdownIt

from fieldbook.assessment.shapes import ChoiceItem, NumberItem


def one_key(item: ChoiceItem | NumberItem) -> None:
    """One option is right, and nothing else that the item foresees would count as right too."""
    keys = [option for option in item.options if option.is_right]
    assert len(keys) == 1, item.id
    texts = [option.text for option in item.options]
    assert len(set(texts)) == len(texts), item.id
    if isinstance(item, ChoiceItem):
        assert len(texts) >= 2, item.id
        for text in texts:
            assert _printed(text) == " ".join(html.unescape(text).split()), "a name prints as it stands"
        return
    right, far = float(keys[0].text), keys[0].tolerance or 0
    wrong = [float(option.text) for option in item.options if not option.is_right]
    assert all(abs(value - right) > far for value in wrong), (item.id, right, far, wrong)


def _printed(text: str) -> str:
    made = MarkdownIt("commonmark", {"html": False}).render(text)
    return " ".join(lxml.html.fromstring(f"<div>{made}</div>").text_content().split())
