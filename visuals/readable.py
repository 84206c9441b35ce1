"""A text as a terminal may show it: what would move its cursor, colour it or turn the reading direction stands there as a code."""

from __future__ import annotations

import re

_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters (ECMA-48: C0 but for tab and new line, delete, C1), ends of lines that are none, and changes of direction (UAX 9)."""


def readable(text: str) -> str:
    """This gives the text with such characters as JSON writes them, \\u001b: a cell, a header or a name of a file may hold any."""
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
