"""The page docs/signals.md: what every signal is, from the headers, with the drawn tables that hold it to its words.

    python -m mining.signals_page
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from journeys.settings import MeasureSettings
from mining.catalogue import Catalogue, read_definitions
from mining.definition import Definition
from mining.query_numbers import numbers_in

ROOT = Path(__file__).parent.parent
DRAWN = ROOT / "tests" / "signals"


def signals_page(catalogue: Catalogue, drawn: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """This gives the text of the page; `drawn` holds for each signal the tables of its tests."""
    lines = [
        "# Signals",
        "",
        "Printed from the headers of the signals and the drawn tables of their tests (`python -m mining.signals_page`): change those,",
        "not this page. Rules A1-A20 are those of the measures. A drawn table shows a small log and exactly what the signal finds in it;",
        "where nothing is found, it must not match. Numbers are settings: `[measures]` in journeys.toml.",
        "",
        "A signal of your own is one `.sql` file with such a header in a folder of yours:",
        "",
        "```toml",
        "[signals]",
        'folders = ["signalen"]   # seen from journeys.toml',
        "```",
        "",
    ]
    for sort, heading in (("gap", "Where questions fall"), ("success", "Where it goes well")):
        found = [one for one in catalogue.signals if one.signal["sort"] == sort]
        lines += [f"## {heading}", "", *(f"- [{one.title['en']}](#{one.name}): `{one.name}`" for one in found), ""]
        for one in found:
            lines += _one(one, drawn.get(one.name, ()))
    return "\n".join(lines)


def read_drawn(folder: Path = DRAWN) -> dict[str, list[dict[str, Any]]]:
    """This reads the drawn tables of every signal."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["drawn"] for path in sorted(folder.glob("*.toml"))}


def print_signals_page(target: Path | None = None) -> Path:
    """This writes docs/signals.md and returns where it stands."""
    target = target or ROOT / "docs" / "signals.md"
    target.write_text(signals_page(read_definitions(), read_drawn()), encoding="utf-8")
    return target


def _one(signal: Definition, drawn: Sequence[Mapping[str, Any]]) -> list[str]:
    defaults = MeasureSettings()
    numbers = {name: getattr(defaults, name, signal.parameters.get(name)) for name in numbers_in(signal.sql)}
    lines = [f"### {signal.name}", "", f"**{signal.title['en']}** / {signal.title['nl']}", "", signal.definition["en"].strip(), ""]
    lines += [f"- Anchor: {signal.anchor}", f"- Source: {signal.source}"]
    lines += [f"- Cannot be determined without: {', '.join(signal.needs)}"] if signal.needs else []
    lines += [f"- Numbers: {', '.join(f'`{name}` = {value}' for name, value in sorted(numbers.items()))}"] if numbers else []
    lines.append("")
    for one in drawn:
        lines += [f"#### {one['says']}", "", "```text", *_drawing(one["log"]), "```", ""]
        given = [f"the log ends on {one['end']}"] if "end" in one else []
        given += [f"`{name}` = {value}" for part in ("measures", "terms") for name, value in one.get(part, {}).items()]
        given += [f"journeys by {one['by']}"] if "by" in one else []
        lines += [f"Given: {'; '.join(given)}.", ""] if given else []
        found = _drawing(one["found"])
        lines += ["Found:", "", "```text", *found, "```", ""] if found else ["Found: nothing.", ""]
    return lines


def _drawing(text: str) -> list[str]:
    """This gives a drawn table without the blank that its file puts around it."""
    return [line.strip() for line in text.splitlines() if line.strip()]


if __name__ == "__main__":
    print_signals_page()
