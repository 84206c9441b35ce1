"""The workshop page as HTML: header, one section a view, the story, and the sheets to fill in; every text escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from journeys.texts import say, say_n
from visuals.figure import Figure
from visuals.lettering import drawable, text_width
from visuals.long_tables import first_rows
from visuals.page import paragraphs, table, text
from visuals.style import STEP_CAPTION, TITLE, Weight
from visuals.workshop_dialogs import buttons, dialogs
from visuals.workshop_notes import CHARACTERS
from visuals.workshop_story import Note, Sheet, Step, WorkshopStory, sort_words
from visuals.workshop_tables import what_is_shown

Kind = Literal["journey", "silo", "twins", "still"]
_STAGE, _TABS_ROOM, _CAPTION_ROOM = 1840, 1000, 1470
"""Pixels on the stage: of a line, for buttons of views beside the title (more go on a line of their own), of a line of the caption."""


@dataclass(frozen=True)
class View:
    """This is one view of the page: what stands on its button, the picture (html output), and what the gate hid or rounded."""

    name: str
    kind: Kind
    figure: Figure
    told: tuple[str, ...] = ()
    flows: tuple[tuple[int, int, int, int], ...] = ()  # for the replay: from, to, handovers, lost among them
    sides: tuple[Mapping[str, object], ...] = ()  # for the replay of two periods (visuals.twin_map.replayed)


def body(story: WorkshopStory, views: Sequence[View]) -> str:
    """This gives everything between the body tags, the data and the script left out."""
    room = _STAGE - 30 - _tabs_width(_names(views, story))
    return (
        f'<a class="skip" href="#stage">{text(say("To the picture"))}</a>'
        + _header(_names(views, story), page_title(story))
        + '<main id="stage" tabindex="-1">'
        + "".join(_section(at, view, story if view.kind == "journey" else None, room) for at, view in enumerate(views, start=1))
        + (_sheets(len(views) + 1, story) if story.steps else "")
        + "</main>"
        + _story_bar()
        + buttons()
        + dialogs(story, _names(views, story))
        + f'<button type="button" id="black" hidden><span class="hidden">{text(say("Show the picture again"))}</span></button>'
    )


def page_title(story: WorkshopStory) -> str:
    """This is the title of the whole page."""
    if story.journey.value.events.empty:
        return say("Workshop: questions between departments")
    return say("Workshop: the journey of resident {letter}", letter=story.journey.value.resident)


def step_lines(caption: str) -> int:
    """This tells how many lines the caption takes at its own size on the wall: 1, 2 or more."""
    return _lines(caption, STEP_CAPTION, 600, _CAPTION_ROOM)


def _lines(words: str, size: float, weight: Weight, room: float) -> int:
    """This counts the lines of a text that breaks at spaces."""
    lines, used = 1, 0.0
    space = text_width(" ", size, weight)
    for word in drawable(words).text.split():
        wide = text_width(word, size, weight) * 1.02
        if used and used + space + wide > room:
            lines, used = lines + 1, wide
        else:
            used += (space if used else 0) + wide
    return lines


def _names(views: Sequence[View], story: WorkshopStory) -> list[str]:
    """This gives what stands on the buttons of the views; there are sheets where there is a story."""
    return [*(view.name for view in views), *([say("Sheets")] if story.steps else [])]


def _header(names: Sequence[str], title: str) -> str:
    tabs = "".join(
        f'<button type="button" data-show="view-{at}" title="{text(name)}"{_current(at == 1)}>'
        f"<kbd>{at}</kbd> <span>{text(name)}</span></button>"
        for at, name in enumerate(names, start=1)
    )
    return (
        f'<header class="top{" many" if _many(names) else ""}"><h1>{text(title)}</h1>'
        f'<nav aria-label="{text(say("Views"))}">{tabs}</nav></header>'
    )


def _tabs_width(names: Sequence[str]) -> float:
    """This is how wide the buttons of the views are on the stage: where there are many, only the chosen one shows its name."""
    wide = [text_width(drawable(name).text, 26, 600) for name in names]
    return sum(wide) + 74 * len(names) if not _many(names) else max(wide) + 34 + 58 * len(names)


def _many(names: Sequence[str]) -> bool:
    return sum(74 + text_width(drawable(name).text, 26, 600) for name in names) > _TABS_ROOM


def _current(current: bool) -> str:
    return ' aria-current="true"' if current else ""


def _section(at: int, view: View, story: WorkshopStory | None, room: float) -> str:
    figure = view.figure
    heads = [str(name) for name in figure.rows.columns]
    whole = table(caption=figure.title, heads=heads, rows=first_rows(figure.rows), more=what_is_shown(figure.rows), called=view.name)
    steps = _step_list(story) if story and story.steps else ""
    told = [*view.told, *(story.told if story else ())]
    return (
        f'<section class="view {view.kind}" id="view-{at}" '
        f'aria-label="{text(view.name)}"{"" if at == 1 else " data-off"}>'
        f'<h2 id="head-{at}" class="{_title_class(figure.title, room)}">{text(figure.title)}</h2>'
        f'<div class="figure" tabindex="0" role="region" aria-label="{text(say("Picture: {name}", name=view.name))}">'
        f"{_inline(figure.svg)}</div>"
        f'<div class="about">{paragraphs([figure.description, *filter(None, [figure.footer, " ".join(told)])])}</div>{steps}'
        f'<div class="whole"><h3>{text(say("The table behind this picture"))}</h3>{whole}</div></section>'
    )


def _title_class(title: str, room: float) -> str:
    """This gives the largest of the sizes at which a title fits on one line beside the buttons; the smallest may take two."""
    wide = text_width(drawable(title).text, TITLE, 700)
    return next((f"t{size}" for size in (46, 42, 38, 34) if wide * size / TITLE <= room), "t28")


def _inline(svg: str) -> str:
    """This takes off what the page has itself: the XML declaration, and the title line above a whole picture."""
    bare = svg.split("?>", 1)[1].lstrip() if svg.startswith("<?xml") else svg
    if f'y="64" font-size="{TITLE}"' in bare:
        bare = bare.replace('height="1080" viewBox="0 0 1920 1080"', 'height="1004" viewBox="0 76 1920 1004"', 1)
    return bare


def _step_list(story: WorkshopStory) -> str:
    words = sort_words()
    items = "".join(
        f'<li><b class="{step.sort}">{text(words[step.sort])}</b> <span>{text(step.text)}</span>'
        f'<button type="button" data-step="{at}">{text(say("Show on the map"))}</button>'
        f'<ul class="notes" data-notes="{text(step.id)}">{_notes(story, step)}</ul></li>'
        for at, step in enumerate(story.steps)
    )
    count = say_n("1 note", "{n} notes", len(story.notes))
    return (
        f'<div class="steps"><h3>{text(say("The story in steps"))}</h3><p class="count" data-count>{text(count)}</p><ol>{items}</ol></div>'
    )


def _notes(story: WorkshopStory, step: Step) -> str:
    return "".join(_note(note) for note in story.notes if note.step == step.id)


def _note(note: Note) -> str:
    word = say("pain point") if note.sort == "pain" else say("idea")
    return f'<li class="{note.sort}"><b>{text(word)}</b> <span>{text(note.text)}</span></li>'


def _sheets(at: int, story: WorkshopStory) -> str:
    """This gives the sheets: for each step what the resident wants, how it feels, and an idea; empty, to be filled in by hand or here."""
    words = sort_words()
    known = {sheet.step: sheet for sheet in story.sheets}
    heads = "".join(
        f'<th scope="col">{text(head)}</th>'
        for head in (say("step"), say("What does the resident want?"), say("How does it feel?"), say("Idea"))
    )
    rows = "".join(
        _sheet_row(number, step, words[step.sort], known.get(step.id, Sheet(step.id))) for number, step in enumerate(story.steps, 1)
    )
    title = say("Through the eyes of the resident")
    told = say("Fill in together what the data cannot tell. Save it with the notes, or print it and write on paper.")
    caption = f'<caption class="hidden">{text(title)}</caption>'
    return (
        f'<section class="view sheets" id="view-{at}" aria-labelledby="head-{at}" data-off>'
        f'<h2 id="head-{at}" class="t46">{text(title)}</h2>'
        f'<div class="paper" tabindex="0" role="region" aria-label="{text(say("Sheets"))}"><p>{text(told)}</p>'
        f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _sheet_row(number: int, step: Step, word: str, sheet: Sheet) -> str:
    cells = "".join(
        f'<td data-head="{text(label)}"><textarea rows="3" maxlength="{CHARACTERS}" data-sheet="{text(step.id)}" data-field="{field}" '
        f'aria-label="{text(say("Step {n}", n=number))}: {text(label)}">{text(value)}</textarea></td>'
        for field, label, value in (
            ("want", say("What does the resident want?"), sheet.want),
            ("feeling", say("How does it feel?"), sheet.feeling),
            ("idea", say("Idea"), sheet.idea),
        )
    )
    return f'<tr><th scope="row"><b class="{step.sort}">{number}. {text(word)}</b> <span>{text(step.text)}</span></th>{cells}</tr>'


def _story_bar() -> str:
    return (
        f'<section class="story" aria-label="{text(say("Story"))}"><p class="counter"><b id="counter"></b> <span id="counted"></span>'
        '<span id="day"></span></p><div id="caption" aria-live="polite"><p id="kicker"></p><p id="words"></p></div>'
        '<ul id="pinned" class="notes"></ul></section>'
    )
