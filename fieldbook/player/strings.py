"""The player's words, looked up in JavaScript by key; ``{n}`` and the like are filled in there."""

from __future__ import annotations

from fieldbook.core.i18n import _


def player_strings() -> dict[str, str]:
    """Every text that the player shows, in the language in use."""
    return _question() | _parts() | _scenario() | _product() | _progress() | _record() | _who()


def _question() -> dict[str, str]:
    return {
        "check": _("Check"),
        "try-again": _("Try again"),
        "show-answer": _("Show the answer"),
        "choose-one": _("Choose an answer first."),
        "choose-some": _("Choose at least one answer first."),
        "still-open": _("Not answered yet: {n} of {m}."),
        "move-first": _("Move the steps into the order that you mean first."),
        "write-first": _("Write your answer first."),
        "write-number": _("Write a number in digits, such as 12 or 12.5."),
        "number-alone": _("This cannot be read as one number. Write the number alone, such as 12 or 12.5."),
        "two-numbers": _("This is read as {n}. If you mean {m}, write it like that."),
        "right": _("Right"),
        "partly": _("Partly right: {n} of {m}"),
        "partly-wrong": _("Partly right: {n} of {m}. Too many: {k}"),
        "not-yet": _("Not yet"),
        "most-effective": _("The most effective of these actions"),
        "partly-effective": _("Effective in part"),
        "less-effective": _("Less effective"),
        "missed": _("This one too"),
        "look-again": _("Look again"),
        "answer-is": _("The answer"),
        "earlier": _(
            "You answered an earlier version of this question. Your answer is kept; you can answer this version too."
        ),
        "tries": _("Tries: {n}. The first one counts."),
        "move-up": _("Move up"),
        "move-down": _("Move down"),
        "moved": _("Now step {n} of {m}"),
    }


def _parts() -> dict[str, str]:
    return {
        "decide": _("Decide"),
        "decide-again": _("Decide again"),
        "decided": _("Your decision"),
        "what-if": _("What if you had chosen this?"),
        "stand-here": _("I stand here"),
        "not-placed": _("Not placed yet"),
        "middle": _("In the middle"),
        "slightly": _("Slightly towards: {pole}"),
        "clearly": _("Clearly towards: {pole}"),
        "fully": _("Fully at: {pole}"),
    }


def _scenario() -> dict[str, str]:
    return {
        "situation": _("Situation"),
        "what-do": _("What do you do?"),
        "of-100": _("{n} of 100"),
        "endings": _("Endings that you have reached: {n} of {m}."),
        "start-again": _("Start again"),
        "leaned": _("To which side your choices leaned"),
    }


def _product() -> dict[str, str]:
    return {
        "print": _("Print"),
        "download": _("Download"),
        "clear": _("Clear"),
        "clear-sure": _("Clear all fields of this document?"),
        "clear-yes": _("Clear them"),
        "kept": _("Saved in this browser."),
        "kept-device": _(
            "Saved in this browser. Your learning system may not hold texts as long as this one: download the "
            "document to have it on another device."
        ),
        "not-kept": _("Not saved for good: download the document before you leave this page."),
        "sheet-date": _("Mission: ____________________ Name: ____________________ Date: ____________"),
    }


def _progress() -> dict[str, str]:
    return {
        "done": _("Done"),
        "n-answered": _("{n} of {m} answered"),
        "n-lessons": _("{n} of {m} lessons done"),
        "resume": _("Go on where you stopped: {title}"),
        "go-on": _("Go on: {title}"),
        "step": _("{n} of {m} · {title}"),
        "first-tries": _("Questions right at the first try: {n} of {m} answered."),
        "read-again": _("Worth reading again:"),
        "n-first-tries": _("{n} of {m} right at the first try"),
    }


def _record() -> dict[str, str]:
    return {
        "saving": _("Saving…"),
        "saved": _("Saved."),
        "kept-yes": _("Your answers are kept in this browser on this device, and nowhere else."),
        "kept-page": _(
            "This browser keeps the answers of each page apart when pages are opened from a folder. Nothing leaves "
            "this page by itself: save your record to a file before you leave it, and load that file on the next page."
        ),
        "kept-weak": _(
            "Your answers are kept in this browser, but it may lose the latest ones when the power fails. Save your "
            "record to a file before you leave."
        ),
        "kept-no": _(
            "This browser does not keep your answers. They stay until you leave this page. Save your record "
            "to a file to keep them."
        ),
        "kept-system": _("Your answers are kept in your learning system and in this browser."),
        "kept-late": _(
            "Your learning system does not answer. Your answers are kept in this browser and are sent when it works "
            "again. You can go on."
        ),
        "kept-ended": _(
            "The session with your learning system has ended. Close this window and open the course again from there. "
            "What you answer here until then is kept in this browser and sent then."
        ),
        "kept-failed": _(
            "Your last answer could not be saved. It is still on this page, and saving is tried again. You "
            "can save your record to a file."
        ),
        "summary": _("Questions answered: {n} of {m}. Lessons done: {k} of {l}."),
        "last-saved": _("Last saved: {time}"),
        "pseudonym": _("A name of your choice (not needed)"),
        "pseudonym-why": _("It goes into your file, so that your trainer can tell the files apart."),
        "save-file": _("Save to file"),
        "load-file": _("Load from file"),
        "erase": _("Erase my record"),
        "erase-sure": _("Erase all answers on this device? Saved files stay."),
        "erase-yes": _("Erase"),
        "erase-no": _("Keep"),
        "erased": _("Your record is empty now."),
        "loaded": _("Loaded. Taken from the file: {n}. What was newer here has been kept."),
        "file-large": _("This file is larger than 2 MB, so it is no record of this course. Nothing has changed."),
        "file-json": _("This file is no record, or it is damaged. Nothing has changed."),
        "file-newer": _("This file was written by a newer edition of the course. Open it there. Nothing has changed."),
        "file-other": _(
            "This file belongs to the course “{course}” and the mission “{context}”. Open it there. Nothing "
            "has changed."
        ),
        "file-name": _(
            "This file is of “{name}”, and the record here is of “{own}”. If these are two people, their answers must "
            "not be mixed."
        ),
        "file-mine": _("Both names are mine: join them"),
        "file-not-mine": _("Leave the file"),
        "file-left": _("Nothing has changed. Whose file it is can begin a record of their own here and load it there."),
        "file-failed": _("The file could not be read. Nothing has changed."),
    }


def _who() -> dict[str, str]:
    """Where several people use one computer."""
    return {
        "who": _("Who is learning?"),
        "who-why": _(
            "Several people can learn on this device, each with a record of their own. The records are kept apart, not "
            "protected: there is no password, and whoever sits here can open each of them."
        ),
        "who-first": _("The first record on this device (no name)"),
        "who-new": _("Somebody new: a name of your choice"),
        "who-begin": _("Begin a record of my own"),
        "who-hint": _("Answers were last saved here on {time}. Name in this record: {name}."),
        "who-taken": _("There is a record with this name already. If it is yours, choose it; else write another name."),
        "who-missing": _("Write a name first."),
        "who-other": _("Somebody else is learning"),
        "who-off": _("I stop: the next person is asked who it is"),
    }
