"""What types make of authored options: ids are letters, texts come from the bank or from the rows of a query."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any, ClassVar

from fieldbook.assessment.item_texts import ItemTexts
from fieldbook.assessment.shapes import Fault, LeftOutError
from fieldbook.core.i18n import _
from fieldbook.model.item import Choice, Option, Pair, Rated, Step, Written

Data = dict[str, Any]
"""Fields of an option or of an item, to be validated."""


def lettered(options: tuple[Option | Pair | Rated | Step, ...], texts: ItemTexts, field: str = "options") -> list[Data]:
    """Id, text and feedback of each option; they stand in ``field``."""
    return [
        {
            "id": _letter(number),
            "text": texts.filled(f"{field}[{number}].text", option.text),
            "feedback": texts.filled(f"{field}[{number}].feedback", option.feedback),
        }
        for number, option in enumerate(options)
    ]


def keyed(options: tuple[Option, ...], texts: ItemTexts, field: str = "options") -> list[Data]:
    """The same with the key."""
    return [data | {"key": option.key} for data, option in zip(lettered(options, texts, field), options, strict=True)]


class KeyedOptions:
    """For types whose options are right or wrong; one is right, or one or more where ``several`` may be chosen."""

    several: ClassVar[bool] = False

    @classmethod
    def faults(cls, item: Choice) -> Iterator[Fault]:
        right = sum(option.key for option in item.options)
        if item.query:
            if right != 1 or len(item.options) != 2:
                yield (
                    "options",
                    _("an item with a query needs one key and one distractor template"),
                    _("See docs/items.md."),
                )
            elif item.query.take < 2:
                what = _("must be at least 2, or there are no distractors")
                yield "query.take", what, _("Set it to the number of options.")
            return
        if right == 0:
            yield "options", _("no option is the key"), _("Set key: true on the right option.")
        elif right > 1 and not cls.several:
            yield (
                "options",
                _("{right} options are keys, one is allowed").format(right=right),
                _("Keep one key, or use multiple-response."),
            )
        elif right == len(item.options):
            yield "options", _("every option is a key"), _("Add distractors.")
        texts = [option.text.casefold() for option in item.options]
        if len(set(texts)) < len(texts):
            yield "options", _("two options have the same text"), _("Make them differ.")

    @staticmethod
    def bound_parts(item: Choice, texts: ItemTexts) -> Data:
        return {"options": _from_rows(item, texts) if item.query else keyed(item.options, texts)}


class ExpectedAnswers:
    """For types whose answers are written."""

    @staticmethod
    def faults(item: Written) -> Iterator[Fault]:
        if not any(option.key for option in item.options):
            yield "options", _("no expected answer is the key"), _("Set key: true on the right answer.")

    @staticmethod
    def bound_parts(item: Written, texts: ItemTexts) -> Data:
        """Answers are compared with what is typed, so that they are plain: nothing in them stands for a character."""
        typed = [texts.filled_as_typed(f"options[{n}].text", option.text) for n, option in enumerate(item.options)]
        options = [
            data | {"text": html.unescape(text), "accept": option.accept, "tolerance": option.tolerance}
            for data, option, text in zip(keyed(item.options, texts), item.options, typed, strict=True)
        ]
        otherwise = texts.filled("otherwise", item.otherwise)
        return {"options": options, "otherwise": otherwise, "unit": item.unit or ""}


def _from_rows(item: Choice, texts: ItemTexts) -> list[Data]:
    """The first row makes the key, the rows after it make distractors."""
    key = next(number for number, option in enumerate(item.options) if option.key)
    options = []
    for number, row in enumerate(texts.rows):
        which = key if number == 0 else 1 - key
        template, field = item.options[which], f"options[{which}]"
        text = texts.filled_from(row, f"{field}.text", template.text)
        feedback = texts.filled_from(row, f"{field}.feedback", template.feedback)
        options.append({"id": _letter(number), "text": text, "feedback": feedback, "key": number == 0})
    if len({option["text"] for option in options}) < len(options):
        raise LeftOutError(_("two options would read the same"))
    return options


def _letter(number: int) -> str:
    return chr(ord("a") + number)
