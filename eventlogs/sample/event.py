"""One event of the sample, with the thirteen columns of the export it is written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

HEADERS = (
    "zaaknummer", "inwoner", "activiteit", "tijdstip", "medewerker", "afdeling", "naar_afdeling", "naar_medewerker",
    "kanaal", "richting", "soort", "onderwerp", "uitkomst",
)  # fmt: skip

REQUEST, CONTACT, CALLBACK = "aanvraag", "contact", "terugbelverzoek"
OUTREACH, TRANSFER = "contact door gemeente", "overdracht"
WORK, SUSPEND, RESUME, DECISION, CLOSE = "behandeling", "opschorting", "hervatting", "besluit", "afsluiting"
OBJECTION, COMPLAINT, NOTICE, REOPEN = "bezwaar", "klacht", "automatisch bericht", "heropening"
ASKED_BY_RESIDENT = (REQUEST, CONTACT, CALLBACK, OBJECTION, COMPLAINT)

PHONE, EMAIL, LETTER, DESK, VISIT, WEB = "telefoon", "e-mail", "brief", "balie", "huisbezoek", "web"
GRANTED, REJECTED, WITHDRAWN, REFERRED = "toegekend", "afgewezen", "ingetrokken", "doorverwezen"


@dataclass
class Event:
    """This is one thing that happened; a moment at midnight means that only the date is known."""

    moment: datetime
    activity: str
    kind: str
    official: str = ""
    department: str = ""
    to_department: str = ""
    to_official: str = ""
    channel: str = ""
    by: str = ""
    outcome: str = ""
    topic: str = ""


def by_of(kind: str) -> str:
    """This fills `richting` as the invented systems do: contacts both ways and messages, not the work inside."""
    if kind in ASKED_BY_RESIDENT:
        return "inwoner"
    return "gemeente" if kind in (OUTREACH, NOTICE) else ""
