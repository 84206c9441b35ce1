"""How a resident's question came in, by the words of a case type or of the subject of a contact: an objection, a complaint, a question.

The settings go first ([kinds] in journeys.toml, with the case type as the activity). Then the words of the case type, and what its
initiator does ("vragen"). What none of these names is a request, and a contact stays a contact.
"""

from __future__ import annotations

import re

from journeys.kinds import recognise_kinds, worded
from journeys.settings import KindSettings

ACTIVITIES = {"objection": "Bezwaar ontvangen", "complaint": "Klacht ontvangen", "contact": "Vraag ontvangen"}
"""What is told of how a case came in, by kind; a request is told as a case that was registered."""

_OF_A_RESIDENT = frozenset({"request", "contact", "callback_request", "objection", "complaint"})
_OBJECTION = re.compile(r"\bbezwaar(schrift(en)?|procedure|makers?)?\b")
_NO_OBJECTION = re.compile(r"\bgeen bezwaar\b|\bgeen bezwaren\b")  # the declaration of that name is a permit
_COMPLAINT = re.compile(r"\bklacht\b|\bklacht(en)?(behandeling|afhandeling|procedure|regeling)\b|\bklaagschrift\b")
_ABOUT_THINGS = re.compile(r"\bopenbare ruimte\b|\bafval\b|\boverlast\b|\bgeluid\b|\bmilieu\b")  # a report that is called a complaint
_QUESTION = re.compile(r"(een )?(vragen|vraag stellen|stellen|informatie vragen|informeren|contact opnemen)")
_SUBJECT = re.compile(r"(?:indienen |ontvangst )?(?:(bezwaar|bezwaarschrift)|klacht)(?: indienen| maken| ontvangen)?")


def kind_of_case_type(words: str, does: str | None, *, kinds: KindSettings) -> str:
    """This gives the kind of the coming in of a case by the name of its type and what its initiator does (`handelingInitiator`)."""
    (found,) = recognise_kinds({words: 1}, settings=kinds)
    if found.rule.startswith("settings") and found.kind in _OF_A_RESIDENT:
        return found.kind
    text, act = worded(words), worded(does or "")
    for one in (text, act):
        if _OBJECTION.search(one) and not _NO_OBJECTION.search(one):
            return "objection"
        if (_COMPLAINT.search(one) or one == "klagen") and not _ABOUT_THINGS.search(text):
            return "complaint"
    return "contact" if _QUESTION.fullmatch(act) else "request"


def kind_of_subject(subject: str | None) -> str:
    """This gives the kind of a contact of a resident by its subject: only one that is no more than an objection or a complaint is one."""
    found = _SUBJECT.fullmatch(worded((subject or "").split(" (", 1)[0]))
    if not found:
        return "contact"
    return "objection" if found[1] else "complaint"
