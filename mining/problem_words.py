"""The words of what happened to rows and files: for every code of a reject or a remark one sentence with its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from journeys.texts import say, say_n

REJECTS: dict[str, Callable[[int], str]] = {
    "short_line": lambda n: say_n(
        "{n} row has fewer cells than there are columns.", "{n} rows have fewer cells than there are columns.", n
    ),
    "long_line": lambda n: say_n(
        "{n} row has more cells than there are columns.", "{n} rows have more cells than there are columns.", n
    ),
    "nul": lambda n: say_n("{n} row holds a NUL byte.", "{n} rows hold a NUL byte.", n),
    "formula_without_value": lambda n: say_n(
        "{n} row has a formula of which the outcome was not saved. Open and save the workbook in Excel first.",
        "{n} rows have a formula of which the outcome was not saved. Open and save the workbook in Excel first.", n,
    ),
    "case_missing": lambda n: say_n("{n} row has no case.", "{n} rows have no case.", n),
    "activity_missing": lambda n: say_n("{n} row has no activity.", "{n} rows have no activity.", n),
    "moment_missing": lambda n: say_n("{n} row has no moment.", "{n} rows have no moment.", n),
    "moment_unreadable": lambda n: say_n(
        "{n} row has a moment that does not exist, or is not written as the rest of its column.",
        "{n} rows have a moment that does not exist, or is not written as the rest of their column.", n,
    ),
    "moment_in_spring_gap": lambda n: say_n(
        "{n} row has a moment that does not exist: in that hour the clock goes forward.",
        "{n} rows have a moment that does not exist: in that hour the clock goes forward.", n,
    ),
}  # fmt: skip
"""Why a row could not become an event."""

REMARKS: dict[str, Callable[[int], str]] = {
    "duplicate": lambda n: say_n(
        "{n} row is equal to an earlier one in every column and counts once.",
        "{n} rows are equal to an earlier one in every column and count once.", n,
    ),
    "midnight_as_24": lambda n: say_n(
        "{n} moment is written as 24:00: it was read as 00:00 of the next day.",
        "{n} moments are written as 24:00: they were read as 00:00 of the next day.", n,
    ),
    "ambiguous_hour": lambda n: say_n(
        "{n} moment lies in the hour that autumn has twice; it was read as the first of the two.",
        "{n} moments lie in the hour that autumn has twice; they were read as the first of the two.", n,
    ),
    "moment_in_future": lambda n: say_n("{n} event lies in the future.", "{n} events lie in the future.", n),
    "moment_before_1990": lambda n: say_n("{n} event is from before 1990.", "{n} events are from before 1990.", n),
    "end_before_start": lambda n: say_n(
        "{n} event ends before it starts.", "{n} events end before they start.", n
    ),
    "start_unreadable": lambda n: say_n(
        "The start of {n} event cannot be read and is left out; the event stays.",
        "The start of {n} events cannot be read and is left out; the events stay.", n,
    ),
    "start_and_complete": lambda n: say_n(
        "{n} event tells the start of an activity of which the end is an event of its own (lifecycle:transition); both count.",
        "{n} events tell the start of an activity of which the end is an event of its own (lifecycle:transition); both count.", n,
    ),
    "day_and_month_alike": lambda n: say_n(
        "In {n} date day and month could be the other way round.",
        "In {n} dates day and month could be the other way round.", n,
    ),
    "column_unsure": lambda n: say_n(
        "{n} column may be one of ours, but that is unsure: it was not used.",
        "{n} columns may be ours, but that is unsure: they were not used.", n,
    ),
    "profiles_alike": lambda n: say_n(
        "{n} profile fits this file, and was not used.", "{n} profiles fit this file equally well; none was used.", n
    ),
    "profile_nearly": lambda n: say_n(
        "A profile nearly fits this file, but {n} header that it names is missing: it was not used.",
        "A profile nearly fits this file, but {n} headers that it names are missing: it was not used.", n,
    ),
    "free_text_left_out": lambda n: say_n(
        "{n} row of the timeline begins with no word that the profile knows: it counts, but what stands in it is not kept.",
        "{n} rows of the timeline begin with no word that the profile knows: they count, but what stands in them is not kept.", n,
    ),
    "contact_of_nobody": lambda n: say_n(
        "{n} contact could not be tied to any resident.", "{n} contacts could not be tied to any resident.", n
    ),
    "placeholder_resident": lambda n: say_n(
        "{n} case stands under a number with an implausible share of the cases. That number is no resident:"
        " the case is a journey of its own.",
        "{n} cases stand under a number with an implausible share of the cases. That number is no resident:"
        " each case is a journey of its own.",
        n,
    ),
    "object_twice": lambda n: say_n(
        "{n} object stands in the pages more than once and was read once.",
        "{n} objects stand in the pages more than once and were read once.", n,
    ),
    "unknown_objects": lambda n: say_n(
        "{n} object is of a sort that is not read.", "{n} objects are of a sort that is not read.", n
    ),
    "objects_of_nothing": lambda n: say_n(
        "{n} object belongs to no case or contact in the files, and was not used.",
        "{n} objects belong to no case or contact in the files, and were not used.", n,
    ),
    "cases_without_audit_trail": lambda n: say_n(
        "{n} case has no audit trail: its handovers are not seen.", "{n} cases have no audit trail: their handovers are not seen.", n
    ),
    "case_type_unknown": lambda n: say_n(
        "{n} case is of a case type that is not in the files: its topic is unknown.",
        "{n} cases are of a case type that is not in the files: their topic is unknown.", n,
    ),
    "status_type_unknown": lambda n: say_n(
        "{n} status is of a status type that is not in the files: its name is unknown.",
        "{n} statuses are of a status type that is not in the files: their names are unknown.", n,
    ),
    "suspended_without_moment": lambda n: say_n(
        "{n} case is or was suspended, but it is not known when:"
        " waiting for the resident is not seen there, and terms are judged too strictly.",
        "{n} cases are or were suspended, but it is not known when:"
        " waiting for the resident is not seen there, and terms are judged too strictly.", n,
    ),
    "roles_changed_unseen": lambda n: say_n(
        "The notices tell of {n} role that was deleted, not whose it was: who had that case before is not known.",
        "The notices tell of {n} roles that were deleted, not whose they were: who had those cases before is not known.", n,
    ),
    "number_twice": lambda n: say_n(
        "{n} case has a number that another case has too: they are kept apart.",
        "{n} cases have a number that another case has too: they are kept apart.", n,
    ),
    "pages_missing": lambda n: say_n(
        "{n} object stands on a page that is not in the files: save all pages, not only the first.",
        "{n} objects stand on pages that are not in the files: save all pages, not only the first.", n,
    ),
    "very_confidential": lambda n: say_n(
        "{n} case is marked as confidential or secret.", "{n} cases are marked as confidential or secret.", n
    ),
    "resident_of_main_case": lambda n: say_n(
        "{n} case has no resident of its own and got that of its main case.",
        "{n} cases have no resident of their own and got that of their main case.", n,
    ),
    "contact_over_several_cases": lambda n: say_n(
        "{n} contact is about several cases; it stands with the first.",
        "{n} contacts are about several cases; each stands with the first.", n,
    ),
    "messages_not_read": lambda n: say_n(
        "{n} message is of a sort that is not read.", "{n} messages are of a sort that is not read.", n
    ),
    "objects_beside_the_first": lambda n: say_n(
        "{n} event touches more objects of a type; the first one is told.",
        "{n} times an event touches more objects of a type; the first one is told.", n,
    ),
    "events_without_case": lambda n: say_n("{n} event touches no case.", "{n} events touch no case.", n),
    "personal_data_left_out": lambda n: say_n(
        "{n} object with personal data was left out unread.", "{n} objects with personal data were left out unread.", n
    ),
    "index_column": lambda _: say("A first column without a name only numbers the rows; it was left out."),
    "mixed_encoding": lambda _: say("Not all of the file has the same encoding; some letters may be wrong."),
    "control_characters": lambda n: say_n(
        "{n} invisible control character was taken out.", "{n} invisible control characters were taken out.", n
    ),
    "hidden_rows": lambda n: say_n(
        "{n} row is hidden in the sheet and was read as well.",
        "{n} rows are hidden in the sheet and were read as well.", n,
    ),
    "merged_cells_filled": lambda n: say_n(
        "{n} block of merged cells: its value counts for every row of the block.",
        "{n} blocks of merged cells: their value counts for every row of the block.", n,
    ),
    "merged_cells": lambda n: say_n(
        "{n} block of merged cells: only its first cell has a value.",
        "{n} blocks of merged cells: only their first cell has a value.", n,
    ),
    "perhaps_cut_off": lambda _: say("The sheet is exactly full: the export was perhaps cut off."),
    "other_sheets": lambda n: say_n(
        "{n} other sheet has rows too and was not read; --sheet chooses a sheet.",
        "{n} other sheets have rows too and were not read; --sheet chooses a sheet.", n,
    ),
    "error_cells": lambda n: say_n(
        "{n} cell holds an error of Excel and was read as empty.",
        "{n} cells hold an error of Excel and were read as empty.", n,
    ),
    "numbers_beyond_15_digits": lambda n: say_n(
        "{n} number has more digits than Excel keeps; its end is perhaps wrong.",
        "{n} numbers have more digits than Excel keeps; their end is perhaps wrong.", n,
    ),
    "dates_out_of_range": lambda n: say_n(
        "{n} cell is formatted as a date that cannot be; it was read as a number.",
        "{n} cells are formatted as a date that cannot be; they were read as numbers.", n,
    ),
    "formulas_perhaps_not_calculated": lambda n: say_n(
        "{n} formula has 0 as its outcome; perhaps it was never calculated.",
        "{n} formulas have 0 as their outcome; perhaps they were never calculated.", n,
    ),
    "nested_column_as_text": lambda n: say_n(
        "{n} column holds lists or groups of values; it was read as text.",
        "{n} columns hold lists or groups of values; they were read as text.", n,
    ),
    "bytes_column_left_out": lambda n: say_n(
        "{n} column holds bytes that are no text; it was left out.",
        "{n} columns hold bytes that are no text; they were left out.", n,
    ),
    "nested_attributes_left_out": lambda n: say_n(
        "{n} attribute inside another was left out.", "{n} attributes inside another were left out.", n
    ),
    "lists_left_out": lambda n: say_n("{n} list of values was left out.", "{n} lists of values were left out.", n),
    "unknown_elements": lambda n: say_n(
        "{n} element that XES does not know was left out.", "{n} elements that XES does not know were left out.", n
    ),
    "attributes_without_key": lambda n: say_n(
        "{n} attribute without a name was left out.", "{n} attributes without a name were left out.", n
    ),
    "double_attributes": lambda n: say_n(
        "{n} attribute stands twice with one event; the last one counts.",
        "{n} attributes stand twice with one event; the last one counts.", n,
    ),
    "traces_without_events": lambda n: say_n(
        "{n} case has no events and is not counted.", "{n} cases have no events and are not counted.", n
    ),
}  # fmt: skip
"""What lost no row but is worth knowing."""

TOLD_ELSEWHERE = frozenset({"duplicate", "moment_in_future", "moment_before_1990", "end_before_start", "column_unsure"})
"""Remarks that the data statement tells with their rows or columns, in a sentence of their own."""

WORTH_A_LOOK = frozenset({
    "mixed_encoding", "hidden_rows", "perhaps_cut_off", "other_sheets", "error_cells", "numbers_beyond_15_digits",
    "profiles_alike", "profile_nearly", "contact_of_nobody", "placeholder_resident", "unknown_objects", "objects_of_nothing",
    "cases_without_audit_trail", "case_type_unknown", "status_type_unknown", "suspended_without_moment", "roles_changed_unseen",
    "free_text_left_out", "very_confidential", "number_twice", "pages_missing",
    "dates_out_of_range", "formulas_perhaps_not_calculated", "bytes_column_left_out",
})  # fmt: skip
"""Remarks that somebody should look at before trusting the numbers."""


def reject_lines(counts: Mapping[str, int]) -> list[str]:
    """This says per reason how many rows could not be read, in the order given."""
    return [_line(REJECTS, code, n) for code, n in counts.items()]


def remark_lines(counts: Mapping[str, int], *, worth_a_look: bool = False) -> list[str]:
    """This says what else was noticed, without what the statement tells elsewhere; or only what is worth a look."""
    return [
        _line(REMARKS, code, n)
        for code, n in counts.items()
        if code not in TOLD_ELSEWHERE and (code in WORTH_A_LOOK or not worth_a_look)
    ]


def _line(words: Mapping[str, Callable[[int], str]], code: str, n: int) -> str:
    return words[code](n) if code in words else f"{code}: {n}"
