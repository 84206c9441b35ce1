"""The objects of municipal systems between reading and telling: each reduced to a few texts, in a table of the database, joined by uuid.

What is personal and not needed (names, addresses, free text) never comes here. An object that stands in the files more than once, because
a page changed between two calls or a download was repeated, is on the shelf once: the last one read counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import duckdb

from journeys.sources.raw import Remark

FIELDS = 10
BATCH = 20_000
TOLD_TWICE = ("zaak", "audit", "klantcontact", "contactmoment", "signal-act", "signal", "message")
"""Sorts that never stand within another object: only of these is it worth a remark that one stands in the files twice."""
COLUMNS = ("sort", "id", "owner", "moment", *(f"f{at}" for at in range(1, FIELDS + 1)), "place")


@dataclass(frozen=True)
class Item:
    """This is one object in few texts: its sort, its id, what it belongs to, its moment, and up to ten fields (by sort)."""

    sort: str
    id: str
    owner: str | None = None
    at: str | None = None
    fields: tuple[str | None, ...] = ()


@dataclass
class Shelf:
    """This keeps items in a temporary table; `noted` counts what is worth a remark."""

    connection: duckdb.DuckDBPyConnection
    name: str = "shelf"
    noted: Counter[str] = field(default_factory=Counter)
    files: int = 0
    _waiting: list[tuple[str | None, ...]] = field(default_factory=list)
    _made: bool = False
    _sorts: set[str] = field(default_factory=set)

    def put(self, item: Item, place: str) -> None:
        """This puts one item on the shelf; `place` leads a person to it."""
        self._sorts.add(item.sort)
        padded = (*item.fields, *((None,) * (FIELDS - len(item.fields))))
        key = item.id or f"? {len(self._waiting)} {place}"  # without an id of its own it is no other one's double
        self._waiting.append((item.sort, key, item.owner or None, item.at, *padded, place))
        if len(self._waiting) >= BATCH:
            self._store()

    def has(self, *sorts: str) -> bool:
        """This tells whether there is any item of these sorts."""
        return not self._sorts.isdisjoint(sorts)

    def close(self) -> None:
        """This ends the filling: each object stays once."""
        self._store()
        self.connection.execute(f"""
            create or replace temporary table {self.name}_items as
            select * exclude (seq, newest) from (
              select *, row_number() over (partition by sort, id order by seq desc) as newest from {self.name}
            ) where newest = 1
        """)
        told = ", ".join(f"'{one}'" for one in TOLD_TWICE)
        ((twice,),) = self.connection.execute(
            f"select (select count(*) from {self.name} where sort in ({told}))"
            f" - (select count(*) from {self.name}_items where sort in ({told}))"
        ).fetchall()
        if twice:
            self.noted["object_twice"] += int(twice)
        self.connection.execute(f"drop table {self.name}")

    def rows(self, *sorts: str, columns: str = "id, f1, f2, f3, f4") -> list[tuple[str | None, ...]]:
        """This gives columns of all items of these sorts, in the order of their ids: for what is small enough to look things up in."""
        names = ", ".join(f"'{one}'" for one in sorts)
        return self.connection.execute(f"select {columns} from {self.name}_items where sort in ({names}) order by sort, id").fetchall()

    def groups(self, sorts: Sequence[str], *, owner: str = "owner", more: str = "") -> Iterator[tuple[str, list[tuple[str | None, ...]]]]:
        """This gives all items of these sorts by what they belong to, group after group, so that memory holds one group.

        Those that belong to nothing are counted (`objects_of_nothing`).
        """
        names = ", ".join(f"'{one}'" for one in sorts)
        ((alone,),) = self.connection.execute(
            f"select count(*) from {self.name}_items items {more} where items.sort in ({names}) and {owner} is null"
        ).fetchall()
        if alone:
            self.noted["objects_of_nothing"] += int(alone)
        ordered = f"{self.name}_ordered"
        self.connection.execute(
            f"create or replace temporary table {ordered} as select row_number() over (order by whose, moment, sort, id) as n, * from"
            f" (select {owner} as whose, items.* from {self.name}_items items {more} where items.sort in ({names}) and {owner} is not null)"
        )
        # Piece by piece and not with one open result: whoever takes the groups uses the same connection in between.
        whose: str | None = None
        group: list[tuple[str | None, ...]] = []
        begin = 0
        while some := self.connection.execute(
            f"select whose, {', '.join(COLUMNS)} from {ordered} where n > {begin} and n <= {begin + BATCH} order by n"
        ).fetchall():
            begin += BATCH
            for key, *row in some:
                if key != whose:
                    if whose is not None:
                        yield whose, group
                    whose, group = key, []
                group.append(tuple(row))
        if whose is not None:
            yield whose, group
        self.connection.execute(f"drop table {ordered}")

    def remarks(self, *codes: str) -> list[Remark]:
        """This gives what was counted under these codes and forgets it: several systems share a shelf, and each tells of its own."""
        return [Remark(code, count) for code in codes if (count := self.noted.pop(code, 0))]

    def _store(self) -> None:
        import pandas as pd

        if not self._made:
            self._made = True
            columns = ", ".join(f"{column} varchar" for column in COLUMNS)
            self.connection.execute(f"create or replace temporary sequence {self.name}_seq")
            self.connection.execute(
                f"create or replace temporary table {self.name} (seq bigint default nextval('{self.name}_seq'), {columns})"
            )
        if self._waiting:
            batch = pd.DataFrame(self._waiting, columns=list(COLUMNS), dtype=object)
            self.connection.register("shelf_batch", batch)
            self.connection.execute(f"insert into {self.name} ({', '.join(COLUMNS)}) select {', '.join(COLUMNS)} from shelf_batch")
            self.connection.unregister("shelf_batch")
            self._waiting = []
