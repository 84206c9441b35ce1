"""Names that seem to stand for nobody: system accounts, test accounts, placeholder numbers.

They are looked at while names are still there, and only *proposed*: by a word of ours that a name holds, or by the
shape of its number. What is kept is the number of the official or resident, the reason, and our own word, never a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import duckdb

from journeys.names import normalised
from journeys.settings import UnknownSettings

NameReason = Literal["system_name", "test_name", "placeholder_name", "placeholder_number"]

# Whole words, without digits at their end (admin1 is admin). None is a first name or surname: no job, bot, auto, root.
SYSTEM_WORDS = frozenset({
    "admin", "administrator", "api", "applicatiebeheer", "automatisch", "automatic", "batch", "batchgebruiker",
    "beheer", "beheerder", "chatbot", "conversie", "cron", "daemon", "esb", "etl", "geautomatiseerd", "import",
    "interface", "koppelvlak", "koppeling", "migratie", "migration", "noreply", "robot", "rpa", "scheduler", "siebel",
    "stuf", "superuser", "svc", "sync", "system", "systeem", "systeemgebruiker", "webservice", "workflow",
})  # fmt: skip
TEST_WORDS = frozenset({"demo", "dummy", "proef", "test", "tester", "testaccount", "testgebruiker", "testuser"})
# Parts that no name of a person holds, wherever they stand in a word.
SYSTEM_PARTS = ("systeem", "siebel", "koppeling", "koppelvlak", "webservice", "noreply", "applicatiebeheer")

_UNKNOWN = UnknownSettings()
_ONE_DIGIT = "|".join(f"{digit}{{5,}}" for digit in range(10))
_PLACEHOLDER = f"{_ONE_DIGIT}|111222333|123456789|12345678|987654321|123456782|999999990"
_PLACEHOLDER_WORDS = (
    "anoniem", "anonymous", "balieklant", "dummy", "geen bsn", "inwoner", "klant", "n.n.", "nn", "test", "testpersoon",
)  # fmt: skip


@dataclass(frozen=True)
class Doubtful:
    """This is a doubtful name: its number in the dictionary, why, and the word of ours that it holds."""

    number: int
    reason: NameReason
    word: str = ""


def suspicious_names(names: Iterable[tuple[int, str]], *, unknown: UnknownSettings = _UNKNOWN) -> list[Doubtful]:
    """This finds, among the numbered names of officials, those that look like a system, a test account or nobody.

    What stands for nobody (A6) is an unknown official already, except in the plain reading: there it is proposed.
    """
    nobody = {normalised(value) for value in unknown.officials}
    mailboxes = {normalised(value) for value in unknown.official_words}
    found = []
    for number, name in names:
        plain_words = re.findall(r"[^\W_]+", normalised(name))
        mailbox = next((word for word in plain_words if word in mailboxes), None)
        if mailbox or not plain_words or normalised(name) in nobody:
            found.append(Doubtful(number, "placeholder_name", mailbox or ""))
            continue
        words = [re.sub(r"[0-9]+$", "", word) for word in plain_words]
        joined = "".join(words)
        system = next((word for word in words if word in SYSTEM_WORDS), None)
        system = system or next((part for part in SYSTEM_PARTS if part in joined), None)
        test = next((word for word in words if word in TEST_WORDS), None)
        if system:
            found.append(Doubtful(number, "system_name", system))
        elif test:
            found.append(Doubtful(number, "test_name", test))
    return found


def placeholder_sql(expression: str) -> str:
    """This gives the SQL condition under which a resident's name or number (compared form) stands for nobody.

    One digit repeated, 111222333 and other numbers that forms are filled in with to get on, and a few words.
    """
    words = ", ".join(f"'{word}'" for word in _PLACEHOLDER_WORDS)
    return f"(regexp_full_match(replace({expression}, '.', ''), '{_PLACEHOLDER}') or lower({expression}) in ({words}))"


def note_doubtful_names(
    connection: duckdb.DuckDBPyConnection, *, officials: str, residents: str, unknown: UnknownSettings = _UNKNOWN
) -> None:
    """This makes table `doubtful_names(sort, number, reason, word)` while the names are still there.

    `officials` and `residents` are relations (number, name): number is official_no, and journey_no. Key: sort, number.
    """
    connection.execute(
        "create or replace table doubtful_names (sort varchar, number integer, reason varchar, word varchar)"
    )
    names = connection.execute(f"select number, name from {officials} order by number").fetchall()
    found = suspicious_names(names, unknown=unknown)
    if found:
        rows = [(one.number, one.reason, one.word) for one in found]
        connection.executemany("insert into doubtful_names values ('official', ?, ?, ?)", rows)
    connection.execute(
        "insert into doubtful_names select 'resident', number, 'placeholder_number', ''"
        f" from {residents} as residents(number, name) where {placeholder_sql('name')} order by number"
    )
