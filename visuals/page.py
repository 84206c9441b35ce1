"""One self-contained page: every text escaped, fonts and styles inside, and a policy that lets nothing in from outside."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape
from pathlib import Path

from journeys.texts import day, language, moment, number, say

_STATIC = Path(__file__).parent / "static"


def page(*, title: str, body: str, on_paper: str = "") -> str:
    """This gives the whole HTML document. `body` is HTML made by this module and its callers, every text in it escaped.

    `on_paper` stands at the top of every printed page (where the browser knows margin boxes; the body says it too).

    The policy allows exactly the style of the page (by hash) and fonts and pictures inside the file; no script runs, nothing is fetched.
    """
    style = _fonts() + (_STATIC / "report.css").read_text(encoding="utf-8") + _paper(on_paper)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def document(
    *, title: str, lead: str, note: str, note_class: str, parts: Sequence[tuple[str, str, str]], past: tuple[str, str], foot: str
) -> str:
    """This gives a whole report: a note above everything (on paper on every page), a title, a list of contents, and the parts.

    `parts`: anchor, heading and content (HTML) of each; those without content are left out. `past`: the anchor that the first link leads
    to, past the contents, and its words.
    """
    told = [part for part in parts if part[2]]
    links = "".join(f'<li><a href="#{anchor}">{text(head)}</a></li>' for anchor, head, _ in told)
    sections = "".join(
        f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{text(head)}</h2>{content}</section>' for anchor, head, content in told
    )
    body = (
        f'<a class="skip" href="#{past[0]}">{text(past[1])}</a>'
        f'<aside class="{note_class}" aria-label="{text(say("Who may see this"))}">{text(note)}</aside>'
        f'<header><h1>{text(title)}</h1><p class="lead">{text(lead)}</p>'
        f'<nav aria-label="{text(say("Contents"))}"><ul>{links}</ul></nav></header><main>{sections}</main>'
        f"<footer>{paragraphs([foot])}</footer>"
    )
    return page(title=title, body=body, on_paper=note)


def text(value: object) -> str:
    """This escapes a text for HTML; what HTML cannot hold (control characters, lone surrogates) is taken out."""
    cleaned = "".join(character for character in str(value) if character >= " " or character in "\n\t")
    return escape(cleaned.encode("utf-8", "ignore").decode("utf-8"))


def paragraphs(lines: Iterable[str]) -> str:
    """This gives one paragraph per line."""
    return "".join(f"<p>{text(line)}</p>" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """This gives a list; nothing when there are no lines."""
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def table(
    *, caption: str, heads: Sequence[str], rows: Sequence[Sequence[object]], more: str = "", groups: Sequence[tuple[str, int]] = ()
) -> str:
    """This gives a table with caption and column heads; numbers to the right, an unknown empty, long ones scroll by keyboard too.

    `groups` gives a row of heads above the heads: a text and over how many columns it stands (an empty text: over none).
    """
    numeric = [any(isinstance(row[i], int | float) and not isinstance(row[i], bool) for row in rows) for i in range(len(heads))]
    head = "".join(f'<th scope="col"{_class(numeric[i])}>{text(name)}</th>' for i, name in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(f"<td{_class(numeric[i])}>{text(written(value))}</td>" for i, value in enumerate(row)) + "</tr>" for row in rows
    )
    above = "".join(
        f'<th class="group" scope="colgroup" colspan="{wide}">{text(name)}</th>' if name else f'<td class="group" colspan="{wide}"></td>'
        for name, wide in groups
    )
    above = f"<tr>{above}</tr>" if above else ""
    after = f"<p>{text(more)}</p>" if more else ""
    name = text(say("Table: {caption}", caption=caption))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table><caption>{text(caption)}</caption>'
        f"<thead>{above}<tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{after}"
    )


def folded(head: str, content: str) -> str:
    """This gives a part that opens when its head is chosen; `content` is HTML."""
    return f"<details><summary>{text(head)}</summary>{content}</details>"


def written(value: object) -> str:
    """This writes a value of a table for people; an unknown is an empty cell."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return number(value, 0 if value == int(value) else 1)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    cut = str(value)
    return cut if len(cut) <= 300 else cut[:299] + "…"


def _class(numeric: bool) -> str:
    return ' class="n"' if numeric else ""


def _paper(words: str) -> str:
    """This is the style that puts words at the top of every printed page."""
    if not words:
        return ""
    quoted = "".join(f"\\{ord(one):x} " if one in '"\\<>&' or one < " " else one for one in words)
    return f'@page{{margin:20mm 15mm 15mm;@top-left{{content:"{quoted}";width:100%;text-align:left;font:600 8pt sans-serif}}}}\n'


def _fonts() -> str:
    """This gives the packaged fonts as data, so that the page looks the same anywhere and asks nobody."""
    parts = []
    for weight, name in ((400, "Regular"), (600, "SemiBold"), (700, "Bold")):
        data = base64.b64encode((_STATIC / "fonts" / f"AtkinsonHyperlegibleNext-{name}.woff2").read_bytes()).decode()
        parts.append(
            f'@font-face{{font-family:"Atkinson Hyperlegible Next";font-weight:{weight};font-style:normal;'
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}\n"
        )
    return "".join(parts)
