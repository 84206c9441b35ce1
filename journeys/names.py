"""When two texts are the same name (A2): trimmed, inner white space as one space, case folded.

DuckDB has no case folding (its `lower` leaves `ß` and 297 other characters as they are), so plain ASCII, nearly every
value, is folded in SQL and the rest by Python's own `str.casefold`, taught to the connection as a function: the two
cannot drift apart.
"""

from __future__ import annotations

from contextlib import suppress

import duckdb

_FOLDED = "folded_by_python"
_WHITE = r"[\x09-\x0d\x1c-\x20]+"  # what str.split takes for white space, in ASCII


def normalised(text: str) -> str:
    """This gives the form in which a text is compared with others (A2).

    White space is what `str.isspace` says, so a no-break space counts too. No accent is dropped, no synonym guessed.
    """
    return " ".join(text.split()).casefold()


def as_before(name: str | None, before: str | None) -> str | None:
    """This gives a name as it was spelled before, where both are the same name (A2): spelled otherwise nothing has changed."""
    return before if name and before and normalised(name) == normalised(before) else name


def normalised_sql(expression: str) -> str:
    """This gives the SQL expression of `normalised` for a text expression (evaluated several times: give a column).

    The connection that runs it must have been taught (`teach`). Null stays null; white space alone becomes "".
    """
    return (
        f"case when regexp_full_match({expression}, '([!-~]+( [!-~]+)*)?') then lower({expression})"
        f" when strlen({expression}) <> length({expression}) then {_FOLDED}({expression})"
        f" else trim(regexp_replace(lower({expression}), '{_WHITE}', ' ', 'g')) end"
    )


def teach(connection: duckdb.DuckDBPyConnection) -> None:
    """This lets the connection run `normalised_sql` until it is closed or made to `forget`; no file stores anything."""
    with suppress(duckdb.NotImplementedException, duckdb.CatalogException):  # it knows already
        connection.create_function(_FOLDED, normalised, ["VARCHAR"], "VARCHAR")


def forget(connection: duckdb.DuckDBPyConnection) -> None:
    """This takes the function away again; give the connection that was taught."""
    with suppress(duckdb.InvalidInputException):  # it never knew
        connection.remove_function(_FOLDED)
