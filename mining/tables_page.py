"""The page docs/tables.md: what every table is, from the headers of the definitions alone.

    python -m mining.tables_page
"""

from __future__ import annotations

from pathlib import Path

from mining.catalogue import Catalogue, read_definitions


def tables_page(catalogue: Catalogue) -> str:
    """This gives the text of docs/tables.md: what every table is, from the headers alone."""
    lines = [
        "# Tables",
        "",
        "Printed from the headers of the definitions (`python -m mining.tables_page`): change the header, not this page.",
        "They stand in the order they are made in. *Table*: for people, written to `tables/`. *Step*: in between.",
        "In the written tables a column `..._no` appears as the text it stands for (`case_no` as `case`).",
        "",
    ]
    for definition in catalogue:
        if definition.role == "signal":
            continue  # docs/signals.md
        needs = dict.fromkeys(definition.needs)
        lines += [
            f"## {definition.name}",
            "",
            f"**{definition.title['en']}** / {definition.title['nl']}. One row is {definition.row['en']}.",
            "",
        ]
        lines += [definition.definition["en"].strip(), ""]
        written = f"table, written as `{definition.export}.csv`" if definition.role == "table" else "step"
        if definition.role == "step" and definition.kept:
            written += ", kept in the dossier"
        facts = [
            f"- Role: {written}",
            f"- Key: {', '.join(f'`{column}`' for column in definition.key) or 'none: one row'}",
        ]
        facts += [
            f"- Source: {definition.source}",
            f"- Reads from: {', '.join(f'`{name}`' for name in sorted(definition.reads)) or 'nothing'}",
        ]
        facts += [f"- Cannot be determined without: {', '.join(needs)}"] if needs else []
        facts += (
            [f"- Parameters: {', '.join(f'`{name}` = {value}' for name, value in definition.parameters.items())}"]
            if definition.parameters
            else []
        )
        lines += [*facts, "", "| column | meaning |", "|---|---|"]
        for column, meaning in definition.columns.items():
            without = definition.column_needs.get(column, ())
            needed = f" (cannot be determined without {', '.join(one.replace('|', ' or ') for one in without)})" if without else ""
            lines.append(f"| `{column}` | {meaning}{needed} |".replace("\n", " "))
        lines.append("")
    return "\n".join(lines)


def print_tables_page(target: Path | None = None, catalogue: Catalogue | None = None) -> Path:
    """This writes docs/tables.md from the headers and returns where it stands."""
    target = target or Path(__file__).parent.parent / "docs" / "tables.md"
    target.write_text(tables_page(catalogue or read_definitions()), encoding="utf-8")
    return target


if __name__ == "__main__":
    print_tables_page()
