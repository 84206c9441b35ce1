"""What of PDF/UA-1 (ISO 14289-1) can be checked with pikepdf: each fault by name. It is no full check (veraPDF is), and says what it covers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

COVERED = (
    "title and that it is displayed (7.1)", "language (7.2)", "marked, with a structure tree (7.1)", "declared as PDF/UA-1 (5)",
    "all text in marked content (7.1)", "pictures have an alternative text (7.3)", "tables have heads with a scope, rows and cells (7.5)",
    "headings start at 1 and skip no level (7.4)", "lists are made of items (7.6)", "tab order follows the structure (7.18.3)",
    "links are in the structure and say where they lead (7.18.5)", "fonts are embedded and map to Unicode (7.21)", "no text locked away from readers (7.16)",
)  # fmt: skip


def faults(document: pikepdf.Pdf) -> list[str]:
    """This gives everything found wrong, as far as COVERED goes; none: an empty list."""
    root = document.Root
    found = []
    if not str(document.docinfo.get("/Title", "")) or not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        found.append("title")
    if not str(root.get("/Lang", "")):
        found.append("language")
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)) or "/StructTreeRoot" not in root:
        return [*found, "not tagged"]
    if b"<pdfuaid:part>1</pdfuaid:part>" not in root.Metadata.read_bytes():
        found.append("not declared")
    elements = list(_elements(root.StructTreeRoot.K))
    names = [str(one.S).lstrip("/") for one in elements]
    found += ["picture without alternative text" for one in elements if one.S == "/Figure" and not str(one.get("/Alt", "")).strip()]
    for one in elements:
        if one.S == "/Table":
            below = [str(part.S).lstrip("/") for part in _elements(one.K)]
            if "TH" not in below or "TR" not in below:
                found.append("table without heads")
        if one.S == "/TH" and not any("/Scope" in part for part in _listed(one.get("/A"))):
            found.append("head without scope")
        if one.S == "/L" and not any(part.S == "/LI" for part in _elements(one.K)):
            found.append("list without items")
    levels = [int(name[1]) for name in names if name[0] == "H" and name[1:].isdigit()]
    if not levels or levels[0] != 1 or any(later > earlier + 1 for earlier, later in pairwise(levels)):
        found.append("heading levels")
    for page in document.pages:
        if page.obj.get("/Tabs") != "/S" and "/Annots" in page.obj:
            found.append("tab order")
        for note in page.obj.get("/Annots", ()):
            if note.Subtype == "/Link" and ("/StructParent" not in note or not str(note.get("/Contents", ""))):
                found.append("link outside the structure or without words")
        if not _all_marked(page):
            found.append("text outside marked content")
        found += _font_faults(page.obj.get("/Resources", {}), set())
    if document.is_encrypted:
        found.append("encrypted")
    return found


def count(document: pikepdf.Pdf, name: str) -> int:
    """This counts the elements of the structure tree with a name."""
    return sum(f"/{name}" == one.S for one in _elements(document.Root.StructTreeRoot.K))


def _elements(kids: Any) -> Iterator[Any]:
    for kid in _listed(kids):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            if "/K" in kid:
                yield from _elements(kid.K)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _all_marked(page: Any) -> bool:
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        depth += (operator in ("BMC", "BDC")) - (operator == "EMC")
        if operator in ("Tj", "TJ", "'", '"') and depth == 0:
            return False
    return True


def _font_faults(resources: Any, seen: set[tuple[int, int]]) -> list[str]:
    found = []
    for font in dict(resources.get("/Font", {})).values():
        for one in _listed(font.get("/DescendantFonts")) or [font]:
            file = one.get("/FontDescriptor", {})
            if one.get("/Subtype") != "/Type3" and not any(name in file for name in ("/FontFile", "/FontFile2", "/FontFile3")):
                found.append("font not embedded")
        if "/ToUnicode" not in font:
            found.append("font without Unicode")
    for part in dict(resources.get("/XObject", {})).values():
        if part.objgen not in seen and part.get("/Subtype") == "/Form":
            seen.add(part.objgen)
            found += _font_faults(part.get("/Resources", {}), seen)
    return found
