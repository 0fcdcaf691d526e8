"""What a learner may say of herself, so that a report can tell whether a course serves everybody: choices on the page
of the record and before a test. The player shows them; without it nothing could keep them, so they stay hidden."""

from __future__ import annotations

from fieldbook.core.formats import paragraph
from fieldbook.core.i18n import _
from fieldbook.core.templates import templates

_LANGUAGES = (
    ("ar", "العربية"),
    ("en", "English"),
    ("es", "Español"),
    ("fr", "Français"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("sw", "Kiswahili"),
    ("zh", "中文"),
)
"""Each in its own words: the six of the United Nations, and two more of missions."""


def groups_html(*, sealed: bool = False) -> str:
    """The fields. What is chosen before a ``sealed`` test is locked with its answers, and not kept on the device."""
    refused = ("undisclosed", _("I prefer not to say"))
    other = ("other", _("Other"))
    components = (("military", _("Military")), ("police", _("Police")), ("civilian", _("Civilian")), other, refused)
    fields = (
        ("component", _("Component"), components),
        ("gender", _("Gender"), (("woman", _("Woman")), ("man", _("Man")), other, refused)),
        ("language", _("The language in which you read best"), (*_LANGUAGES, other, refused)),
    )
    template = templates("fieldbook.assessment").get_template("groups.html.j2")
    return template.render(kind="sealed" if sealed else "", fields=fields, why=_why(sealed=sealed), _=_)


def _why(*, sealed: bool) -> str:
    reason = _(
        "Your trainer learns from it whether questions are fair to everybody. The report names nobody and shows no "
        "group of fewer than five."
    )
    where = (
        _("It is locked together with your answers.")
        if sealed
        else _("It stays in your record, and leaves it only with your file or for your learning system.")
    )
    return paragraph([reason, where])
