"""What several types make of authored options: ids are letters, texts come from the bank or from rows of a query."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from fieldbook.assessment.bound_item import Fault
from fieldbook.assessment.item_texts import ItemTexts, LeftOutError
from fieldbook.model.item import Choice, Option, Pair, Rated, Step, Written

Data = dict[str, Any]
"""Fields of an option or of an item, to be validated."""


def letter(number: int) -> str:
    """Option id of place ``number``: 0 is a."""
    return chr(ord("a") + number)


def lettered(options: tuple[Option | Pair | Rated | Step, ...], texts: ItemTexts, field: str = "options") -> list[Data]:
    """Id, text and feedback of each option; they stand in ``field``."""
    return [
        {
            "id": letter(number),
            "text": texts.filled(f"{field}[{number}].text", option.text),
            "feedback": texts.filled(f"{field}[{number}].feedback", option.feedback),
        }
        for number, option in enumerate(options)
    ]


def keyed(options: tuple[Option, ...], texts: ItemTexts, field: str = "options") -> list[Data]:
    """The same with the key."""
    return [data | {"key": option.key} for data, option in zip(lettered(options, texts, field), options, strict=True)]


def keyed_options(item: Choice, texts: ItemTexts) -> Data:
    """Options of a choice; with a query the first row makes the key and the rows after it distractors."""
    return {"options": _from_rows(item, texts) if item.query else keyed(item.options, texts)}


def _from_rows(item: Choice, texts: ItemTexts) -> list[Data]:
    key = next(number for number, option in enumerate(item.options) if option.key)
    options = []
    for number, row in enumerate(texts.rows):
        which = key if number == 0 else 1 - key
        template, field = item.options[which], f"options[{which}]"
        options.append(
            {
                "id": letter(number),
                "text": texts.filled_from(row, f"{field}.text", template.text),
                "feedback": texts.filled_from(row, f"{field}.feedback", template.feedback),
                "key": number == 0,
            }
        )
    if len({option["text"] for option in options}) < len(options):
        raise LeftOutError("two options would read the same")
    return options


def keyed_faults(item: Choice, *, several: bool = False) -> Iterator[Fault]:
    """Whether options have one key, or one or more where ``several`` may be chosen."""
    right = sum(option.key for option in item.options)
    if item.query:
        if right != 1 or len(item.options) != 2:
            yield "options", "an item with a query needs one key and one distractor template", "See docs/items.md."
        elif item.query.take < 2:
            what = "must be at least 2, or there are no distractors"
            yield "query.take", what, "Set it to the number of options."
        return
    if right == 0:
        yield "options", "no option is the key", "Set key: true on the right option."
    elif right > 1 and not several:
        yield "options", f"{right} options are keys, one is allowed", "Keep one key, or use multiple-response."
    elif right == len(item.options):
        yield "options", "every option is a key", "Add distractors."
    texts = [option.text.casefold() for option in item.options]
    if len(set(texts)) < len(texts):
        yield "options", "two options have the same text", "Make them differ."


def expected_answers(item: Written, texts: ItemTexts) -> Data:
    """The answers that are expected of who writes, as plain text: nothing in it stands for a character."""
    typed = [texts.filled_as_typed(f"options[{n}].text", option.text) for n, option in enumerate(item.options)]
    options = [
        data | {"text": html.unescape(text), "accept": option.accept, "tolerance": option.tolerance}
        for data, option, text in zip(keyed(item.options, texts), item.options, typed, strict=True)
    ]
    otherwise = texts.filled("otherwise", item.otherwise)
    return {"options": options, "otherwise": otherwise, "unit": item.unit or ""}


def expected_faults(item: Written) -> Iterator[Fault]:
    """Whether an expected answer is right."""
    if not any(option.key for option in item.options):
        yield "options", "no expected answer is the key", "Set key: true on the right answer."
