"""One self-contained page: every text escaped, fonts and styles inside, and a policy that lets nothing in from outside."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from journeys.texts import day, language, moment, number, say
from visuals.ranged import Ranged

if TYPE_CHECKING:
    from mining.reported import Reported

_STATIC = Path(__file__).parent / "static"


def page(*, title: str, body: str, style: str = "", script: str = "", on_paper: str = "") -> str:
    """This gives the whole HTML document. `body` is HTML made by this module and its callers, every text in it escaped.

    `on_paper` stands at the top of every printed page (where the browser knows margin boxes; the body says it too).
    `style` and `script` are texts; without a style it is that of the report. The policy allows exactly these two (by hash) and fonts and
    pictures inside the file; nothing is fetched, and a script can put no markup into the page (Trusted Types).
    """
    style = _fonts() + (style or read_static("report.css")) + _paper(on_paper)
    allowed = [f"style-src {_digest(style)}", "font-src data:", "img-src data:", "base-uri 'none'", "form-action 'none'"]
    if script:
        allowed += [f"script-src {_digest(script)}", "require-trusted-types-for 'script'", "trusted-types 'none'"]
    policy = "; ".join(["default-src 'none'", *allowed])
    last = f"<script>{script}</script>\n" if script else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n{last}</body>\n</html>\n"
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


def read_static(name: str) -> str:
    """This reads a style or script of the package."""
    return (_STATIC / name).read_text(encoding="utf-8")


def data_block(name: str, value: object) -> str:
    """This gives data for a script: JSON that the browser does not run and that cannot end the block."""
    written_value = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        written_value = written_value.replace(sign, f"\\u{ord(sign):04x}")
    whole = written_value.encode("utf-8", "ignore").decode("utf-8")  # halves of characters cannot be written
    return f'<script type="application/json" id="{name}">{whole}</script>'


def _digest(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


_UNHELD = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
"""What a page cannot hold: control characters but the tab and the new line, and halves of characters."""


def text(value: object) -> str:
    """This escapes a text for HTML; what HTML cannot hold (control characters, lone surrogates) is taken out."""
    return escape(_UNHELD.sub("", str(value)))


def paragraphs(lines: Iterable[str]) -> str:
    """This gives one paragraph per line."""
    return "".join(f"<p>{text(line)}</p>" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """This gives a list; nothing when there are no lines."""
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def table(
    *, caption: str, heads: Sequence[str], rows: Sequence[Sequence[object]], more: str = "", groups: Sequence[tuple[str, int]] = (),
    receipts: tuple[str, Sequence[str]] | None = None, called: str = "",
) -> str:
    """This gives a table with caption and column heads; numbers to the right, an unknown empty, long ones scroll by keyboard too.

    `called`: what the region is called instead of the caption, where two tables of a page may have the same.
    `groups` gives a row of heads above the heads: a text and over how many columns it stands (an empty text: over none).
    `receipts` gives the name of the table and a word for each column (empty: no number): a cell is traced as NAME:ROW:WORD. The row's part
    stands at its end, the column's under its head.
    """
    name, words = receipts or ("", ())
    ends = [f'<td><code class="ref">{text(name)}:{at}</code></td>' if name else "" for at in range(1, len(rows) + 1)]
    under = [f' <code class="ref">:{text(word)}</code>' if word else "" for word in words] or [""] * len(heads)
    numeric = [any(isinstance(row[i], int | float) and not isinstance(row[i], bool) for row in rows) for i in range(len(heads))]
    head = "".join(f'<th scope="col"{_class(numeric[i])}>{text(told)}{under[i]}</th>' for i, told in enumerate(heads))
    head += f'<th scope="col">{text(say("receipt"))}</th>' if name else ""
    decimals = [_decimals([row[i] for row in rows]) for i in range(len(heads))]
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_class(numeric[i]) or _short(value)}>{text(written(value, decimals=decimals[i]))}</td>" for i, value in enumerate(row)
        )
        + f"{end}</tr>"
        for row, end in zip(rows, ends, strict=True)
    )
    groups = [*groups, ("", 1)] if groups and name else groups
    above = "".join(
        f'<th class="group" scope="colgroup" colspan="{wide}">{text(told)}</th>' if told else f'<td class="group" colspan="{wide}"></td>'
        for told, wide in groups
    )
    above = f"<tr>{above}</tr>" if above else ""
    after = f"<p>{text(more)}</p>" if more else ""
    name = text(say("Table: {caption}", caption=called or caption))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table><caption>{text(caption)}</caption>'
        f"<thead>{above}<tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{after}"
    )


def traced(table: Reported) -> tuple[str, list[str]]:
    """This gives what `table` shows of the receipts of a table of the report."""
    return table.name, [name if cell else "" for name, cell in table.columns.items()]


def middle_words() -> str:
    """This says what a median and a 90th percentile are, under the tables that hold them."""
    return say("Median: half take at most so long. 90th percentile: about nine in ten do. Excel gives the same: MEDIAN and PERCENTILE.INC.")


def named_unknown(rows: Iterable[Sequence[object]], names: int) -> list[tuple[object, ...]]:
    """This writes ? for an unknown name in the first `names` columns."""
    return [tuple("?" if cell is None and at < names else cell for at, cell in enumerate(row)) for row in rows]


def reference(number: str) -> str:
    """This is the small word by which a number can be traced."""
    return f'<code class="ref">{text(number)}</code>'


def folded(head: str, content: str) -> str:
    """This gives a part that opens when its head is chosen; `content` is HTML."""
    return f"<details><summary>{text(head)}</summary>{content}</details>"


def written(value: object, *, decimals: int | None = None) -> str:
    """This writes a value of a table for people; an unknown is an empty cell. `decimals`: so many for every number of its column."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, int):
        return number(value, decimals or 0)
    if isinstance(value, Ranged):
        return number(value, max(value.decimals, decimals or 0))
    if isinstance(value, float):
        return number(value, decimals if decimals is not None else 0 if value == int(value) else 1)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    cut = str(value)
    return cut if len(cut) <= 300 else cut[:299] + "…"


def _decimals(column: Sequence[object]) -> int:
    """This gives one number of decimals for a whole column, so that its figures stand under each other: one where any number has a part."""
    return int(any(isinstance(value, float) and value == value and value != int(value) for value in column))


def _class(numeric: bool) -> str:
    return ' class="n"' if numeric else ""


def _short(value: object) -> str:
    """This keeps a short name with a space or a hyphen ("Team 13", "awb-7:10") on one line."""
    return ' class="s"' if isinstance(value, str) and len(value) <= 12 and (" " in value or "-" in value) else ""


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
