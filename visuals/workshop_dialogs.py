"""The buttons of the workshop page and what opens over it: help, table, reading test, print, and the form for notes."""

from __future__ import annotations

from collections.abc import Sequence

from journeys.texts import say, say_n
from visuals.page import text
from visuals.workshop_notes import CHARACTERS
from visuals.workshop_story import WorkshopStory


def _button(do: str, words: str, *, key: str = "", extra: str = "") -> str:
    keys = f' aria-keyshortcuts="{key}"' if key else ""
    return f'<button type="button" data-do="{do}"{keys}{extra}>{text(words)}</button>'


def buttons() -> str:
    """This gives the row of buttons: walking and playing, zooming, and tools."""
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
        + '<p id="replayed"></p>'
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


def dialogs(story: WorkshopStory, views: Sequence[str]) -> str:
    """This gives everything that opens over the page; the help names the views by their number."""
    keys = (
        (say("Right, PageDown, Space"), say("next step")),
        (say("Left, PageUp"), say("previous step")),
        (say("Home, End"), say("first and last step")),
        ("P", say("play or pause")),
        (say("Z, plus, minus, 0"), say("zoom to this step, in, out, all")),
        (say("1 to 9"), ", ".join(f"{at} {name}" for at, name in enumerate(views, start=1))),
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
    check = f'<input type="checkbox" id="letters" checked> {text(say("Letter keys work"))}'
    keys_table = f'<table class="keys"><caption class="hidden">{text(say("Keys"))}</caption><tbody>{rows}</tbody></table>'
    more = say("A presenter clicker works too. On a touch screen: swipe the story, pinch the map.")
    more_buttons = (
        _button("reading", say("Reading test"), key="L")
        + _button("full", say("Full screen"), key="F")
        + _button("black", say("Black screen"), key="B")
    )
    help_ = (
        f'<label class="check">{check}</label>'
        f'<div class="scrolls" tabindex="0" role="region" aria-label="{text(say("Keys"))}">{keys_table}</div>'
        f'<p>{text(more)}</p><p class="row">{more_buttons}</p>'
    )
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
        f'<p><label for="note-text">{text(say("Text, no names of people"))}</label>'
        f'<textarea id="note-text" rows="3" maxlength="{CHARACTERS}"></textarea></p>'
        f'<p class="row"><button type="submit">{text(say("Pin"))}</button>{_button("save", say("Save notes"))}'
        '<span id="note-told" role="status"></span></p></form>'
        f"<h3 data-count>{text(say_n('1 note', '{n} notes', len(story.notes)))}</h3>"
        f'<ul id="note-list" class="notes"></ul>'
    )
