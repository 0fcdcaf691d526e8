"""Errors of pydantic in the words of the catalogue, for somebody who has never heard of pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fieldbook.core.i18n import _, ngettext

_LONGEST_SHOWN = 60
"""Characters of a value that a message repeats."""


def own_message(fault: Mapping[str, Any]) -> str:
    """What a validator of ours said; what pydantic says where the error is its own."""
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"]).rstrip(".")
    return str(fault["msg"]).removeprefix("Input ").rstrip(".")


def message_and_remedy(fault: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong with a field of a YAML file, and what to do."""
    known = _known().get(fault["type"])
    if known:
        return known
    what, value = _what(fault), fault["input"]
    if isinstance(value, str | int | float | bool) and len(str(value)) < _LONGEST_SHOWN:
        what = _("{what}, got {value!r}").format(what=what, value=value)
    return what, _("Correct the value.")


def _known() -> dict[str, tuple[str, str]]:
    """Message and remedy by the type of the error."""
    no_date = _("is not a date as 2024-01-31"), _("Write year, month and day in this order.")
    return {
        "missing": (_("is missing"), _("Add it.")),
        "extra_forbidden": (_("is not a known key"), _("Check the spelling, or remove it.")),
        "bool_type": (_("must be true or false"), _("Write true or false without quotes.")),
        "string_type": (_("must be text"), _("Put it in quotes.")),
        "string_too_short": (_("is empty"), _("Write the text, or remove the key.")),
        "model_type": (_("is not a group of keys with values"), _("Write key: value on lines of their own.")),
        "date_from_datetime_parsing": no_date,
        "date_type": no_date,
        "string_too_long": (_("is too long"), _("Shorten it.")),
        "string_pattern_mismatch": (
            _("is not an id"),
            _("Use small letters, digits and hyphens, and begin with a letter."),
        ),
    }


def _what(fault: Mapping[str, Any]) -> str:
    values = fault.get("ctx", {})
    if fault["type"] == "too_short":
        least = values["min_length"]
        return ngettext(
            "has too few entries, at least {least} needed", "has too few entries, at least {least} needed", least
        ).format(least=least)
    text = _about_values().get(fault["type"])
    return text.format(**values) if text else own_message(fault)


def _about_values() -> dict[str, str]:
    no_integer, no_number = _("should be a valid integer"), _("should be a valid number")
    return {
        "literal_error": _("should be {expected}"),
        "greater_than": _("should be greater than {gt}"),
        "greater_than_equal": _("should be greater than or equal to {ge}"),
        "less_than": _("should be less than {lt}"),
        "less_than_equal": _("should be less than or equal to {le}"),
        "too_long": _("should have at most {max_length} entries"),
        "int_type": no_integer,
        "int_parsing": no_integer,
        "int_from_float": no_integer,
        "float_type": no_number,
        "float_parsing": no_number,
        "finite_number": no_number,
        "bool_parsing": _("should be true or false"),
        "list_type": _("should be a list"),
        "tuple_type": _("should be a list"),
        "dict_type": _("should be a group of keys with values"),
    }
