"""``fieldbook items import``: what is taken, what is refused with which words, and that nothing is half-written."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from fieldbook.assessment.old_questions import bank_import as importing
from fieldbook.assessment.old_questions import found_questions
from fieldbook.assessment.old_questions.bank_import import BankImportReport, ImportDefaults, import_questions
from fieldbook.checks.all_rules import BANK_RULES, check_course
from fieldbook.core.problems import CourseError, OutputError
from fieldbook.core.yamlfile import read_yaml
from fieldbook.course.sources import load_course
from fieldbook.model.item import TODO, BankFile

BAD = Path(__file__).parents[1] / "data" / "questions"

REASONS = {
    "adaptive.qti.xml": (2, "is left out: it changes with each attempt (adaptive)"),
    "all-right.xml": (3, "is left out: every option is right"),
    "answers.json": (2, "is left out: it has no list of answers"),
    "braces.gift": (1, "is left out: its braces are not closed"),
    "calculated.xml": (3, "is left out: questions of type 'calculated' are not known here"),
    "cloze-mixed.xml": (3, "is left out: it has several fields, and not all of them are drop-downs"),
    "cloze-none.xml": (3, "is left out: there is no field in its text"),
    "cloze-two-keys.xml": (3, "is left out: a gap has not exactly one right choice of two or more"),
    "cut-off.json": (2, "is not JSON from here on"),
    "cut-off.xml": (4, "is not XML: Premature end of data in tag question line 3"),
    "deep.json": (1, "is not JSON from here on"),
    "deep.xml": (3, "is left out: its text is nested too deeply"),
    "empty-option.xml": (3, "is left out: one of its options has no text"),
    "entities.xml": (1, "declares a document type, which questions do not need"),
    "essay.xml": (3, "is left out: an essay has no answer that a program can compare"),
    "everything.xml": (3, "is left out: every answer is right"),
    "external.xml": (1, "declares a document type, which questions do not need"),
    "fraction.xml": (3, "is left out: 'much' is not a number"),
    "hotspot.qti.xml": (2, "is left out: hotspotInteraction is not known here"),
    "infinite.xml": (3, "is left out: '1e999' is not a number"),
    "latin1.gift": (1, "is not UTF-8 text; save it again with this encoding"),
    "letter.aiken.txt": (1, "is left out: the answer D is not among its options"),
    "long.xml": (3, "is left out: one of its texts is too long"),
    "many-options.xml": (3, "is left out: options has 12 entries, at most 10 are possible here"),
    "no-answer.aiken.txt": (1, "is left out: there is no line ANSWER: after its options"),
    "no-key.xml": (3, "is left out: no option is right"),
    "no-right.qti.xml": (2, "is left out: it does not say what is right"),
    "no-text.xml": (3, "is left out: it has no text"),
    "not.zip": (0, "is a damaged or locked archive: File is not a zip file"),
    "nothing.txt": (0, "is neither Moodle XML, GIFT, Aiken, QTI 2.1 nor jupyterquiz"),
    "number.json": (2, "is not JSON from here on"),
    "object.json": (1, "is JSON, but no list of questions"),
    "one-option.xml": (3, "is left out: it has fewer than two options"),
    "other.xml": (2, "is XML, but neither Moodle's nor QTI 2.1"),
    "pair.xml": (3, "is left out: it has fewer than two pairs"),
    "pairs.qti.xml": (2, "is left out: a left side has several right sides"),
    "qti12.xml": (2, "is QTI 1.2, which is not read here"),
    "qti3.xml": (2, "is QTI 3, which is not read here"),
    "range.json": (2, "is left out: a range has not two ends"),
    "sign.gift": (1, "is left out: it cannot be read from '{=he ~she}' on; signs that mean something need a backslash"),
    "template.qti.xml": (2, "is left out: its values are drawn from a template"),
    "test.qti.xml": (3, "is left out: the test refers to a file outside its folder"),
    "text-only.qti.xml": (2, "is left out: it asks nothing that can be answered"),
    "twice.xml": (3, "is left out: two options have the same text"),
    "two-kinds.qti.xml": (
        2,
        "is left out: it asks in several ways at once: choiceInteraction, textEntryInteraction",
    ),
    "two-partial.xml": (3, "is left out: with partial marks it needs three options or more"),
    "type.json": (2, "is left out: questions of type 'essay' are not known here"),
    "undeclared.qti.xml": (2, "is left out: it does not say what is right"),
    "wildcard.xml": (3, "is left out: an answer with * stands for many, which is not known here"),
    "yes-no.xml": (3, "is left out: its answers are not true and false"),
}


def test_every_bad_file_has_its_message() -> None:
    assert sorted(path.name for path in BAD.iterdir()) == sorted(REASONS)


@pytest.mark.parametrize("name", sorted(REASONS))
def test_a_bad_file_is_refused_in_words_with_its_line(name: str, tiny: Path) -> None:
    into = tiny / "assessments" / "items" / "new.yml"
    try:
        problems = import_questions(BAD / name, tiny, ImportDefaults(), into).problems
    except CourseError as error:
        problems = error.problems
        assert not into.exists()
    assert REASONS[name] in [(problem.line, problem.message) for problem in problems]
    assert all(problem.path.startswith(str(BAD / name)) for problem in problems)


def test_the_rest_of_a_file_is_taken(tiny: Path) -> None:
    report = import_questions(BAD / "no-answer.aiken.txt", tiny, ImportDefaults())
    assert (report.taken, report.left_out, report.into.name) == (1, 1, "no-answer-aiken.yml")


def take(tiny: Path, name: str, text: str | bytes, given: ImportDefaults | None = None) -> tuple[BankImportReport, list[dict]]:
    """Import ``text`` as a file of this name: the report, and the items as the project's own loader reads them."""
    file = tiny.parent / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = import_questions(file, tiny, given or ImportDefaults())
    loaded = read_yaml(report.into, BankFile, tiny)
    return report, [item.model_dump(exclude_defaults=True) for item in loaded.value.items]


FULL = ImportDefaults("t1-o-read", "apply", 0.6, ("policy",))


def test_options_fill_what_the_file_does_not_say(tiny: Path) -> None:
    text = "Who?{=me#It is you. ~you#Look again.}\n\n// [tag:t1-o-decide] [tag:evaluate] [id:t1-i-own]\nWhat?{T#a#b}\n"
    report, items = take(tiny, "a.gift", text, FULL)
    assert not report.marks
    assert [item["id"] for item in items] == ["t1-i-who", "t1-i-own"]
    assert [(item["objective"], item["level"], item["source"]) for item in items] == [
        ("t1-o-read", "apply", ("policy",)),
        ("t1-o-decide", "evaluate", ("policy",)),
    ]
    course = load_course(tiny)
    assert {"t1-i-who", "t1-i-own"} <= set(course.items)
    assert not [problem for problem in check_course(course, BANK_RULES) if problem.path.endswith("a.yml")]


def test_what_nobody_says_is_marked_checked_and_kept_out(tiny: Path) -> None:
    report, _items = take(tiny, "a.gift", "Who?{=me ~you#Look again.}\n")
    assert dict(report.marks) == {
        "module": 1,
        "objective": 1,
        "level": 1,
        "difficulty": 1,
        "source": 1,
        "feedback": 1,
    }
    course = load_course(tiny)
    assert "q-who" not in course.items
    lines = report.into.read_text("utf-8").splitlines()
    marked = [problem for problem in check_course(course) if problem.path.endswith("a.yml")]
    assert {problem.code for problem in marked} == {"FB-ITEM-08"}
    assert [TODO in lines[problem.line - 1] for problem in marked] == [True] * 6
    assert len(marked) == 6


def test_a_mended_mark_is_no_mark(tiny: Path) -> None:
    report, _items = take(
        tiny, "a.gift", "Who?{=me#Yes. ~you#Look again.}\n", ImportDefaults("t1-o-read", None, 0.5, ("policy",))
    )
    assert dict(report.marks) == {"level": 1}
    report.into.write_text(report.into.read_text("utf-8").replace("level: TODO", "level: apply"), "utf-8")
    course = load_course(tiny)
    assert "t1-i-who" in course.items
    assert not [problem for problem in check_course(course, BANK_RULES) if problem.path.endswith("a.yml")]


def test_no_id_is_given_twice(tiny: Path) -> None:
    text = "// [id:t1-i-single]\nWho?{T}\n\nWho?{F}\n\nWho?{T}\n\n日本?{T}\n"
    report, items = take(tiny, "a.gift", text, FULL)
    assert [item["id"] for item in items] == ["t1-i-single-2", "t1-i-who", "t1-i-who-2", "t1-i-question"]
    assert "its id is taken in the bank; it is t1-i-single-2 now" in [problem.message for problem in report.problems]


def test_a_file_that_exists_is_left_alone(tiny: Path) -> None:
    bank = tiny / "assessments" / "items" / "t1.yml"
    before = bank.read_bytes()
    with pytest.raises(CourseError, match="FB-IMP-11"):
        import_questions(BAD / "no-answer.aiken.txt", tiny, ImportDefaults(), bank)
    assert bank.read_bytes() == before


def test_a_write_that_fails_leaves_nothing(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OutputError(f"{path}: no space")

    monkeypatch.setattr(importing, "write_bytes", full)
    before = sorted(path.name for path in (tiny / "assessments" / "items").iterdir())
    with pytest.raises(OutputError):
        import_questions(BAD / "no-answer.aiken.txt", tiny, ImportDefaults())
    assert sorted(path.name for path in (tiny / "assessments" / "items").iterdir()) == before


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (ImportDefaults(objective="t9-o-none"), "there is no objective 't9-o-none'"),
        (ImportDefaults(sources=("nobody",)), "there is no source 'nobody' in the bibliography"),
    ],
)
def test_options_name_what_the_course_has(given: ImportDefaults, message: str, tiny: Path) -> None:
    with pytest.raises(CourseError) as raised:
        import_questions(BAD / "no-answer.aiken.txt", tiny, given)
    assert [(problem.message, problem.code) for problem in raised.value.problems] == [(message, "FB-IMP-14")]


MOODLE = """<?xml version="1.0"?>
<quiz><question type="multichoice"><name><text>A</text></name>
<questiontext format="html"><text><![CDATA[{stem}]]></text></questiontext>
<generalfeedback><text>{general}</text></generalfeedback><single>{single}</single>
<answer fraction="{first}"><text>x</text><feedback><text>{why}</text></feedback></answer>
<answer fraction="{second}"><text>y</text><feedback><text></text></feedback></answer>
<answer fraction="0"><text>z</text><feedback><text></text></feedback></answer>
</question></quiz>"""


def moodle(**parts: object) -> str:
    usual = {"stem": "Which?", "general": "", "single": "true", "first": 100, "second": 0, "why": ""}
    return MOODLE.format(**{**usual, **parts})


def test_partial_marks_are_a_judgement(tiny: Path) -> None:
    _report, items = take(tiny, "a.xml", moodle(first=80, second=40))
    assert items[0]["type"] == "situational-judgement"
    assert [option["score"] for option in items[0]["options"]] == [1.0, 0.5, 0.0]


def test_general_feedback_goes_to_options_without_their_own(tiny: Path) -> None:
    _report, items = take(tiny, "a.xml", moodle(general="Read lesson 2.", why="Well done."))
    assert [option["feedback"] for option in items[0]["options"]] == ["Well done.", "Read lesson 2.", "Read lesson 2."]


def test_what_a_bank_cannot_hold_is_left_out_and_listed(tiny: Path) -> None:
    stem = (
        '<p onclick="x()">Look <img src="https://example.org/t.png" alt="at the map">:</p><script>alert(1)</script>'
        '<iframe src="https://example.org"></iframe><img src="data:image/png;base64,AAAA">'
        '<a href="javascript:alert(1)">this</a> or <a href="https://example.org/a b">that</a>?'
    )
    report, items = take(tiny, "a.xml", moodle(stem=stem))
    assert items[0]["stem"] == "Look at the map:\n\nthis or [that](https://example.org/a%20b)?"
    assert [problem.message for problem in report.problems] == [
        "an element <script> is left out",
        "an element <iframe> is left out",
        "a picture is left out (https://example.org/t.png)",
        "a picture is left out (data:image/png;base64,AAAA)",
        "a link is left out, its words are kept (javascript:alert(1))",
    ]


def test_tables_lists_code_and_powers_stay(tiny: Path) -> None:
    stem = "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><pre>x = {{1}}</pre><p>10<sup>3</sup> m<sup>2</sup></p>"
    stem += "<table><tr><th>p</th><th>q</th></tr><tr><td>1|2</td><td>3</td></tr></table>"
    _report, items = take(tiny, "a.xml", moodle(stem=stem))
    assert items[0]["stem"].split("\n") == [
        *("- a", "- b", "  - c", "", "```", "x = { {1} }", "```", "", "10³ m²", ""),
        *("| p | q |", "| --- | --- |", "| 1\\|2 | 3 |"),
    ]


ITEM = """<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{name}" title="{name}" adaptive="false"
 timeDependent="false"><responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
<correctResponse><value>b</value></correctResponse></responseDeclaration><itemBody>
<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Which?</prompt>
<simpleChoice identifier="a">x</simpleChoice><simpleChoice identifier="b">y</simpleChoice></choiceInteraction>
</itemBody></assessmentItem>"""


def packed(files: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_package_in_the_order_of_its_manifest_and_nothing_outside_it(tiny: Path) -> None:
    manifest = '<manifest><resources><resource href="i/b.xml"/><resource href="i/a.xml"/><resource href="../x.xml"/></resources></manifest>'
    files = {f"i/{name}.xml": ITEM.format(name=name) for name in ("a", "b")}
    files |= {"imsmanifest.xml": manifest, "i/bad.xml": "<assessmentItem", "../up.xml": ITEM.format(name="up")}
    report, items = take(tiny, "p.zip", packed(files))
    assert [item["id"] for item in items] == ["q-b", "q-a", "q-up"]
    assert [option.get("key") for option in items[0]["options"]] == [None, True]
    assert [(Path(p.path).name, p.line, p.code) for p in report.problems] == [("bad.xml", 1, "FB-IMP-17")]
    assert not (tiny.parent.parent / "up.xml").exists()


def test_a_bomb_is_not_unpacked(tiny: Path) -> None:
    with pytest.raises(CourseError, match="unpacks to more than is safe"):
        take(tiny, "p.zip", packed({"a.xml": b" " * (3 * 2**20)}))


def test_a_test_takes_the_items_beside_it(tiny: Path) -> None:
    folder = tiny.parent / "package"
    (folder / "tests").mkdir(parents=True)
    (folder / "items").mkdir()
    (folder / "items" / "a.xml").write_text(ITEM.format(name="a"), "utf-8")
    (folder / "tests" / "t.xml").write_text(
        '<assessmentTest><assessmentItemRef href="../items/a.xml"/><assessmentItemRef href="./none.xml"/></assessmentTest>',
        "utf-8",
    )
    report = import_questions(folder / "tests" / "t.xml", tiny, ImportDefaults())
    assert (report.taken, report.left_out) == (1, 1)


def test_a_file_that_is_too_large_is_not_read(tiny: Path) -> None:
    with pytest.raises(CourseError, match="is larger than 16 MiB"):
        take(tiny, "a.json", b"[" + b" " * 16 * 2**20)


@pytest.mark.parametrize("question", ["Is it?{T}", "Is it?"])
def test_too_many_questions_stop_the_import(question: str, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_questions, "_MOST_QUESTIONS", 20)
    with pytest.raises(CourseError, match="holds more than 20 questions"):
        take(tiny, "a.gift", f"{question}\n\n" * 30)


def test_signs_that_a_terminal_obeys_are_not_printed(tiny: Path) -> None:
    with pytest.raises(CourseError) as raised:
        take(tiny, "a.json", json.dumps([{"question": "a\x1b[2Jb", "type": "\x1b[2J"}]))
    assert "\x1b" not in str(raised.value)


def test_braces_in_an_answer_are_no_substitution(tiny: Path) -> None:
    _report, items = take(tiny, "a.gift", r"Write it\:{=\{\{ mission.name \}\} =&amp;}" + "\n", FULL)
    assert items[0]["options"][0]["text"] == "&#123;{ mission.name }&#125;"
    course = load_course(tiny)
    assert not [p for p in check_course(course, BANK_RULES) if p.path.endswith("a.yml") and p.code.startswith("FB-SUB")]


def test_the_same_file_gives_the_same_bytes(tiny: Path) -> None:
    text = moodle(general="g")
    report, _items = take(tiny, "a.xml", text)
    first = report.into.read_bytes()
    report.into.unlink()
    assert take(tiny, "a.xml", text)[0].into.read_bytes() == first
