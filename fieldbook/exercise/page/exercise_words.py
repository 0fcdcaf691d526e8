"""Words of the exercise's pages, looked up in JavaScript by key; ``{n}`` and the like are filled in there."""

from __future__ import annotations

from fieldbook.core.i18n import _


def channels() -> dict[str, str]:
    """How an inject reaches a team, in words."""
    return {
        "radio": _("Radio"),
        "phone": _("Telephone"),
        "letter": _("Letter"),
        "email": _("E-mail"),
        "meeting": _("Meeting"),
        "report": _("Report"),
        "social-media": _("Social media"),
        "rumour": _("Rumour"),
        "news": _("News"),
        "visit": _("Visitor"),
    }


def signs() -> dict[str, str]:
    """What a mark on the map stands for, in words."""
    return {
        "incident": _("Incident"),
        "people": _("People"),
        "unit": _("Unit"),
        "barrier": _("Barrier"),
        "question": _("Not confirmed"),
    }


def runner_strings() -> dict[str, str]:
    """Every text of the run page but the exercise's own."""
    return _start() | _control() | _detail() | _logging() | _team() | _review()


def _start() -> dict[str, str]:
    return {
        "set-up": _("Set up"),
        "control": _("Controller"),
        "open-control": _("Open the controller's view"),
        "open-team": _("Window for {team}"),
        "review": _("Review"),
        "paper": _("Paper version"),
        "all-exercises": _("All exercises"),
        "runs": _("Runs on this computer"),
        "new-run": _("New run"),
        "continue": _("Continue"),
        "run-of": _("Run of {date}, {n} entries"),
        "no-runs": _("There is no run on this computer yet."),
        "load-file": _("Load a run from a file"),
        "save-file": _("Save to file"),
        "delete-run": _("Delete this run"),
        "delete-sure": _("Press again to delete it. There is no way back."),
        "loaded": _("Loaded: {n} entries, {m} of them new."),
        "load-bad": _("This file holds no run of an exercise. Nothing was changed."),
        "load-other": _("This run is of another exercise ({name}). Nothing was changed."),
        "load-newer": _("This run was made by a newer version of Fieldbook. Nothing was changed; use that version."),
        "load-variant": _(
            "This run was made with another edition of the exercise. Entries that no longer fit are kept and not shown."
        ),
        "cast": _("Who and where"),
        "cast-about": _("Chosen for this mission. Change what does not fit; the change is for this run."),
        "cast-who": _("In the text"),
        "cast-why": _("Why"),
        "cast-others": _("Next in line: {list}"),
        "from-data": _("from the reports"),
        "from-pack": _("from the context pack"),
        "from-set": _("set for this mission"),
        "left-to-you": _("left to you"),
        "sketched": _("its place on the map is a sketch"),
        "teams": _("Teams"),
        "roles": _("Roles"),
        "same-browser": _(
            "Open a team's window on a second screen of this computer. A team in front of this computer could"
            " also open the controller's view: for phones and other laptops use fieldbook exercise serve."
        ),
        "join": _("How teams join"),
        "join-about": _(
            "Each team has its own code. Who has a code sees what that team sees; hand it to that team only."
        ),
        "join-at": _("Open {url} and write the code:"),
        "saved": _("Saved on this computer"),
        "saved-server": _("Saved on the exercise server"),
        "not-saved": _(
            "Not saved: this browser refuses to store. Keep the page open and save to a file now and at the end."
        ),
        "no-server": _("No connection. Nothing is lost: entries wait here and go out when it is back."),
    }


def _control() -> dict[str, str]:
    return {
        "run": _("Start"),
        "resume": _("Go on"),
        "pause": _("Pause"),
        "speed": _("Speed"),
        "speed-1": _("normal"),
        "speed-n": _("{n} times"),
        "jump": _("Jump to"),
        "go": _("Go"),
        "clock": _("Exercise clock"),
        "phase": _("Phase"),
        "next": _("Next: {title}, in {time}"),
        "no-next": _("Nothing more is timed."),
        "auto": _("Release what is due by itself"),
        "auto-off": _("By hand"),
        "end": _("End the exercise"),
        "end-sure": _("Press again to end it"),
        "ended": _("The exercise has ended."),
        "late": _("Overdue: {n}"),
        "none-late": _("Nothing is overdue"),
        "late-list": _("Overdue"),
        "late-by": _("{time} over"),
        "injects": _("Injects"),
        "show": _("Show"),
        "all": _("All"),
        "planned": _("Planned"),
        "due": _("Due now"),
        "unmet": _("Its time has come, its condition does not hold"),
        "waiting": _("Waits for a decision or a level"),
        "released": _("Released {time}"),
        "held": _("Held"),
        "improvised": _("Improvised {time}"),
        "out": _("Released"),
        "keys": _("Keys on"),
        "keys-off": _("Keys off"),
        "help": _(
            "Keys: P starts and pauses, arrow keys choose an inject, R releases it, H holds it, 1 to 9 log "
            "its decisions, D writes a decision, N a note, I improvises, L shows what is overdue."
        ),
        "state": _("State"),
        "good-high": _("high is good"),
        "good-low": _("low is good"),
        "map": _("Map"),
        "no-map": _("The context has no position for any place of this exercise."),
        "marks": _("On the map"),
        "no-marks": _("Nothing is marked yet."),
        "layers": _("Layers"),
        "layer-incidents": _("Reports, circles by number"),
        "layer-places": _("Places"),
        "layer-areas": _("Names of areas"),
    }


def _detail() -> dict[str, str]:
    return {
        "choose": _("Choose an inject on the left."),
        "from": _("From"),
        "to": _("To"),
        "at": _("Planned for {time}"),
        "when": _("When"),
        "after": _("{n} minutes after"),
        "cond-decision": _("decided: {text}"),
        "cond-without": _("not decided: {text}"),
        "cond-below": _("{gauge} below {n}"),
        "cond-from": _("{gauge} {n} or more"),
        "release": _("Release"),
        "hold": _("Hold back"),
        "unhold": _("Plan again"),
        "attachment": _("Attachment: {title}"),
        "expected": _("Expected of players"),
        "within": _("within {n} minutes"),
        "done": _("Done"),
        "partly": _("Partly"),
        "not": _("Not done"),
        "unseen": _("Not noted"),
        "decisions": _("Decisions you may hear"),
        "log-it": _("Log"),
        "logged": _("Logged at {time}"),
        "effects": _("{gauge} {change}"),
        "answers": _("Answers of the teams"),
    }


def _logging() -> dict[str, str]:
    return {
        "decide": _("Decision of a team"),
        "on-inject": _("on: {title}"),
        "team": _("Team"),
        "text": _("Text"),
        "write-first": _("Write something first."),
        "log": _("Decision log"),
        "no-log": _("No decision is logged yet."),
        "objective": _("Objective"),
        "leans-to": _("Leans to"),
        "undo": _("Take back"),
        "note": _("Note"),
        "notes": _("Notes"),
        "quote-it": _("Quote in the review"),
        "improvise": _("Improvise an inject"),
        "title": _("Title"),
        "channel": _("Channel"),
        "send": _("Send"),
        "choose-team": _("Choose at least one team."),
        "observe": _("Observers' ratings"),
        "level-n": _("Level {n}"),
        "rated": _("Rated {n} times, last: level {m}"),
        "save": _("Save"),
    }


def _team() -> dict[str, str]:
    return {
        "messages": _("Messages"),
        "no-messages": _("Nothing has come yet. Read your brief."),
        "new-message": _("New: {title}"),
        "brief": _("Your brief"),
        "role-card": _("Role card: {title}"),
        "knows": _("What only you know"),
        "wants": _("What you want"),
        "situation": _("The situation"),
        "your-answer": _("Your answer or decision"),
        "answer": _("Send to the controller"),
        "sent": _("Sent at {time}"),
        "paused": _("The clock is paused."),
        "not-begun": _("The exercise has not begun."),
    }


def _review() -> dict[str, str]:
    return {
        "aar": _("After-action review"),
        "back": _("Back to the controller's view"),
        "print": _("Print"),
        "fig-timeline": _("What came when, and when it was answered"),
        "fig-waits": _("From inject to decision"),
        "median-wait": _("Median"),
        "received": _("Injects received"),
        "answered": _("Answered by a decision"),
        "n-decisions": _("Decisions"),
        "never": _("no decision"),
        "fig-expected": _("Expected and done"),
        "fig-objectives": _("Objectives"),
        "mean-level": _("Mean level of {n} ratings"),
        "no-ratings": _("not rated"),
        "fig-balance": _("Where decisions leaned"),
        "balance-about": _(
            "Neither end is the right one. A room that leaned one way only has something to talk about."
        ),
        "fig-state": _("State over time"),
        "fig-quotes": _("Said in the room"),
        "fig-lessons": _("Three things to keep, three to change"),
        "keep": _("Keep"),
        "change": _("Change"),
        "owner": _("Who carries it"),
        "due-date": _("By when"),
        "add": _("Add"),
        "hot-wash": _("Questions for the hot wash"),
        "nothing": _("Nothing yet."),
        "minutes": _("{n} min"),
        "limits": _(
            "What this can't tell: what was decided without being logged, and what would have happened in a "
            "real place. Times count from release to the entry in the log, so a slow note looks like a slow "
            "team."
        ),
    }
