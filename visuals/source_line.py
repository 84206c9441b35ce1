"""The line at the foot of the team's own picture: which files, that it is internal, and that names were kept where they were."""

from __future__ import annotations

from typing import Any

from journeys.texts import say, say_n

MOST_SOURCE = 60
"""So many characters of file names stand at the foot of a picture."""


def source_line(summary: dict[str, Any]) -> str:
    """This gives the source for the foot of the team's own picture: the files, that it is internal, and that names were kept where they
    were. Of many files the first is named, so that the marks behind it are never cut off. What is shared names no files.
    """
    names = [file["file"] for file in summary["files"]]
    files, others = ", ".join(names), len(names) - 1
    if len(files) > MOST_SOURCE and others:
        first = _cut(names[0])
        files = say_n("{first} and 1 more file", "{first} and {n} more files", others, first=first)
    elif len(files) > MOST_SOURCE:
        files = _cut(files)
    marks = [say("internal: do not pass it on"), *([say("names kept")] if summary["names"] == "keep" else [])]
    return " – ".join([files, *marks])


def _cut(name: str) -> str:
    return name if len(name) <= MOST_SOURCE else f"{name[: MOST_SOURCE - 1]}…"
