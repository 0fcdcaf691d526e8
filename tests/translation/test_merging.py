"""Renewing a catalogue: no work of a translator is lost, and nothing out of date is shown as current."""

from __future__ import annotations

from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from fieldbook.translation.catalogue import shown
from fieldbook.translation.merging import merged, template
from fieldbook.translation.source_texts import SourceText


def _template(*texts: tuple[str, str]) -> Catalog:
    return template([SourceText(name, text, "m1.yml", 1) for name, text in texts], {"mission.short": "UNSMON"})


def _translated(*texts: tuple[str, str]) -> Catalog:
    found = merged(Catalog(locale="fr"), _template(*texts)).catalogue
    for message in found:
        if message.id:
            message.string = f"fr {message.id}"
    return found


def test_a_new_option_before_others_moves_no_translation() -> None:
    old = _translated(("i.options[0].text", "Wait."), ("i.options[1].text", "Go at once."))
    found = merged(old, _template(("i.options[0].text", "Ask first."), ("i.options[1].text", "Wait."), ("i.options[2].text", "Go at once.")))  # fmt: skip
    assert (found.new, found.changed, found.gone) == (1, 0, 0)
    assert shown(found.catalogue).texts == {
        ("i.options[1].text", "Wait."): "fr Wait.",
        ("i.options[2].text", "Go at once."): "fr Go at once.",
    }


def test_a_changed_text_is_proposed_and_never_shown() -> None:
    found = merged(_translated(("i.stem", "Who decides at night?")), _template(("i.stem", "Who decides by night?")))
    assert (found.new, found.changed, found.gone) == (0, 1, 0)
    [message] = [message for message in found.catalogue if message.id]
    assert (message.string, message.fuzzy, message.previous_id) == ("fr Who decides at night?", True, ["Who decides at night?"])  # fmt: skip
    assert shown(found.catalogue).texts == {}
    again = merged(found.catalogue, _template(("i.stem", "Who decides by night?")))
    assert (again.new, again.changed, again.gone) == (0, 0, 0)


def test_what_is_gone_is_kept_apart_and_comes_back() -> None:
    old = _translated(("a", "One text."), ("b", "Something quite different."))
    without = merged(old, _template(("a", "One text.")))
    assert without.gone == 1
    assert [message.id for message in without.catalogue.obsolete.values()] == ["Something quite different."]


def test_who_read_it_and_comments_of_translators_stay() -> None:
    old = _translated(("a", "One text."))
    old.header_comment = "# Read by: A. Reader, 2026-11-30"
    old.get("One text.", "a").user_comments = ["sure"]  # type: ignore[union-attr]
    found = merged(old, _template(("a", "One text."))).catalogue
    assert "A. Reader" in found.header_comment
    assert found.get("One text.", "a").user_comments == ["sure"]  # type: ignore[union-attr]


def test_an_example_stands_with_each_value() -> None:
    [message] = [message for message in _template(("a", "For {{ mission.short }}.")) if message.id]
    assert message.auto_comments == ["{{ mission.short }}: UNSMON"]


_TEXTS = st.dictionaries(st.sampled_from([f"i{n}.stem" for n in range(8)]), st.text("ab c.", min_size=1, max_size=9).filter(str.strip))  # fmt: skip


@given(_TEXTS, _TEXTS)
def test_every_translation_is_current_proposed_or_kept_apart(before: dict[str, str], after: dict[str, str]) -> None:
    found = merged(_translated(*before.items()), _template(*after.items())).catalogue
    current = shown(found).texts
    assert all(translation == f"fr {text}" for (_name, text), translation in current.items())
    assert all(
        ("", text) in {("", other) for _n, other in current} for text in set(before.values()) & set(after.values())
    )
    proposed = {str(message.string) for message in found if message.id and message.fuzzy}
    kept = {str(message.string) for message in found.obsolete.values()}
    assert {f"fr {text}" for text in before.values()} <= {*current.values(), *proposed, *kept}
