"""Prints every sentence that people read, Dutch beside English, for review by somebody who writes plain Dutch: docs/sentences.md.

`python -m journeys.sentences_page`; a test fails when the page is stale. The sentences are changed in journeys/locale, not there.
"""

from __future__ import annotations

from pathlib import Path

LOCALE = Path(__file__).parent / "locale" / "nl" / "LC_MESSAGES"
PAGE = Path(__file__).parents[1] / "docs" / "sentences.md"

_HEAD = """# Sentences for review

Every sentence that a user can read, Dutch beside English, by topic. Printed from `journeys/locale` (`python -m journeys.sentences_page`):
change the sentence there, not here. Braces are filled in. What to look for: plain Dutch (B1), one fact a sentence, the words of the
[glossary](glossary.md), no blame, no cause where only a difference is known, an unknown that is said.
"""


def sentences_page(folder: Path = LOCALE) -> str:
    """This gives the page: a table a topic, in the order of the catalogues."""
    from babel.messages.pofile import read_po

    parts = [_HEAD]
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            messages = [message for message in read_po(file, locale="nl") if message.id]
        rows = [f"| {_cell(message.string)} | {_cell(message.id)} |" for message in messages]
        parts.append("\n".join([f"## {path.stem} ({len(rows)})", "", "| Nederlands | English |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def print_sentences_page() -> None:
    """This writes the page."""
    PAGE.write_text(sentences_page(), encoding="utf-8")


def _cell(text: object) -> str:
    one = text if isinstance(text, str) else " / ".join(text) if isinstance(text, tuple | list) else str(text)
    return one.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    print_sentences_page()
