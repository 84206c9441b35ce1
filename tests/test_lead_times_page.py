"""The table of lead times leaves the columns of the own norm out where no topic has one, with their heads and receipts, and keeps the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import duckdb
import pytest

from journeys.texts import use
from visuals import care_page

HEADS = ["onderwerp", "vragen", "open", "mediaan", "p90", "norm", "gehaald", "van", "op tijd", "van"]
GROUPS = [("", 3), ("werkdagen", 2), ("eigen norm", 3), ("termijn", 2)]


@pytest.mark.parametrize(
    ("norm", "heads", "groups"),
    [
        (None, ["onderwerp", "vragen", "open", "mediaan", "p90", "op tijd", "van"], ["werkdagen", "termijn"]),
        (15, HEADS, ["werkdagen", "eigen norm", "termijn"]),
    ],
)
def test_columns_of_a_norm_stand_only_where_a_topic_has_one(
    monkeypatch: pytest.MonkeyPatch, norm: int | None, heads: Sequence[str], groups: Sequence[str]
) -> None:
    use("nl")
    rows: list[tuple[Any, ...]] = [("Parkeren", 20, 1, 8, 12, None, None, None, 9, 11), (None, 4, 0, 3, 6, norm, None, None, 2, 3)]
    monkeypatch.setattr(care_page, "reported_rows", lambda *_: rows)
    html = care_page._reported(
        duckdb.connect(), "care_topics", "Doorlooptijden", HEADS, groups=GROUPS, unknown=1, where_known=range(5, 8)
    )
    assert [re.sub(r" *<code.*", "", one) for one in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html)] == [*heads, "bonnetje"]
    assert re.findall(r'<th class="group"[^>]*>(.*?)</th>', html) == list(groups)
    first = re.findall(r"<td[^>]*>(.*?)</td>", html.split("<tbody>")[1].split("</tr>")[1])
    assert first[:5] == ["?", "4", "0", "3", "6"]
    assert first[-3:-1] == ["2", "3"]
