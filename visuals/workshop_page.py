"""The workshop page as HTML: header, one section a view, the story, the sheets to fill in, buttons and dialogs; every text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from journeys.texts import say, say_n
from visuals.figure import Figure
from visuals.lettering import drawable, text_width
from visuals.page import paragraphs, table, text
from visuals.style import STEP_CAPTION, TITLE, Weight
from visuals.workshop_story import Note, Sheet, Step, WorkshopStory, sort_words

Kind = Literal["journey", "silo", "still"]
_STAGE, _TABS_ROOM, _CAPTION_ROOM = 1840, 1000, 1470
"""Pixels on the stage: of a line, for buttons of views beside the title (more go on a line of their own), of a line of the caption."""


@dataclass(frozen=True)
class View:
    """This is one view of the page: what stands on its button, the picture (html output), and what the gate hid or rounded."""

    name: str
    kind: Kind
    figure: Figure
    told: tuple[str, ...] = ()


def body(story: WorkshopStory, views: Sequence[View]) -> str:
    """This gives everything between the body tags, the data and the script left out."""
    tabs = _tabs_width(_names(views))
    room = _STAGE if tabs > _TABS_ROOM else _STAGE - 30 - tabs
    return (
        f'<a class="skip" href="#stage">{text(say("To the picture"))}</a>'
        + _header(views, page_title(story))
        + '<main id="stage" tabindex="-1">'
        + "".join(_section(at, view, story if view.kind == "journey" else None, room) for at, view in enumerate(views, start=1))
        + _sheets(len(views) + 1, story)
        + "</main>"
        + _story_bar()
        + _buttons()
        + _dialogs(story)
        + f'<button type="button" id="black" hidden><span class="hidden">{text(say("Show the picture again"))}</span></button>'
    )


def page_title(story: WorkshopStory) -> str:
    """This is the title of the whole page."""
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


def _names(views: Sequence[View]) -> list[str]:
    return [*(view.name for view in views), say("Sheets")]


def _header(views: Sequence[View], title: str) -> str:
    names = _names(views)
    buttons = "".join(
        f'<button type="button" data-show="view-{at}"{_current(at == 1)}><kbd>{at}</kbd> {text(name)}</button>'
        for at, name in enumerate(names, start=1)
    )
    many = _tabs_width(names) > _TABS_ROOM
    return (
        f'<header class="top{" many" if many else ""}"><h1>{text(title)}</h1>'
        f'<nav aria-label="{text(say("Views"))}">{buttons}</nav></header>'
    )


def _tabs_width(names: Sequence[str]) -> float:
    """This is how wide the buttons of the views are on the stage."""
    return sum(74 + text_width(drawable(name).text, 26, 600) for name in names)


def _current(current: bool) -> str:
    return ' aria-current="true"' if current else ""


def _section(at: int, view: View, story: WorkshopStory | None, room: float) -> str:
    figure = view.figure
    rows = figure.rows.astype(object).where(figure.rows.notna(), None)
    whole = table(caption=figure.title, heads=[str(name) for name in rows.columns], rows=rows.to_numpy().tolist())
    steps = _step_list(story) if story and story.steps else ""
    told = [*view.told, *(story.told if story else ())]
    return (
        f'<section class="view {view.kind}" id="view-{at}" aria-labelledby="head-{at}"{"" if at == 1 else " data-off"}>'
        f'<h2 id="head-{at}" class="{_title_class(figure.title, room)}">{text(figure.title)}</h2>'
        f'<div class="figure" tabindex="0" role="region" aria-label="{text(view.name)}">{_inline(figure.svg)}</div>'
        f'<div class="about">{paragraphs([figure.description, *filter(None, [figure.footer, " ".join(told)])])}</div>{steps}'
        f'<div class="whole"><h3>{text(say("The table behind this picture"))}</h3>{whole}</div></section>'
    )


def _title_class(title: str, room: float) -> str:
    """This gives the largest of the sizes at which a title fits on one line beside the buttons; the smallest may take two."""
    wide = text_width(drawable(title).text, TITLE, 700)
    return next((f"t{size}" for size in (46, 42, 38, 34) if wide * size / TITLE <= room), "t28")


def _inline(svg: str) -> str:
    """This takes the XML declaration off a drawing, so that it can stand in a page."""
    return svg.split("?>", 1)[1].lstrip() if svg.startswith("<?xml") else svg


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
    return (
        f'<section class="view sheets" id="view-{at}" aria-labelledby="head-{at}" data-off>'
        f'<h2 id="head-{at}" class="t46">{text(title)}</h2><div class="paper" tabindex="0" role="region" aria-label="{text(say("Sheets"))}">'
        f'<p>{text(told)}</p><table><caption class="hidden">{text(title)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        f"</div></section>"
    )


def _sheet_row(number: int, step: Step, word: str, sheet: Sheet) -> str:
    cells = "".join(
        f'<td data-head="{text(label)}"><textarea rows="3" maxlength="500" data-sheet="{text(step.id)}" data-field="{field}" '
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


def _button(do: str, words: str, *, key: str = "", extra: str = "") -> str:
    keys = f' aria-keyshortcuts="{key}"' if key else ""
    return f'<button type="button" data-do="{do}"{keys}{extra}>{text(words)}</button>'


def _buttons() -> str:
    tempo = "".join(
        f'<option value="{at}"{" selected" if at == 1 else ""}>{text(word)}</option>'
        for at, word in enumerate((say("quiet"), say("plain"), say("quick")))
    )
    return (
        f'<footer class="bar"><div class="walk" role="group" aria-label="{text(say("Story"))}">'
        + _button("previous", say("Previous"), key="ArrowLeft PageUp")
        + '<span id="place"></span>'
        + _button("next", say("Next"), key="ArrowRight PageDown")
        + _button("play", say("Play"), key="P")
        + f'<label><span class="hidden">{text(say("Tempo"))}</span><select id="tempo">{tempo}</select></label></div>'
        + f'<div class="zoom" role="group" aria-label="{text(say("Zoom"))}">'
        + _button("in", "+", key="+", extra=f' aria-label="{text(say("Zoom in"))}"')
        + _button("out", "\u2212", key="-", extra=f' aria-label="{text(say("Zoom out"))}"')
        + _button("step", say("Step"), key="Z", extra=f' aria-label="{text(say("Step: zoom to it"))}"')
        + _button("all", say("All"), key="0")
        + f'<label><span class="hidden">{text(say("Question"))}</span><select id="question"></select></label></div>'
        + f'<div class="tools" role="group" aria-label="{text(say("Tools"))}">'
        + _button("note", say("Note"), key="N")
        + _button("table", say("Table"), key="T")
        + _button("theme", say("Dark"), key="D")
        + _button("print", say("Print"))
        + _button("help", say("Help"), key="?")
        + _button("mode", say("Read"), extra=' class="mode"')
        + "</div></footer>"
    )


def _dialog(name: str, title: str, content: str) -> str:
    close = f'<button type="button" data-do="close" class="close">{text(say("Close"))}</button>'
    return (
        f'<dialog id="{name}" aria-labelledby="{name}-head"><div class="dialog-top"><h2 id="{name}-head">{text(title)}</h2>{close}</div>'
        f"{content}</dialog>"
    )


def _dialogs(story: WorkshopStory) -> str:
    keys = (
        (say("Right, PageDown, Space"), say("next step")),
        (say("Left, PageUp"), say("previous step")),
        (say("Home, End"), say("first and last step")),
        ("P", say("play or pause")),
        (say("Z, plus, minus, 0"), say("zoom to this step, in, out, all")),
        (say("1 to 9"), say("choose a view")),
        ("T", say("table")),
        ("N", say("note")),
        ("D", say("dark or light")),
        ("B", say("black screen")),
        ("L", say("test whether everybody can read it")),
        ("F", say("full screen")),
        ("?", say("this help")),
        ("Esc", say("close")),
    )
    rows = "".join(f'<tr><th scope="row">{text(key)}</th><td>{text(words)}</td></tr>' for key, words in keys)
    help_ = (
        f'<label class="check"><input type="checkbox" id="letters" checked> {text(say("Letter keys work"))}</label>'
        f'<div class="scrolls" tabindex="0" role="region" aria-label="{text(say("Keys"))}"><table class="keys"><caption class="hidden">{text(say("Keys"))}'
        f'</caption><tbody>{rows}</tbody></table></div><p>{text(say("A presenter clicker works too. On a touch screen: swipe the story, pinch the map."))}</p>'
        + '<p class="row">' + _button("reading", say("Reading test"), key="L") + _button("full", say("Full screen"), key="F") + _button("black", say("Black screen"), key="B") + "</p>"
    )  # fmt: skip
    table_ = f'<p class="row">{_button("csv", say("Download as CSV"))}</p><div id="table-place"></div>'
    reading = "".join(f'<p class="r{size}">{text(say("Can you read this at the back?"))}</p>' for size in (26, 33, 46))
    print_ = (
        f"<p>{text(say('The print is light, holds every view with its table, the steps, the notes and the sheets.'))}</p>"
        f'<p class="row">{_button("a3", say("Print on A3"))}{_button("a0", say("Print on A0"))}</p>'
    )
    return (
        _dialog("help", say("Help"), help_)
        + _dialog("table", say("The table behind this picture"), table_)
        + _dialog("reading", say("Reading test"), reading)
        + _dialog("print", say("Print"), print_)
        + _dialog("note", say("Note at a step"), _note_form(story))
    )


def _note_form(story: WorkshopStory) -> str:
    steps = "".join(
        f'<option value="{text(step.id)}">{number}. {text(step.text if len(step.text) < 70 else step.text[:69].rstrip() + "…")}</option>'
        for number, step in enumerate(story.steps, start=1)
    )
    return (
        f'<form id="note-form" novalidate><p><label for="note-step">{text(say("Step"))}</label><select id="note-step">{steps}</select></p>'
        f"<fieldset><legend>{text(say('What is it?'))}</legend>"
        f'<label class="check"><input type="radio" name="sort" value="pain" checked> {text(say("pain point"))}</label>'
        f'<label class="check"><input type="radio" name="sort" value="idea"> {text(say("idea"))}</label></fieldset>'
        f'<p><label for="note-text">{text(say("Text, no names of people"))}</label><textarea id="note-text" rows="3" maxlength="500"></textarea></p>'
        f'<p class="row"><button type="submit">{text(say("Pin"))}</button>{_button("save", say("Save notes"))}'
        '<span id="note-told" role="status"></span></p></form>'
        f"<h3 data-count>{text(say_n('1 note', '{n} notes', len(story.notes)))}</h3>"
        f'<ul id="note-list" class="notes"></ul>'
    )
