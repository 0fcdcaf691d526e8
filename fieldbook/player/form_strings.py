"""The words of the pages of tests, looked up as those of ``strings``."""

from __future__ import annotations

from fieldbook.core.i18n import _


def form_strings() -> dict[str, str]:
    """What the page of a test says besides; other pages do not carry it."""
    return _taking() | _handing_in() | _results() | _certificate() | _sealed() | _sealed_file()


def _taking() -> dict[str, str]:
    return {
        "begin": _("Begin"),
        "begin-again": _("Begin again"),
        "so-far": _("So far"),
        "look": _("See the result"),
        "no-tries": _("You have taken this test as often as its rules allow."),
        "wait-until": _("You can take this test again from {time}."),
        "other-begun": _(
            "You began an earlier version of this test. What you answered stays in your record, but only this version "
            "can be handed in."
        ),
        "more-time": _("More time"),
        "more-none": _("None"),
        "more-minutes": _("{n} minutes more"),
        "more-why": _("Only as agreed with your trainer. Your record shows it."),
        "question-n": _("Question {n}"),
        "question-of": _("Question {n} of {m}"),
        "previous": _("Back"),
        "next": _("Next"),
        "flag": _("Mark to look at again"),
        "unflag": _("Remove the mark"),
        "flagged": _("marked"),
        "answered": _("answered"),
        "open": _("open"),
        "all-questions": _("All questions: {n} of {m} answered, {k} marked"),
        "minutes-left": _("Time left: {n} min"),
        "time-left": _("Time left: {m} min {s} s"),
        "five-minutes": _("Five minutes are left. When the time is over, the test is handed in as it stands."),
        "one-minute": _("One minute is left. When the time is over, the test is handed in as it stands."),
    }


def _handing_in() -> dict[str, str]:
    return {
        "review": _("Review and hand in"),
        "review-title": _("Before you hand in"),
        "review-summary": _("Answered: {n} of {m}. Marked to look at again: {k}."),
        "back-to-questions": _("Back to the questions"),
        "hand-in": _("Hand in"),
        "hand-in-sure": _("Hand in now? After that you cannot change your answers."),
        "hand-in-open": _("Still open: {n}. An open question counts like a wrong answer."),
        "hand-in-yes": _("Hand in now"),
        "hand-in-no": _("Not yet"),
        "not-handed-in": _("Not handed in yet"),
        "record-unkept": _(
            "This browser could not keep your answers: its storage is full or blocked. They are still on this page, "
            "so do not close it. Save your record to a file, or let the browser try again."
        ),
        "keep-again": _("Try this browser again"),
        "handed-in-title": _("Handed in"),
        "handed-in": _("Handed in on {time}."),
        "time-over": _("The time was over. Your test was handed in with the answers that you had given."),
        "to-start": _("To the start of this page"),
        "no-result": _("No result is shown here. Your answers are in your record."),
    }


def _results() -> dict[str, str]:
    return {
        "result-title": _("Your result"),
        "points": _("{n} of {m} points: {p}"),
        "passed": _("Passed: {n} of {m} points, {p}. To pass: {cut}."),
        "not-passed": _("Not passed yet: {n} of {m} points, {p}. To pass: {cut}."),
        "n-points": _("{n} of {m} points"),
        "n-of-m": _("({n} of {m})"),
        "read-again": _("To read again:"),
        "few-questions": _(
            "One or two questions say little about one objective. Take the list as a hint where to look first."
        ),
        "other-version": _("This was an earlier version of the test, with other questions."),
        "left-open": _("Left open"),
    }


def _certificate() -> dict[str, str]:
    return {
        "certificate": _("Certificate"),
        "certificate-text": _("has passed a test of the course “{course}”."),
        "certificate-test": _("Test"),
        "certificate-score": _("Score"),
        "certificate-date": _("Date"),
        "certificate-edition": _("Edition"),
        "certificate-name": _("Your name as it should stand on the certificate"),
        "certificate-why": _("It stays on this page. The code changes with the name."),
        "certificate-print": _("Print the certificate"),
        "certificate-how": _(
            "The code shows whether name, date and score were copied without a mistake. Proof that the test was taken "
            "is the record that the trainer collected."
        ),
    }


def _sealed() -> dict[str, str]:
    return {
        "cannot-seal": _(
            "This browser cannot lock answers on a page from this address, so the test does not start. Open the course "
            "from a folder on this device, or from an address that begins with https."
        ),
        "sealed-no-room": _(
            "This browser's storage is full or blocked. If you begin, your answers stay on this page only: do not "
            "close it before the file for your trainer is saved at the end."
        ),
        "sealed-unkept": _(
            "Your latest answers could not be kept in this browser: its storage is full or blocked. They are still on "
            "this page, so do not close it. You can go on; the browser is tried again with each answer. The file for "
            "the trainer has all of them."
        ),
        "sealed-page": _(
            "This browser keeps what you do on each page apart when pages are opened from a folder. Nothing leaves "
            "this page by itself: when the test is handed in, save the file for your trainer here. Your record, which "
            "you can save and load here too, holds no answers of this test."
        ),
        "sealed-not-handed-in": _(
            "This browser could not keep your test: its storage is full or blocked. Your answers, {n}, are still on "
            "this page, so do not close it. Save the file for your trainer, then let this page read the saved file: "
            "when all answers are in it, the test is handed in."
        ),
        "read-sealed": _("Read the saved file"),
        "sealed-file-lacks": _(
            "This is not the file of this test, or answers are missing in it. Save it again and choose that file."
        ),
        "sealed-holds": _("Answers that were read back: {n}."),
        "sealed-in-file": _(
            "Your answers are locked in the file that you saved, and nowhere else. Give this file to your trainer."
        ),
    }


def _sealed_file() -> dict[str, str]:
    return {
        "sealed-name": _("Your name or number, as agreed with your trainer"),
        "sealed-name-why": _("It is locked together with your answers."),
        "sealed-word": _("A word that only you know, four signs or more"),
        "sealed-word-why": _(
            "If the page is closed or the power fails, you go on with it. Nobody can look it up for you."
        ),
        "name-missing": _("Write your name or number first."),
        "word-missing": _("Choose a word of four signs or more first."),
        "word-wrong": _("This is not the word of this test."),
        "waiting": _("On this device somebody began this test on {time} and has not handed it in."),
        "waiting-why": _("Only the word that was chosen then opens it."),
        "go-on": _("Go on"),
        "hand-in-as-is": _("The word is lost: hand in as it stands"),
        "as-is-sure": _("Hand in somebody's test as it stands? After that nobody can go on with it."),
        "handed-in-as-is": _("Handed in as it stood."),
        "sealed-done": _(
            "Your answers are locked and wait on this device. Save them to a file and give the file to your trainer, "
            "or leave them here if your trainer collects them from this device."
        ),
        "save-sealed": _("Save to file for the trainer"),
        "sealed-store": _("On this device"),
        "sealed-count": _("Tests that were handed in here and wait for the trainer, locked: {n}."),
        "save-all-sealed": _("Save all to one file"),
        "sealed-erase": _("Erase them here"),
        "sealed-erase-sure": _(
            "Erase these tests on this device? Do it only when their file is in the trainer's hands."
        ),
    }
