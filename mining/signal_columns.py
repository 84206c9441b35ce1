"""What every signal has: the columns of its instances, what it can be anchored in, and the two sorts there are."""

from __future__ import annotations

SIGNAL_COLUMNS = {
    "status": "text; what became of it, one of the words of the definition",
    "journey_no": "integer; the journey",
    "case_no": "integer; the case; empty where the signal is about a journey, an official, or two cases",
    "anchor_no": "integer; what identifies it: the number of the row, the case, the journey or the official",
    "other_anchor_no": "integer; the second case of two; otherwise empty",
    "row_nos": "list of integers; the rows that prove it, rising",
    "started": "timestamp UTC; when it began",
    "ended": "timestamp UTC; when it ended; the log's end while it lasts",
    "working_days": "integer; how long it lasted, as the definition counts working days",
    "from_department_no": "integer; the department that had the question; empty when unknown",
    "to_department_no": "integer; the department that should have had it, or took it; empty when unknown or when there is none",
}
"""The columns of every signal, in this order: a file in mining/signals need not repeat them in its header."""

SIGNAL_COLUMNS_NL = {
    "status": "hoe het afliep, een van de woorden uit de definitie",
    "journey_no": "de klantreis",
    "case_no": "de zaak; leeg als het signaal over een klantreis, een medewerker of twee zaken gaat",
    "anchor_no": "waaraan je het herkent: het nummer van de rij, de zaak, de klantreis of de medewerker",
    "other_anchor_no": "de tweede van twee zaken; anders leeg",
    "row_nos": "de rijen die het bewijzen, oplopend",
    "started": "wanneer het begon",
    "ended": "wanneer het ophield; het einde van het logboek als het nog duurt",
    "working_days": "hoe lang het duurde, in werkdagen zoals de definitie ze telt",
    "from_department_no": "de afdeling die de vraag had; leeg als die onbekend is",
    "to_department_no": "de afdeling die de vraag moest krijgen of oppakte; leeg als die onbekend is of er niet is",
}
"""Their meanings in Dutch."""

NEVER_EMPTY = ("status", "anchor_no", "row_nos", "started")
"""Without these an instance cannot be found, proved or told."""

SIGNAL_KEY = ("anchor_no", "other_anchor_no")
SIGNAL_ROW = {"en": "one instance of the signal", "nl": "één keer dat het signaal voorkomt"}
"""The key of every signal, and what one row of it is."""

SIGNAL_SORTS = ("gap", "success")
SIGNAL_ANCHORS = ("row", "case", "cases", "journey", "official")
"""What the header of a signal says of it: where questions fall or where it goes well, and what an instance is found by."""
