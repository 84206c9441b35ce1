"""Whose column is ours, settled: the lines of a person in journeys.toml, then what is sure; and the very line where it is not."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence

from journeys.column_names import is_our_name
from journeys.columns import REQUIRED, Proposal, Proposals
from journeys.errors import MappingError
from journeys.names import normalised
from journeys.settings import OURS
from journeys.texts import say


def settle_columns(
    proposals: Proposals, settings_columns: Mapping[str, str | int], headers: Sequence[str]
) -> dict[str, int]:
    """This gives the position (from 0) of each of our columns: the settings' own mapping first, then sure proposals.

    A header in the settings is compared as names are (A2); a number is a position from 1; an empty text leaves a column
    out. Unsure columns are not used (`unused_columns` lists them). Raises `MappingError` with the line that settles it
    when a required column is not certain, or when the settings name a column that is not there.
    """
    settled: dict[str, int] = {}
    left_out = set()
    for ours, wanted in settings_columns.items():
        if wanted == "":
            left_out.add(ours)
        else:
            settled[ours] = _position(ours, wanted, headers)
    taken = set(settled.values())
    for ours, proposal in proposals.chosen.items():
        if ours not in settled and ours not in left_out and proposal.position - 1 not in taken:
            settled[ours] = proposal.position - 1
    missing = [ours for ours in REQUIRED if ours not in settled]
    if missing:
        raise _unsettled(missing, proposals, headers)
    return {ours: settled[ours] for ours in OURS if ours in settled}


def unused_columns(proposals: Proposals, settled: Mapping[str, int]) -> list[Proposal]:
    """This lists the best unsure candidate of each of our columns that was left unused, for the remarks of a run.

    A column under our very own name is told even if its values rule it out (only yes and no, 0 and 1, free text).
    """
    best = [found[0] for ours, found in proposals.unsure.items() if ours not in settled]
    return [one for one in best if one.confidence >= 0.5 or is_our_name(one.header, one.ours)]


def mapping_toml(proposals: Proposals, *, file_name: str) -> str:
    """This writes a journeys.toml to edit: sure columns stand, unsure ones are comments with confidence and reason."""
    headers = proposals.headers
    lines = [_comment(say("Mapping for {file}. Left: our column. Right: the header in your file, or its number from 1.",
                          file=file_name))]  # fmt: skip
    if proposals.one_row_per_case:
        lines.append(_comment(_list_of_cases()))
    lines += ["", "[columns]"]
    for ours in OURS:
        if ours in proposals.chosen:
            one = proposals.chosen[ours]
            lines.append(f"{_line(one, headers)}  {_comment(one.reason)}")
        for one in proposals.unsure.get(ours, ())[:3]:
            lines.append(_comment(f"{_line(one, headers)}  # {round(100 * one.confidence)}% {one.reason}"))
    absent = [ours for ours in OURS if ours not in proposals.chosen and ours not in proposals.unsure]
    if absent:
        lines.append(_comment(say("Not found in this file: {columns}.", columns=", ".join(absent))))
    if proposals.unclaimed:
        lines += ["", _comment(say("Columns of the file that are not used:"))]
        lines += [_comment(f"  {_quoted(header)}") for header in proposals.unclaimed]
    hints = (
        (say("How to read the file, if that is unclear."), "[reading]", "day_first = true", "end = 2024-12-31"),
        (say("Accounts that are systems and not people."), "[unknown]", 'left_out_officials = ["Koppeling"]'),
        (say("What kind of event an activity is."), "[kinds.activities]", '"Telefoongesprek" = "outreach"'),
    )
    for hint in hints:
        lines += ["", *map(_comment, hint)]
    return "\n".join([*lines, ""])


def _position(ours: str, wanted: str | int, headers: Sequence[str]) -> int:
    """This finds the column that the settings name; raises `MappingError` when it is not there, or there twice."""
    if isinstance(wanted, int):
        if 1 <= wanted <= len(headers):
            return wanted - 1
        raise MappingError(
            say("journeys.toml: {ours} = {position}, but the file has {columns} columns.",
                ours=ours, position=str(wanted), columns=len(headers)),
            next_step=say("Give a header, or a number from 1 to {columns}.", columns=len(headers)),
        )  # fmt: skip
    found = [at for at, header in enumerate(headers) if normalised(header) == normalised(wanted)]
    exact = [at for at in found if headers[at] == wanted]
    if len(found) == 1 or len(exact) == 1:
        return (exact or found)[0]
    if found:
        places = ", ".join(str(at + 1) for at in found)
        raise MappingError(
            say("journeys.toml: {ours} = {header}, but columns {places} all have that header.",
                ours=ours, header=_quoted(wanted), places=places),
            next_step=say("Give the number of the column: {line}", line=f"{ours} = {found[0] + 1}"),
        )  # fmt: skip
    by_name = {normalised(header): header for header in headers}
    near = [by_name[name] for name in difflib.get_close_matches(normalised(wanted), list(by_name), n=3, cutoff=0.5)]
    if near:
        next_step = say("Did you mean {headers}?", headers=", ".join(map(_quoted, near)))
    else:
        next_step = say("The columns are: {headers}.", headers=_listed(headers))
    raise MappingError(
        say("journeys.toml: {ours} = {header}, but the file has no such column.", ours=ours, header=_quoted(wanted)),
        next_step=next_step,
    )


def _unsettled(missing: Sequence[str], proposals: Proposals, headers: Sequence[str]) -> MappingError:
    said = [say("It is not certain which column is {ours}.", ours=" / ".join(map(_meaning, missing)))]
    if proposals.one_row_per_case:
        said.append(_list_of_cases())
    lines = []
    for ours in missing:
        candidates = [one for one in (proposals.chosen.get(ours), *proposals.unsure.get(ours, ())) if one is not None]
        for at, one in enumerate(candidates[:3]):
            line = f"{_line(one, headers)}  # {round(100 * one.confidence)}% {one.reason}"
            lines.append(line if at == 0 else _comment(line))
        if not candidates:
            lines.append(f'{ours} = "…"  {_comment(say("one of: {headers}", headers=_listed(headers)))}')
    step = say("Add one line for each of them to journeys.toml:")
    return MappingError(" ".join(said), next_step="\n".join([step, "[columns]", *lines]))


def _meaning(ours: str) -> str:
    meanings = {
        "case": say("the case (case)"),
        "activity": say("what happened (activity)"),
        "time": say("when it happened (time)"),
    }
    return meanings.get(ours, ours)


def _list_of_cases() -> str:
    return say(
        "This looks like a list of cases, one row per case. Its dates and status are those of the case, not of events. "
        "Ask for an export with one row per event: the history, the timeline or the audit trail."
    )


def _line(one: Proposal, headers: Sequence[str]) -> str:
    """This is the very line for journeys.toml; by position where the header cannot be written or is not alone."""
    alone = sum(normalised(header) == normalised(one.header) for header in headers) == 1
    writable = one.header.strip() and not any("\ud800" <= character <= "\udfff" for character in one.header)
    return f"{one.ours} = {_quoted(one.header) if alone and writable else one.position}"


def _quoted(text: str) -> str:
    """This writes a text as TOML does, on one line, with every character that does not print as its number."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in written)


def _listed(headers: Sequence[str], most: int = 30) -> str:
    shown = ", ".join(_quoted(header) for header in headers[:most])
    return f"{shown}, …" if len(headers) > most else shown


def _comment(text: str) -> str:
    """This writes a comment on one line; TOML allows no control characters there, and a name of a file may hold them."""
    return f"# {''.join(one for one in ' '.join(text.split()) if one.isprintable())}"
