"""What Open Zaak, Open Klant with ITA, and Signalen can hold of the sample: the rows as these systems must tell them, and how each is stored.

Each row of the sample becomes a row of what is held, or says by name in `Held.named` what the systems cannot hold of it. Nothing of the
toolkit is used here.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

Row = dict[str, str]
COLUMNS = ("zaaknummer", "inwoner", "activiteit", "tijdstip", "medewerker", "afdeling", "naar_afdeling", "naar_medewerker", "kanaal", "richting", "soort", "onderwerp", "uitkomst")
KCC = "Klantcontactcentrum"
STEP = timedelta(seconds=11)
"""Rows of one minute stand so far apart: changes of roles within ten seconds are one act."""
STREET = ("Losse stoeptegel", "Kapotte lantaarnpaal", "Groen en bomen", "Verstopte put", "Speelplek", "Overlast op straat", "Afval naast container", "Fietswrak")
OF_A_REPORT = {"aanvraag", "automatisch bericht", "overdracht", "behandeling", "afsluiting", "contact door gemeente", ""}


@dataclass
class Held:
    """This is the sample as the systems hold it: rows with `form` (how it is stored) and `system`, and what had to change, by name."""

    rows: list[Row] = field(default_factory=list)
    named: Counter[str] = field(default_factory=Counter)
    changed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    home: dict[str, str] = field(default_factory=dict)
    bsn: dict[str, str] = field(default_factory=dict)

    def name(self, row: Row, what: str, times: int = 1) -> None:
        """This counts one difference, and writes down of whose journey it is (of the sample)."""
        if times:
            self.named[what] += times
            self.changed[row["inwoner"] or f"case:{row['zaaknummer']}"].add(what)


def read(sample: Path) -> list[Row]:
    """This reads the sample: rows once, with `at` (the moment that orders a row, rule A4) as text that sorts."""
    rows, seen, last = [], set(), {}
    with sample.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter=";"):
            key = tuple(row.values())
            if key in seen:
                continue
            seen.add(key)
            moment = datetime.strptime(row["tijdstip"], "%d-%m-%Y %H:%M")
            before = last.get(row["zaaknummer"])
            row["day_only"] = "yes" if moment.strftime("%H:%M") == "00:00" else ""
            if row["day_only"] and before and before.date() == moment.date():
                moment = before
            last[row["zaaknummer"]] = moment
            row["at"] = moment.isoformat()
            rows.append(row)
    return rows


def official(name: str) -> str:
    """This gives an official; "" for a mailbox, a system or nobody."""
    return name if name.startswith("mw-") else ""


def department(name: str) -> str:
    return "" if name in ("", "-", "onbekend") else name


def numbers(residents: list[str]) -> dict[str, str]:
    """This gives each resident an invented citizen number that passes the test of eleven."""
    found, base = {}, 30_000_000
    for who in residents:
        while True:
            base += 7
            digits = [int(one) for one in str(base)]
            check = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
            if check < 10:
                break
        found[who] = f"{base}{check}"
    return found


def uuid(sort: int, number: int) -> str:
    return f"{sort:08d}-0000-4000-8000-{number:012d}"


def hold(sample: Path) -> Held:
    """This tells what the systems hold of the sample."""
    rows, held, cases = read(sample), Held(), defaultdict(list)
    for row in rows:
        cases[row["zaaknummer"]].append(row)
        if official(row["medewerker"]) and department(row["afdeling"]):
            held.home.setdefault(row["medewerker"], row["afdeling"])
    held.bsn = numbers(sorted({row["inwoner"] for row in rows if row["inwoner"]}))
    for number, (case, found) in enumerate(cases.items(), start=1):
        found.sort(key=lambda row: row["at"])
        held.name(found[0], "time instead of a day", sum(1 for row in found if row["day_only"]))
        kinds = [row["soort"] for row in found]
        if found[0]["onderwerp"] in STREET and set(kinds) <= OF_A_REPORT and kinds[0] == "aanvraag" and kinds.count("aanvraag") == 1 and not any(
            row["activiteit"] == "Overgedragen aan collega" for row in found
        ):  # fmt: skip
            _report(held, number, found)
        elif kinds == ["contact", "afsluiting"] and len({official(row["medewerker"]) for row in found}) == 1 and official(found[0]["medewerker"]):
            _conversation(held, number, found)
        else:
            _case(held, case, found)
    _with_seconds(held)
    return held


def _put(held: Held, row: Row, form: str, **changed: str) -> Row:
    """This adds a row, changed where the systems tell it otherwise; each change is counted under its name."""
    made = {name: row[name] for name in COLUMNS} | {"at": row["at"], "form": form, "of": row["zaaknummer"]} | changed
    made["medewerker"], made["afdeling"] = official(made["medewerker"]), department(made["afdeling"])
    made["inwoner"] = held.bsn.get(made["inwoner"], made["inwoner"])
    was, now = department(row["afdeling"]), made["afdeling"]
    if not changed.get("added"):
        if was != now:
            held.name(row, "department known after all" if not was else "department not known" if not now else "other department")
        if official(row["medewerker"]) != made["medewerker"]:
            held.name(row, "official not known" if not made["medewerker"] else "official known after all")
        if row["soort"] != made["soort"]:
            held.name(row, f"{row['soort'] or 'other'} is {made['soort'] or 'other'}")
        if row["kanaal"] != made["kanaal"]:
            held.name(row, "channel not known")
        if row["richting"] == "partner":
            held.name(row, "a partner's act is the municipality's")
        if row["naar_medewerker"] != made["naar_medewerker"]:
            held.name(row, "whom it was passed to not known")
    else:
        held.name(row, f"added: {made['activiteit']}")
    held.rows.append(made)
    return made


def _report(held: Held, number: int, rows: list[Row]) -> None:
    """This is a report in Signalen: who reported is not read, nor who took the report; e-mails to the reporter are no events of it."""
    case, held_by = str(number), ""
    told = any(row["soort"] == "contact door gemeente" for row in rows) and any(row["soort"] == "afsluiting" for row in rows)
    held.name(rows[0], "resident of a report not known", bool(rows[0]["inwoner"]))
    for row in rows:
        same = {"zaaknummer": case, "inwoner": "", "system": "signalen", "naar_medewerker": ""}
        who = official(row["medewerker"])
        if row["soort"] == "aanvraag":
            _put(held, row, "report", **same, medewerker="", afdeling="")
            if department(row["afdeling"]) != KCC and not (rows[1:] and rows[1]["soort"] == "overdracht" and department(rows[1]["afdeling"]) == KCC):
                held_by = department(row["afdeling"]) or next(one for one in (department(other["afdeling"]) for other in rows) if one)
                _put(held, row, "routing", **same, added="yes", soort="", medewerker="", afdeling=held_by, kanaal="", richting="", activiteit="Toegewezen aan afdeling")
        elif row["soort"] == "automatisch bericht":
            held.name(row, "automatic message not held")
        elif row["soort"] == "overdracht":
            to = row["naar_afdeling"]
            if not held_by:
                _put(held, row, "routing", **same, soort="", afdeling=to, naar_afdeling="", activiteit="Toegewezen aan afdeling")
            elif to != held_by:
                _put(held, row, "routing", **same, afdeling=held_by)
            else:
                _put(held, row, "note", **same, soort="", afdeling=held_by, naar_afdeling="")
            held_by = to
        elif row["soort"] == "contact door gemeente" and told:
            held.name(row, "told with the close, by e-mail")
        elif row["soort"] in ("", "contact door gemeente"):
            _put(held, row, "note", **same, soort="", afdeling=held_by, kanaal="", richting="", medewerker=who)
        else:
            close = row["soort"] == "afsluiting"
            if close and told:
                _put(held, row, "told", **same, added="yes", soort="contact door gemeente", afdeling=held_by, kanaal="e-mail", activiteit="Melder krijgt bericht", uitkomst="")
            _put(held, row, "state", **same, afdeling=held_by, text="Tekst" if close and told else "")


def _conversation(held: Held, number: int, rows: list[Row]) -> None:
    """This is a question that the contact centre answered at once: a contact of its own, with its end in KISS."""
    case = uuid(20, number)
    contact, close = rows
    same = {"zaaknummer": case, "system": "klant", "afdeling": department(contact["afdeling"]) or held.home[contact["medewerker"]]}
    started = contact["at"]
    _put(held, contact | {"at": close["at"]}, "conversation", **same, started=started)
    _put(held, close, "conversation end", **same)
    held.name(contact, "contact at the end of the conversation", started != close["at"])


def _case(held: Held, case: str, rows: list[Row]) -> None:
    """This is a case in Open Zaak with its audit trail; contacts, callbacks and messages about it stand in Open Klant and ITA."""
    asker = next(row for row in rows if row["soort"] in ("aanvraag", "contact"))
    holder, had, born, decided = "", "", False, False
    first = department(asker["afdeling"]) or next(one for one in (department(row["afdeling"]) for row in rows) if one)
    tasks: list[Row] = []
    contacts: list[Row] = []

    def of(who: str) -> str:
        return holder if not who or who == had else held.home[who]

    for row in rows:
        who, kind = official(row["medewerker"]), row["soort"]
        same = {"zaaknummer": case, "system": "zaak"}
        if row is asker:
            holder, born = first, True
            spoken = row["kanaal"] in ("telefoon", "balie")
            contacts.append(_put(held, row, "case", **same, soort="aanvraag", afdeling=holder, medewerker=who if spoken else "", naar_afdeling="", naar_medewerker=""))
        elif kind == "overdracht":
            to, named = row["naar_afdeling"], official(row["naar_medewerker"])
            if to != holder:
                _put(held, row, "passed on", **same, medewerker=who or had, afdeling=of(who), naar_medewerker=named, had=had, by=who)
                holder, had = to, named
            elif named and named != had:
                if not had and who:
                    _put(held, row, "taken", **same, added="yes", soort="", afdeling=of(who), naar_afdeling="", naar_medewerker="", activiteit="Toegewezen aan medewerker")
                    had = who
                if had:
                    _put(held, row, "passed inside", **same, medewerker=who or named, afdeling=of(who), naar_afdeling=holder, had=had, by=who)
                else:
                    _put(held, row, "taken", **same, soort="", medewerker=named, afdeling=holder, naar_afdeling="", naar_medewerker="")
                had = named
            else:
                _put(held, row, "notitie", **same, soort="", afdeling=of(who), naar_afdeling="", naar_medewerker="")
        elif kind in ("opschorting", "hervatting"):
            _put(held, row, kind, **same, afdeling=of(who), kanaal="")
        elif kind == "besluit":
            decided = True
            _put(held, row, "decision", **same, afdeling=of(who))
        elif kind == "afsluiting":
            _put(held, row, "close", **same, afdeling=of(who), result="" if decided else row["uitkomst"] or "Afgehandeld")
            decided = True
        elif kind == "behandeling":
            takes = ""
            if born and not had and who and held.home[who] == holder:
                had, takes = who, "yes"
            _put(held, row, "status", **same, afdeling=of(who), richting="", takes=takes)
        elif kind == "":
            _put(held, row, "notitie", **same, afdeling=of(who))
        elif kind == "automatisch bericht":
            _put(held, row, "message", **same)
        elif kind == "terugbelverzoek":
            near = [one for one in contacts if one["medewerker"] == who and one["form"] == "contact" and one["at"][:10] == row["at"][:10] and not one.get("task")]
            if near:
                contact = near[-1]
            else:
                contact = _put(held, row, "contact", **same, added="yes", soort="contact", naar_afdeling="", naar_medewerker="", afdeling=department(row["afdeling"]) or held.home.get(who) or KCC, activiteit="Inwoner neemt contact op")
                contacts.append(contact)
            contact["task"] = "yes"
            made = _put(held, row, "task", **same, afdeling=contact["afdeling"], medewerker=contact["medewerker"], kanaal=contact["kanaal"], naar_medewerker=official(row["naar_medewerker"]))
            made["contact"] = contact  # type: ignore[assignment]
            tasks.append(made)
        elif row["activiteit"] == "Inwoner teruggebeld" and (task := next((one for one in tasks if department(row["afdeling"]) in ("", one["naar_afdeling"])), None)):
            tasks.remove(task)
            made = _put(held, row, "called back", **same, afdeling=task["naar_afdeling"])
            done = _put(held, row, "task done", **same, added="yes", soort="behandeling", afdeling=task["naar_afdeling"], kanaal="", richting="", activiteit="Terugbelverzoek afgehandeld")
            made["task"] = done["task"] = task  # type: ignore[assignment]
        else:
            by_resident = row["richting"] == "inwoner"
            at = department(row["afdeling"]) or held.home.get(who) or (KCC if by_resident else "")
            contacts.append(_put(held, row, "contact", **same, afdeling=at, soort="contact" if by_resident else kind))


def _with_seconds(held: Held) -> None:
    """This gives every row of a journey its own moment, in order: the systems' clocks are finer than a minute."""
    whose: dict[str, list[Row]] = defaultdict(list)
    for row in held.rows:
        whose[row["inwoner"] or f"case:{row['zaaknummer']}"].append(row)
    for rows in whose.values():
        rows.sort(key=lambda row: row["at"])
        last = datetime.min
        for row in rows:
            at = datetime.fromisoformat(row["at"])
            at += timedelta(minutes=1) if at.strftime("%H:%M:%S") == "00:00:00" else timedelta()
            if row["form"] != "conversation end" and not row.get("text"):
                at = max(at, last + STEP) if last != datetime.min else at
            else:
                at = last
            row["at"], last = at.isoformat(), at
            row["tijdstip"] = at.strftime("%Y-%m-%d %H:%M:%S")


def write_rows(held: Held, file: Path) -> None:
    """This writes what is held as a plain list, in the order of moments."""
    with file.open("w", encoding="utf-8", newline="") as handle:
        table = csv.DictWriter(handle, COLUMNS, delimiter=";", extrasaction="ignore")
        table.writeheader()
        table.writerows(sorted(held.rows, key=lambda row: (row["zaaknummer"], row["at"])))
