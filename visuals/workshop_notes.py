"""What participants wrote in a workshop, read back from the file that the page saved, and put at the steps of the story.

It is text of others: sizes are limited, anything unexpected is refused, and nothing of it is ever taken for markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from journeys.errors import InputError
from journeys.texts import say, say_n
from visuals.workshop_story import Note, NoteSort, Sheet, WorkshopStory

FORMAT, VERSION = "journeys-notes", 1
CHARACTERS, NOTES, FILE_BYTES = 500, 500, 2_000_000
"""Of one text, of notes in one file, and of the file."""


@dataclass(frozen=True)
class Notes:
    """This is what one file of notes holds."""

    notes: tuple[Note, ...]
    sheets: tuple[Sheet, ...]


def merge(notes_file: Path, story: WorkshopStory) -> WorkshopStory:
    """This reads a file of notes and gives the story with them.

    The same note twice is one note; of two sheets for a step the fields that are filled in later win. A note of a step that is no longer
    in the story goes to the last step, a sheet of it is left out; `told` counts both. Raises `InputError` where the file is not one that
    the page saved.
    """
    found = read_notes(notes_file)
    steps = [step.id for step in story.steps]
    homeless = 0
    notes = list(story.notes)
    for note in found.notes:
        if note.step not in steps:
            homeless += 1
            note = replace(note, step=steps[-1] if steps else note.step)
        if note not in notes:
            notes.append(note)
    sheets = {sheet.step: sheet for sheet in story.sheets}
    for sheet in found.sheets:
        step = sheet.step
        if step not in steps:
            homeless += 1
            continue
        old = sheets.get(step, Sheet(step))
        sheets[step] = Sheet(step, sheet.want or old.want, sheet.feeling or old.feeling, sheet.idea or old.idea)
    notes.sort(key=lambda note: steps.index(note.step) if note.step in steps else len(steps))
    told = story.told
    if homeless:
        told = (*told, say_n("1 note is of a step that is no longer there.", "{n} notes are of steps that are no longer there.", homeless))
    return replace(story, notes=tuple(notes), sheets=tuple(sheets[step] for step in steps if step in sheets), told=told)


def read_notes(path: Path) -> Notes:
    """This reads a file that the workshop page saved. Raises `InputError` with what is wrong and where."""
    try:
        if path.stat().st_size > FILE_BYTES:
            raise _wrong(path, say("the file is too large"))
        held: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _wrong(path, say("the file cannot be read")) from error
    except (ValueError, RecursionError) as error:
        raise _wrong(path, say("it is not JSON")) from error
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise _wrong(path, say("it holds no notes of a workshop page"))
    if held.get("version") != VERSION:
        raise _wrong(path, say("it is of another version of the page"))
    notes = [_note(path, place, row) for place, row in enumerate(_rows(path, held, "notes"), start=1)]
    sheets = [_sheet(path, place, row) for place, row in enumerate(_rows(path, held, "sheets"), start=1)]
    return Notes(tuple(notes), tuple(sheets))


def _rows(path: Path, held: dict[str, Any], name: str) -> list[Any]:
    rows = held.get(name, [])
    if not isinstance(rows, list):
        raise _wrong(path, say("“{name}” is no list", name=name))
    if len(rows) > NOTES:
        raise _wrong(path, say("it holds more than {n} notes", n=NOTES))
    return rows


def _note(path: Path, place: int, row: Any) -> Note:
    step, sort, text = _texts(path, place, row, ("step", "sort", "text"))
    kinds = {kind: kind for kind in get_args(NoteSort)}
    if sort not in kinds or not text or not step:
        raise _wrong(path, say("note {n} is not complete", n=place))
    return Note(step, kinds[sort], text)


def _sheet(path: Path, place: int, row: Any) -> Sheet:
    return Sheet(*_texts(path, place, row, ("step", "want", "feeling", "idea")))


def _texts(path: Path, place: int, row: Any, names: Iterable[str]) -> list[str]:
    if not isinstance(row, dict) or not all(isinstance(row.get(name, ""), str) for name in names):
        raise _wrong(path, say("note {n} is not complete", n=place))
    found = [_clean(row.get(name, "")) for name in names]
    if any(len(text) > CHARACTERS for text in found):
        raise _wrong(path, say("note {n} is longer than {most} characters", n=place, most=CHARACTERS))
    return found


def _clean(text: str) -> str:
    """This keeps what can be shown: no control characters, no halves of characters, no empty space around it."""
    kept = "".join(character for character in text if character >= " " or character == "\n")
    return kept.encode("utf-8", "ignore").decode("utf-8").strip()


def _wrong(path: Path, what: str) -> InputError:
    return InputError(
        say("{file} cannot be read: {what}.", file=path.name, what=what),
        next_step=say("Choose the file that “Save notes” in the workshop page made."),
    )
