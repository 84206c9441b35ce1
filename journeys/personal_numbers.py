"""Numbers of people where nobody expects them: citizen numbers (BSN), e-mail addresses, telephone numbers.

A BSN has nine digits that pass the test of eleven, but so does one in eleven of all nine-digit numbers. So a column is
judged by the share of its numbers that pass: a column of case numbers, of which 9 % pass by chance, raises no alarm.
The values themselves are never given, only how many there are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb

PersonalSort = Literal["bsn", "email", "phone"]
Certainty = Literal["likely", "perhaps"]

LOOKED_AT = 200_000
"""About so many distinct values of a column are looked at, drawn by their hash: the share is what is judged.

Of a file so many rows, the first, are looked at.
"""

MANY = 64
"""More columns are read at once: see `_at_once`."""

CHANCE = 1 / 11
"""The share of nine-digit numbers that pass the test of eleven by chance."""

_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_FORMATTED = "[0-9]{4}[. ][0-9]{2}[. ][0-9]{3}|[0-9]{3}[. -][0-9]{3}[. -][0-9]{3}"
_EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
# a Dutch number: 0 or +31, then nine digits of which the first is not 0, with at most one mark between two of them
_PHONE = r"(^|[^0-9A-Za-z+])((\+|00)31[ .-]?(\(0\)[ .-]?)?|0)[1-9]([ .-]{0,3}[0-9]){8}($|[^0-9])"
_SURE = r"(^|[^0-9A-Za-z+])((\+|00)31[ .-]?(\(0\)[ .-]?)?[1-9]|0[1-9][0-9]{0,2}[ .-]{1,3}[0-9]|06[ .-]?[1-9])"
_DATE = (
    "([0-9]{1,2}[-/.][0-9]{1,2}[-/.](19|20)[0-9]{2}|(19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2})"
    "([ T]+[0-9]{1,2}[.:][0-9.:]*)?"
)
_HEADER = re.compile(r"(^|[^a-z])(bsn|burgerservicenummer|sofi-?nummer|sofinr)([^a-z]|$)")


@dataclass(frozen=True)
class PersonalColumn:
    """This is a column that seems to hold personal numbers: `found` of the `values` distinct values looked at do.

    `candidates` are the distinct values that hold a number of the right shape, for a BSN whether or not it passes.
    """

    column: str
    header: str
    sort: PersonalSort
    certainty: Certainty
    values: int
    candidates: int
    found: int


def looks_like_bsn(text: str) -> bool:
    """This tells whether a whole text is a number that passes the test of eleven, as a BSN and an RSIN do.

    Nine digits, the weights 9 to 2 and -1, a sum that 11 divides, not all zeros. Eight digits have lost their first
    zero. White space around it and the usual separators (1234.56.782, 123 456 782) are allowed.
    """
    trimmed = text.strip()
    if re.fullmatch(_FORMATTED, trimmed):
        trimmed = re.sub(r"[. -]", "", trimmed)
    if not re.fullmatch("[0-9]{8,9}", trimmed) or not int(trimmed):
        return False
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, trimmed.zfill(9), strict=True)) % 11 == 0


def find_personal(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: Mapping[str, str], *, rows: int | None = None, within: str = "true"
) -> tuple[PersonalColumn, ...]:
    """This finds the columns of a relation that seem to hold BSNs, e-mail addresses or telephone numbers.

    `columns` gives the header of each column to be looked at (c0, c1, ...), mapped or not; each distinct value counts
    once, and of very many only a part is looked at. Also numbers inside a longer text are found: a run of exactly nine
    digits, or nine digits written as a BSN. `rows`: how many rows the relation has, where that is known: few rows are looked at whole.
    `within`: an SQL condition on its rows (in a query of hundreds of columns with `select *`, each column by itself would bind them all).
    """
    if not columns:
        return ()
    parts = dict.fromkeys(columns, 1)
    if rows is None or rows > LOOKED_AT:
        distinct = ", ".join(f"approx_count_distinct({column})" for column in columns)
        counts = connection.execute(f"select {distinct} from {relation} where {within}").fetchall()[0]
        parts = {column: 1 + int(count) // LOOKED_AT for column, count in zip(columns, counts, strict=True)}
    counted = {row[0]: row[1:] for row in connection.execute(_query(relation, parts, within)).fetchall()}
    found = []
    for column, header in columns.items():
        values, candidates, passing, emails, phones, sure_phones = (int(count or 0) for count in counted.get(column, (0,) * 6))
        bsn = bsn_certainty(candidates, passing, header=header)
        if bsn:
            found.append(PersonalColumn(column, header, "bsn", bsn, values, candidates, passing))
        if emails:
            found.append(PersonalColumn(column, header, "email", "likely", values, emails, emails))
        if phones:
            sure: Certainty = "likely" if 2 * sure_phones >= phones else "perhaps"
            found.append(PersonalColumn(column, header, "phone", sure, values, phones, phones))
    return tuple(found)


def looked_at(headers: Sequence[str], mapping: Mapping[str, int]) -> dict[str, str]:
    """This gives the columns c0, c1, ... with their headers that are searched: all but time and start, which are moments.

    `mapping` gives the position of each of our columns.
    """
    moments = {mapping[ours] for ours in ("time", "start") if ours in mapping}
    return {f"c{i}": header for i, header in enumerate(headers) if i not in moments}


def note_personal(
    connection: duckdb.DuckDBPyConnection, found: Sequence[PersonalColumn], *, file: str, mapping: Mapping[str, int]
) -> None:
    """This adds what was found of personal numbers in one file to table `personal_columns`.

    Table personal_columns: file, header, ours (null: not mapped), sort, certainty, looked_at, found. No row for a column without.
    """
    connection.execute(
        "create table if not exists personal_columns (file varchar, header varchar, ours varchar, sort varchar,"
        " certainty varchar, looked_at bigint, found bigint)"
    )
    ours = {position: name for name, position in mapping.items()}
    for one in found:
        connection.execute(
            "insert into personal_columns values (?, ?, ?, ?, ?, ?, ?)",
            [file, one.header, ours.get(int(one.column[1:])), one.sort, one.certainty, one.values, one.found],
        )


def bsn_certainty(candidates: int, passing: int, *, header: str = "") -> Certainty | None:
    """This judges how sure it is that a column holds BSNs, from how many of its candidates pass the test of eleven.

    `likely`: so many would pass by chance in less than one of 10,000 columns, or the header says so and at least half
    pass. `perhaps`: less than one of 100, or all pass however few there are. None: no more than chance gives.
    """
    if not passing:
        return None
    if _HEADER.search(header.lower()) and 2 * passing >= candidates:
        return "likely"
    by_chance = _at_least(passing, candidates)
    if by_chance < 1e-4:
        return "likely"
    return "perhaps" if by_chance < 1e-2 or passing == candidates else None


def _at_least(passing: int, candidates: int) -> float:
    """This gives the chance that so many or more of the candidates pass, when each does with CHANCE (binomial)."""
    expected = candidates * CHANCE
    if passing <= expected:
        return 1.0
    if candidates > 5_000:  # far too many to add up one by one: the normal curve is close enough this near the middle
        return 0.5 * math.erfc((passing - 0.5 - expected) / math.sqrt(2 * expected * (1 - CHANCE)))
    choose = math.lgamma(candidates + 1)
    return sum(
        math.exp(
            choose
            - math.lgamma(k + 1)
            - math.lgamma(candidates - k + 1)
            + k * math.log(CHANCE)
            + (candidates - k) * math.log(1 - CHANCE)
        )
        for k in range(passing, candidates + 1)
    )


def _by_column(relation: str, parts: Mapping[str, int], within: str) -> str:
    """This gives the different values, each column by itself: three times as fast as all at once where they are few."""
    return " union all ".join(
        f"select '{column}' as place, value from (select distinct cast({column} as varchar) as value from {relation} where {within})"
        f" where value is not null and hash(value) % {part} = 0"
        for column, part in parts.items()
    )


def _at_once(relation: str, parts: Mapping[str, int], within: str) -> str:
    """This gives the same in one reading: each reading of a view of hundreds of columns has all of them looked up anew."""
    places, cells = (", ".join(form.format(column) for column in parts) for form in ("'{}'", "cast({} as varchar)"))
    lists = f"unnest([{places}]) as place, unnest([{cells}]) as value, unnest([{', '.join(map(str, parts.values()))}]) as part"
    return f"""
        select distinct place, value from (select {lists} from {relation} where {within}) where value is not null and hash(value) % part = 0
    """


def _query(relation: str, parts: Mapping[str, int], within: str) -> str:
    """This counts over the distinct values of each column: all, with nine digits, passing; with e-mail; with telephone.

    Of a column's values one in `parts[column]` is looked at. All columns in one query: each pattern is then made ready once.
    """
    weighted = " + ".join(f"{weight} * (number::integer // {10 ** (8 - i)} % 10)" for i, weight in enumerate(_WEIGHTS))
    values = _by_column(relation, parts, within) if len(parts) <= MANY else _at_once(relation, parts, within)
    return f"""
        with distinct_values as ({values}),
        suspects as (
          select place, value from distinct_values
          where regexp_matches(value, '[0-9]{{9}}|[0-9]{{3}}[. -][0-9]{{2}}|^\\s*[0-9]{{8}}\\s*$')
        ),
        split as (
          select place, value, case when regexp_full_match(trim(value), '[0-9]{{8}}') then ['0' || trim(value)]
            else list_filter(regexp_extract_all(value, '[0-9]+'), lambda run: length(run) = 9)
              || list_transform(
                   list_filter(
                     regexp_extract_all(value, '[0-9]+(?:[. -][0-9]+)*'),
                     lambda part: regexp_full_match(part, '{_FORMATTED}')
                   ),
                   lambda part: regexp_replace(part, '[. -]', '', 'g')
                 )
            end as numbers
          from suspects
        ),
        numbered as (select place, value, unnest(numbers) as number from split),
        judged as (
          select place, bool_or(number <> '000000000' and ({weighted}) % 11 = 0) as passes from numbered group by place, value
        ),
        telephones as (
          select place, regexp_replace(value, '{_DATE}', ' ', 'g') as value from distinct_values
          where regexp_matches(value, '{_PHONE}')
        ),
        counted as (
          select place, 1 as looked_at, 0 as candidates, 0 as passing,
            (contains(value, '@') and regexp_matches(value, '{_EMAIL}'))::integer as emails, 0 as phones, 0 as sure
          from distinct_values
          union all
          select place, 0, 1, passes::integer, 0, 0, 0 from judged
          union all
          select place, 0, 0, 0, 0, 1, regexp_matches(value, '{_SURE}')::integer from telephones where regexp_matches(value, '{_PHONE}')
        )
        select place, sum(looked_at), sum(candidates), sum(passing), sum(emails), sum(phones), sum(sure) from counted group by place
    """
