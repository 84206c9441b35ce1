"""A report as tagged PDF (PDF/UA-1): the same page, set for paper by Typst, which needs no system library and no browser.

The HTML of our own reports is read into a small tree and written as Typst code, every text as a string literal, so that no text of the data
can be taken for markup. Typst refuses to write PDF/UA-1 without title, language or the alternative text of a picture.
"""

from __future__ import annotations

import html
import html.parser
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from journeys.errors import SurroundingsError
from journeys.texts import language, say, say_n
from visuals.lettering import missing_glyphs, plain, xml_safe
from visuals.render import in_our_letters
from visuals.style import FONTS

_VOID = {"meta", "br", "link", "img"}
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_WIDE = 8
"""A table of more columns than this is set smaller."""

LINES = 6
"""So many lines of words fit under a picture; more go to the next page, above the table, so that the picture stays large."""

ROWS = 150
"""So many rows of a table are set; nobody leafs through more, and the page holds them all."""


@dataclass
class Node:
    """This is an element of the page with what is in it: texts and elements, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[Node]:
        """This gives every element below with one of these tags, in order."""
        for one in self.inside:
            if isinstance(one, Node):
                if one.tag in tags:
                    yield one
                yield from one.all(*tags)

    @property
    def words(self) -> str:
        """This is all text below, blanks as one."""
        return " ".join("".join(one if isinstance(one, str) else f" {one.words} " for one in self.inside).split())

    @property
    def classes(self) -> set[str]:
        """These are the classes of the element."""
        return set(self.attributes.get("class", "").split())


def report_pdf(page: str, *, drop_queries: bool = True) -> bytes:
    """This sets a report (the HTML of `visuals.page.document`) as PDF/UA-1, on A4, maps and their tables on pages on their side.

    `drop_queries`: the SQL of the definitions is left out; it fills a hundred pages and stands in index.html. Equal input gives equal
    bytes. Raises `SurroundingsError` where the library that writes the PDF cannot be loaded.
    """
    try:
        import typst
    except ImportError as error:
        raise SurroundingsError(
            say("The library that writes PDF files (typst) is not there, or does not run on this machine."),
            next_step=say("Install it in the same environment: python -m pip install typst. All other commands work without it."),
        ) from error
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    source = report_source(page, drop_queries=drop_queries).encode()
    try:
        written: bytes = typst.compile(source, format="pdf", font_paths=fonts, pdf_standards=["ua-1"], timestamp=0)
    except typst.TypstError:  # its words may quote the data
        raise SurroundingsError(
            say("The report could not be written as accessible PDF (PDF/UA-1)."), next_step=say("Share the HTML report, and let us know.")
        ) from None
    return written


def report_source(page: str, *, drop_queries: bool = True) -> str:
    """This gives the Typst source of a report."""
    drawings: list[str] = []

    def kept(found: re.Match[str]) -> str:
        drawings.append(found[0])
        return f'<img data-drawing="{len(drawings) - 1}">'

    root = _parsed(_SVG.sub(kept, page))
    anchors = {one.attributes["id"] for one in root.all("h2") if "id" in one.attributes}
    writer = _Writer(drawings, drop_queries=drop_queries, anchors=anchors)
    note = next(root.all("aside"), Node("aside"))
    title = next(root.all("h1"), Node("h1")).words
    header, main, footer = (next(root.all(tag), Node(tag)) for tag in ("header", "main", "footer"))
    body = writer.blocks([note, header, main, footer])
    return _HEAD.format(title=_literal(title), note=_literal(note.words), lang=_literal(language()), of=_literal(say("page"))) + body


_HEAD = """#set document(title: {title}, date: none)
#set text(lang: {lang}, font: "Atkinson Hyperlegible Next", size: 10pt, fill: rgb("#16202A"))
#set page(
  paper: "a4",
  margin: (x: 18mm, top: 24mm, bottom: 20mm),
  header: text(size: 8pt, weight: 600, {note}),
  footer: context align(right, text(size: 8pt, {of} + " " + counter(page).display("1 / 1", both: true))),
)
#set par(leading: 0.65em, spacing: 0.9em)
#set heading(numbering: none)
#show heading.where(level: 1): it => block(below: 0.6em, text(size: 22pt, weight: 700, it.body))
#show heading.where(level: 2): it => block(above: 1.8em, below: 0.7em, sticky: true, text(size: 15pt, weight: 700, it.body))
#show heading.where(level: 3): it => block(above: 1.4em, below: 0.6em, sticky: true, text(size: 12pt, weight: 700, it.body))
#show heading.where(level: 4): it => block(above: 1.2em, below: 0.5em, sticky: true, text(size: 10.5pt, weight: 600, it.body))
#show link: it => text(fill: rgb("#0B5FA5"), underline(it))
#show figure: set block(breakable: true)
#show figure: set align(left)
#show figure.caption: it => block(sticky: true, width: 100%, align(left, text(weight: 600, it.body)))
#set figure(numbering: none, supplement: none, gap: 0.6em)
#set figure.caption(position: top)
#set table(
  stroke: (x, y) => (bottom: 0.5pt + rgb("#C3CCD5")), inset: (x: 4pt, y: 3.5pt),
)
#show table: set text(hyphenate: true)
#let told(body) = block(fill: rgb("#FDEDE4"), stroke: (left: 3pt + rgb("#C2410C")), inset: 10pt, radius: 3pt, width: 100%, body)
#let card(body) = block(fill: rgb("#EEF1F4"), inset: 9pt, radius: 4pt, width: 100%, body)
#let code(body) = text(size: 0.85em, fill: rgb("#4A5866"), body)
#let small(body) = text(size: 8pt, weight: 400, fill: rgb("#4A5866"), body)

"""


class _Writer:
    """This writes elements as Typst; what stands in the page but says nothing on paper (skip link, scroll frames) is passed over."""

    def __init__(self, drawings: list[str], *, drop_queries: bool, anchors: set[str]) -> None:
        self.drawings = drawings
        self.drop_queries = drop_queries
        self.anchors = anchors
        self.level = 1
        self.beside_picture = False
        self.words_apart = False
        self.receipts = "code"
        self.drop_codes = False  # heads of a wide table: a column's receipt would lie over the next; the row's own gives them all

    def blocks(self, inside: list[Node | str] | list[Node]) -> str:
        """This gives blocks as lines of markup, each a call; a heading right before a picture goes to the picture's page."""
        written, at = "", 0
        while at < len(inside):
            one, after = inside[at], inside[at + 1] if at + 1 < len(inside) else None
            if isinstance(one, Node) and one.tag == "h2" and isinstance(after, Node) and after.tag == "figure":
                written += self.block(Node("figure", inside=[one, *after.inside]))
                at += 2
            else:
                written += self.block(one)
                at += 1
        return written

    def block(self, one: Node | str) -> str:
        if isinstance(one, str):
            return f"#par({_literal(one.strip())})\n" if one.strip() else ""
        if one.tag in ("h1", "h2", "h3", "h4"):
            self.level = int(one.tag[1])
            label = f"#label({_literal(one.attributes['id'])})" if one.attributes.get("id") in self.anchors else ""
            return f"#heading(level: {self.level}, {self.inline(one)}){label}\n"
        if one.tag == "p" and "heard" in one.classes:
            return ""  # the picture itself says it
        if one.tag == "p":
            size = {"lead": "size: 12pt", "big": "size: 15pt, weight: 700"}.get(next(iter(one.classes & {"lead", "big"}), ""), "")
            self.receipts = "small" if "big" in one.classes else "code"  # beside a large sentence a receipt stays small
            words = self.inline(one)
            self.receipts = "code"
            return f"#par(text({size + ', ' if size else ''}{words}))\n" if one.words else ""
        if one.tag == "ul":
            items = [item for item in one.inside if isinstance(item, Node)]
            if "numbers" in one.classes:
                return self.cards(items)
            return f"#list({', '.join(self.inline(item) for item in items)})\n" if items else ""
        if one.tag == "table":
            return self.table(one)
        if one.tag == "figure":
            self.beside_picture = True
            self.words_apart = _lines(one) > LINES
            written = self.blocks(one.inside)
            self.beside_picture = False
            return f"#page(flipped: true, margin: (x: 15mm, top: 17mm, bottom: 14mm))[\n{written}]\n"
        if one.tag == "figcaption" and self.words_apart:
            self.beside_picture = False  # words and table share the next page
            return f"#pagebreak(weak: true)\n{self.blocks(one.inside)}"
        if one.tag == "img":
            return self.drawing(int(one.attributes["data-drawing"]))
        if one.tag == "details":
            return self.details(one)
        if one.tag == "pre":
            return "" if self.drop_queries and "select" in one.words.lower() else f"#raw({_literal(_text_of(one))}, block: true)\n"
        if one.classes & {"intern", "shared", "story"}:
            return f"#told[\n{self.blocks(one.inside)}]\n"
        return self.blocks(one.inside)

    def details(self, one: Node) -> str:
        """This opens what is folded on the page: its head as a heading one level down."""
        head = next((part for part in one.inside if isinstance(part, Node) and part.tag == "summary"), Node("summary"))
        rest = [part for part in one.inside if part is not head]
        if len(rest) == 1 and isinstance(rest[0], Node) and next(rest[0].all("caption"), None) is not None:
            return self.on_its_own(rest)  # a table has its own caption
        above = self.level
        words = f"#heading(level: {above + 1}, outlined: false, {self.inline(head)})\n"
        words += self.blocks(rest)
        self.level = above
        return words

    def on_its_own(self, rest: list[Node | str]) -> str:
        """This starts a long table on a page of its own, so that its heads stay with it."""
        written = self.blocks(rest)
        return f"#pagebreak(weak: true)\n{written}" if self.beside_picture else written

    def cards(self, items: list[Node]) -> str:
        cells = []
        for item in items:
            lines = []
            for part in item.inside:
                if isinstance(part, Node):
                    words = {"b": "text(size: 18pt, weight: 700, {})", "span": "{}"}.get(part.tag, "small({})")
                    lines.append(f"par(spacing: 0.5em, {words.format(self.inline(part))})")
            cells.append(f"card({{ {'; '.join(lines)} }})")
        return f"#grid(columns: 4, column-gutter: 6pt, row-gutter: 6pt, {', '.join(cells)})\n"

    def table(self, one: Node) -> str:
        """This gives a table with caption and repeated heads; numbers to the right."""
        head, body = next(one.all("thead"), Node("thead")), next(one.all("tbody"), Node("tbody"))
        rows = [[cell for cell in row.inside if isinstance(cell, Node)] for row in head.all("tr")]
        columns = sum(int(cell.attributes.get("colspan", "1")) for cell in rows[-1])
        self.drop_codes = columns > _WIDE
        heads = ", ".join(self.cell(cell) for row in rows for cell in row)
        self.drop_codes = False
        lines = list(body.all("tr"))
        cells = [self.cell(cell) for row in lines[:ROWS] for cell in row.inside if isinstance(cell, Node)]
        if not cells:
            return ""
        caption = next(one.all("caption"), Node("caption"))
        size = 6.5 if columns > _WIDE else 9
        numeric = ["n" in cell.classes for cell in rows[-1]]
        spread = {True: "1fr", False: "2.4fr"} if 3 < columns <= _WIDE else {True: "auto", False: "auto"}
        widths = ", ".join(spread[one] for one in numeric)
        sides = ", ".join("right" if one else "left" for one in numeric)
        made = f"table(columns: ({widths},), align: ({sides},), table.header({heads}), {', '.join(cells)})"
        told = _more_rows(len(lines) - ROWS) if len(lines) > ROWS else ""
        more = f"#par({_literal(told)})\n" if told else ""
        return f"#figure(kind: table, caption: {_literal(caption.words)}, text(size: {size}pt, {made}))\n{more}"

    def cell(self, cell: Node) -> str:
        wide = cell.attributes.get("colspan", "1")
        words = f"strong({self.inline(cell)})" if cell.tag == "th" and cell.words else self.inline(cell)
        return f"table.cell(colspan: {wide}, {words})" if wide != "1" else f"[#{words}]"

    def drawing(self, at: int) -> str:
        """This gives a picture with its title and description as alternative text."""
        drawing = self.drawings[at]
        found = (re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", drawing, re.DOTALL) for tag in ("title", "desc"))
        told = [html.unescape(one[1]) for one in found if one]
        if "xmlns=" not in drawing.split(">", 1)[0]:
            drawing = drawing.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        alt = _literal(" ".join(" ".join(told).split()))
        return f'#figure(image(bytes({_quoted(in_our_letters(drawing))}), format: "svg", width: 92%, alt: {alt}), alt: {alt})\n'

    def inline(self, one: Node) -> str:
        """This gives what is in an element as one expression: a code block that joins texts and calls."""
        parts = []
        for part in one.inside:
            if isinstance(part, str):
                words = re.sub(r"\s+", " ", part)
                if words:
                    parts.append(_literal(words))
            elif part.tag in ("b", "strong"):
                parts.append(f"strong({self.inline(part)})")
            elif part.tag == "a" and (target := part.attributes.get("href", "").removeprefix("#")) in self.anchors:
                parts.append(f"link(label({_literal(target)}), {self.inline(part)})")
            elif part.tag == "code":
                if not self.drop_codes:
                    parts.append(f"{self.receipts}({self.inline(part)})")
            elif part.tag != "pre":
                parts.append(self.inline(part))
        return f"{{ {'; '.join(parts)} }}" if parts else "[]"


def _lines(figure: Node) -> float:
    """This estimates how many lines the words under a picture take on a page on its side."""
    told = (one for caption in figure.all("figcaption") for one in caption.inside if isinstance(one, Node) and one.tag == "p")
    words = [one.words for one in told if "heard" not in one.classes]
    return sum(1.4 + len(told) // 165 for told in words)


class _Reader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("document")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(made)
        if tag not in _VOID:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and any(one.tag == tag for one in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def _parsed(page: str) -> Node:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.root


def _text_of(one: Node) -> str:
    return "".join(part if isinstance(part, str) else _text_of(part) for part in one.inside)


def _more_rows(n: int) -> str:
    return say_n("1 more row stands in the report as a page (HTML).", "{n} more rows stand in the report as a page (HTML).", n)


def _literal(words: str) -> str:
    """This writes a text as a Typst string: nothing in it is markup, and the fonts have every character (PDF/UA-1, 7.21)."""
    safe = xml_safe(words)
    if missing_glyphs(safe):
        safe = re.sub(r"\S+", lambda found: plain(found[0]), safe)
    return _quoted(safe)


def _quoted(words: str) -> str:
    return json.dumps(re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", words), ensure_ascii=False)
