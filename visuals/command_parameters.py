"""The arguments and options that several commands have, each with its help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Exports = Annotated[
    list[str],
    typer.Argument(
        help="Exports (CSV, XLSX, Parquet, XES, OCEL, or files and folders of municipal systems); several become one log;"
        " - reads CSV from standard input."
    ),
]
Dossier = Annotated[Path, typer.Argument(help="Folder of a dossier.")]
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", "-s", help="Settings; otherwise journeys.toml here, in the folder named, or beside the export.")
]
Columns = Annotated[list[str] | None, typer.Option("--column", "-c", help="Whose column is ours: case=Zaaknummer, or by position: case=1.")]
By = Annotated[str | None, typer.Option("--by", help="Journeys per resident or per case.")]
Reading = Annotated[str | None, typer.Option("--reading", help="municipal (default) or plain: as other tools read a log.")]
Names = Annotated[str | None, typer.Option("--names", help="pseudonyms (default) or keep: the source's own ids stay, on every output.")]
Key = Annotated[Path | None, typer.Option("--key", help="File with the secret key of the pseudonyms.")]
End = Annotated[str | None, typer.Option("--end", help="The log's end, yyyy-mm-dd; otherwise the latest event.")]
DayFirst = Annotated[bool | None, typer.Option("--day-first/--month-first", help="Settles 03-04-2026: day first or month first.")]
Sheet = Annotated[str | None, typer.Option("--sheet", help="Sheet of a workbook.")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Encoding of text, when recognition is wrong.")]
Delimiter = Annotated[str | None, typer.Option("--delimiter", help="Delimiter of text, when recognition is wrong.")]
Memory = Annotated[
    str | None, typer.Option("--memory", help="Most memory the database may use, for example 1GB; work beyond it spills to disk.")
]
Lang = Annotated[str | None, typer.Option("--lang", help="nl or en; nl when it is left out.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
