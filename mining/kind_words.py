"""What each kind of event is called where people read: the words of the glossary, in the language of the user."""

from __future__ import annotations

from journeys.texts import say


def kind_word(kind: str) -> str:
    """This gives the word for a kind (`journeys.settings.KINDS`); one that is no kind keeps its name."""
    words = {
        "request": say("Request"),
        "contact": say("Contact"),
        "callback_request": say("Callback request"),
        "outreach": say("Outreach"),
        "transfer": say("Transfer"),
        "work": say("Work"),
        "suspend": say("Suspend"),
        "resume": say("Resume"),
        "decision": say("Decision"),
        "close": say("Closing"),
        "reopen": say("Reopen"),
        "objection": say("Objection"),
        "complaint": say("Complaint"),
        "notice": say("Notice"),
        "other": say("Other event"),
    }
    return words.get(kind, kind)
