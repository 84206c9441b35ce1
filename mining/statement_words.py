"""The words of the data statement: each fact a short sentence, what needs attention first in `warnings`."""

from __future__ import annotations

from itertools import groupby

from journeys.settings import PEOPLE
from journeys.texts import day, moment, number, percentage, say, say_n
from mining.data_statement import DataStatement, FileRead, OddMoments, PersonalNote, StrayEnd
from mining.determinable_words import cannot_lines, possible_lines
from mining.hygiene import LINES_SHOWN, account_line, is_system, resident_line
from mining.problem_words import reject_lines, remark_lines

DAY_ONLY_TOLD = 0.2
"""From this share on, dates without a time and tied neighbours are a warning."""
TIED_TOLD = 0.2
UNKNOWN_TOLD = 0.2


def sections(statement: DataStatement) -> list[tuple[str, list[str]]]:
    """This tells the whole statement: headings with their sentences; a section without sentences is left out."""
    found = [
        (say("Files"), _files(statement)),
        (say("Columns"), _columns(statement)),
        (say("Moments"), _moments(statement)),
        (say("Cases and residents"), _cases(statement)),
        (say("Who acted"), _who(statement)),
        (say("Personal data"), [personal_line(one, kept=statement.names_kept) for one in statement.personal]),
        (say("Can be determined"), possible_lines(statement)),
        (say("Cannot be determined"), cannot_lines(statement)),
    ]
    return [(heading, lines) for heading, lines in found if lines]


def all_lines(statement: DataStatement) -> list[str]:
    """This gives every sentence of the statement, in order, without headings."""
    return [line for _, lines in sections(statement) for line in lines]


def warnings(statement: DataStatement) -> list[str]:
    """This tells only what somebody should look at before trusting the numbers."""
    told = [
        say("{file}, column “{column}”: in none of the {n} dates can day and month be told apart. --day-first or"
            " --month-first settles it.", file=one.file, column=one.header, n=one.values)
        for one in statement.moments
        if statement.day_first is None and one.ambiguous and one.ambiguous == one.values
    ]  # fmt: skip
    told += [_unsure_line(file, detail) for file, detail in statement.unsure]
    if statement.stray:
        told.append(stray_line(statement.stray))
    told += [odd_line(one) for one in statement.odd_moments]
    if statement.events and statement.day_only >= DAY_ONLY_TOLD * statement.events:
        told.append(_day_only_line(statement))
    if statement.neighbours and statement.tied >= TIED_TOLD * statement.neighbours:
        told.append(_tied_line(statement))
    told += remark_lines(statement.remarks, worth_a_look=True)
    told += _unknown_lines(statement, only_many=True)
    handoffs = statement.hygiene.handoffs or 0
    systems = [account for account in statement.hygiene.accounts if is_system(account)]
    told += [account_line(account, handoffs) for account in systems[:LINES_SHOWN]]
    told += [resident_line(resident) for resident in statement.hygiene.residents]
    told += [personal_line(one, kept=statement.names_kept) for one in statement.personal if _stays(one, statement)]
    return told


def stray_line(stray: StrayEnd) -> str:
    """This says that hardly anything happens after some day, and which option ends the log there."""
    return say_n(
        "After {usual} there is hardly anything in the log: {n} event, on {latest}. Perhaps its date is mistyped."
        " With --end {end} the log ends on that day.",
        "After {usual} there is hardly anything in the log: {n} events, the last on {latest}. Perhaps their dates are"
        " mistyped. With --end {end} the log ends on that day.",
        stray.later_events,
        usual=stray.last_usual_day,
        latest=stray.latest_day,
        end=stray.last_usual_day.isoformat(),
    )


def odd_line(odd: OddMoments) -> str:
    """This says how many odd moments there are and in which rows the first of them stand."""
    n = odd.count
    line = {
        "moment_in_future": lambda: say_n("{n} event lies in the future.", "{n} events lie in the future.", n),
        "moment_before_1990": lambda: say_n("{n} event is from before 1990.", "{n} events are from before 1990.", n),
        "end_before_start": lambda: say_n("{n} event ends before it starts.", "{n} events end before they start.", n),
    }[odd.sort]()
    if not odd.rows:
        return line
    places = "; ".join(
        say("{file}, row {rows}", file=file, rows=", ".join(str(row) for _, row in rows))
        for file, rows in groupby(odd.rows, key=lambda row: row[0])
    )
    more = odd.count - len(odd.rows)
    return f"{line} {places}{say(' and {n} more', n=more) if more > 0 else ''}."


def personal_line(one: PersonalNote, *, kept: bool) -> str:
    """This says that a column seems to hold personal numbers, and what becomes of it."""
    what = {"bsn": say("BSNs"), "email": say("e-mail addresses"), "phone": say("telephone numbers")}[one.sort]
    place = {"file": one.file, "column": one.header, "what": what, "found": one.found, "values": one.looked_at}
    if one.certainty == "likely":
        line = say("{file}, column “{column}” likely holds {what}: {found} of {values} different values.", **place)
    else:
        line = say("{file}, column “{column}” perhaps holds {what}: {found} of {values} different values.", **place)
    if one.ours is None:
        return f"{line} {say('This column does not come into the dossier.')}"
    if one.ours in PEOPLE and not kept:
        return f"{line} {say('They become pseudonyms.')}"
    return f"{line} {say('These texts stand in the dossier as they are.')}"


def _files(statement: DataStatement) -> list[str]:
    told = [_file_line(file) for file in statement.files]
    rejects = sum(statement.rejects.values())
    duplicates = statement.remarks.get("duplicate", 0)
    told.append(law_line(statement.rows, statement.events + duplicates, rejects, duplicates))
    return told + reject_lines(statement.rejects) + remark_lines(statement.remarks)


def law_line(rows: int, events: int, rejects: int, duplicates: int) -> str:
    """This says the law of the intake, rows read = events + rejects, and how many of the events stand there twice."""
    counted = say_n("1 event", "{n} events", events)
    line = say_n(
        "1 row read = {events} + {rejects} rejects.", "{n} rows read = {events} + {rejects} rejects.", rows, events=counted, rejects=rejects
    )
    if duplicates:
        line += " " + say_n("{n} of the events stands in the file twice and counts once.",
                            "{n} of the events stand in the file twice and count once.", duplicates)  # fmt: skip
    return line


_FORMATS = {"delimited": "CSV", "workbook": "Excel", "parquet": "Parquet", "xes": "XES"}
"""What people call the format of a file, where it is not our own word for it."""


def _file_line(file: FileRead) -> str:
    return say_n("{file}: 1 row ({how}).", "{file}: {n} rows ({how}).", file.rows, file=file.file, how=file_how(file))


def file_how(file: FileRead) -> str:
    """This tells how a file was read: format, sheet, encoding, delimiter, lines skipped."""
    parts = [_FORMATS.get(file.format, file.format)]
    if file.sheet:
        parts.append(say("sheet “{sheet}”", sheet=file.sheet))
    if "encoding" in file.facts:
        parts.append(say("encoding {encoding}", encoding=file.facts["encoding"]))
    if "delimiter" in file.facts:
        parts.append(say("delimiter {delimiter}", delimiter=file.facts["delimiter"]))
    if "profile" in file.facts:
        parts.append(say("profile {profile}", profile=file.facts["profile"]))
    if "read_from" in file.facts:
        parts.append(file.facts["read_from"])
    if "skipped_lines" in file.facts:
        parts.append(say("lines skipped: {lines}", lines=file.facts["skipped_lines"]))
    return ", ".join(parts)


def _columns(statement: DataStatement) -> list[str]:
    told = []
    for one in statement.columns:
        line = say("{ours}: column “{header}” of {file}", ours=one.ours, header=one.header, file=one.file)
        if one.confidence is not None:
            line += say(", {sure}% sure", sure=number(100 * one.confidence))
        told.append(f"{line} ({one.reason.rstrip('.')})." if one.reason else f"{line}.")
    return told + [_unsure_line(file, detail) for file, detail in statement.unsure]


def _unsure_line(file: str, detail: str) -> str:
    ours, _, header = detail.partition(": ")
    return say("{file}, column “{header}” may be {ours}, but that is unsure: it was not used.",
               file=file, header=header, ours=ours)  # fmt: skip


def _moments(statement: DataStatement) -> list[str]:
    told = [one.described for one in statement.moments if one.described]
    if statement.first and statement.last:
        told.append(
            say("The log runs from {first} to {last}.", first=moment(statement.first), last=moment(statement.last))
        )
    if statement.log_end and statement.end_given:
        told.append(say("By the settings the log ends on {end}.", end=day(statement.log_end)))
    if statement.day_only:
        told.append(_day_only_line(statement))
    if statement.tied:
        told.append(_tied_line(statement))
    elif statement.neighbours:
        told.append(say("No two neighbouring events of a case share their moment."))
    if statement.stray:
        told.append(stray_line(statement.stray))
    return told + [odd_line(one) for one in statement.odd_moments]


def _cases(statement: DataStatement) -> list[str]:
    if statement.by_case:
        told = [say("Cases: {cases}. The log was read by case, so each case is a journey of its own.", cases=statement.cases)]
    elif statement.residents is None:
        told = [
            say("Cases: {cases}. No residents are known, so each case is a journey of its own.", cases=statement.cases)
        ]
    else:
        told = [
            say("Cases: {cases}. Journeys: {journeys}. Residents: {residents}.",
                cases=statement.cases, journeys=statement.journeys, residents=statement.residents)
        ]  # fmt: skip
    if statement.open_cases is not None:
        told.append(
            say("Open at the log's end: {n} of {whole}{share}.",
                **_part(statement.open_cases, statement.cases) | {"whole": say_n("1 case", "{n} cases", statement.cases)})
        )
    elif not any("kind" in one.missing for one in statement.measures):
        told.append(say("The log holds no decision and no close: which cases are open cannot be told."))
    return told + [resident_line(one) for one in statement.hygiene.residents]


def _who(statement: DataStatement) -> list[str]:
    told = _unknown_lines(statement, only_many=False)
    told += [line for line in statement.hygiene.lines() if line not in map(resident_line, statement.hygiene.residents)]
    if any(is_system(account) for account in statement.hygiene.accounts):
        told.append(say("Nothing was left out. An account under unknown.left_out_officials in journeys.toml is."))
    if statement.left_out_officials:
        names = ", ".join(statement.left_out_officials)
        told.append(say("Left out by the settings, as unknown officials: {names}.", names=names))
    return told


def _unknown_lines(statement: DataStatement, *, only_many: bool) -> list[str]:
    """This says for how many municipal events official and department are unknown; nothing of an absent column."""
    told = []
    missing = {column for one in statement.measures for column in one.missing}
    unknown_officials = statement.municipal - statement.municipal_official_known
    unknown_departments = statement.municipal - statement.municipal_department_known
    enough = max(1, UNKNOWN_TOLD * statement.municipal) if only_many else 1
    if "official" not in missing and unknown_officials >= enough:
        part = _part(unknown_officials, statement.municipal) | {
            "whole": say_n("1 municipal event", "{n} municipal events", statement.municipal)
        }
        told.append(say("Official unknown: {n} of {whole}{share}.", **part))
    if "department" not in missing and unknown_departments >= enough:
        part = _part(unknown_departments, statement.municipal) | {
            "whole": say_n("1 municipal event", "{n} municipal events", statement.municipal)
        }
        told.append(say("Department unknown: {n} of {whole}{share}.", **part))
    return told


def _day_only_line(statement: DataStatement) -> str:
    part = _part(statement.day_only, statement.events) | {"whole": say_n("1 event", "{n} events", statement.events)}
    return say("Only the date, no time: {n} of {whole}{share}. Their order within a day is not known.", **part)


def _tied_line(statement: DataStatement) -> str:
    return say("At the same moment: {n} of {whole} pairs of neighbouring events{share}. Counts that depend on it become"
               " an interval.", **_part(statement.tied, statement.neighbours))  # fmt: skip


def _part(part: int, whole: int) -> dict[str, object]:
    """This gives a part of a whole for a sentence: 12 of 40 events (30%); below ten in the whole without the share."""
    return {"n": part, "whole": whole, "share": f" ({percentage(part, whole)})" if whole >= 10 else ""}


def _stays(one: PersonalNote, statement: DataStatement) -> bool:
    """This tells whether personal numbers would stand in the dossier as they are."""
    return one.ours is not None and (statement.names_kept or one.ours not in PEOPLE)
