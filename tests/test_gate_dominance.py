"""A sum of days that one resident makes up nearly alone is not shown, however many residents share the cell."""

from __future__ import annotations

import pandas as pd
import pytest

from mining.small_groups import is_dominated


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ([400] + [2] * 11, True),  # the second takes off 2 and knows 400 to within the 20 of the others, 5%
        ([200, 190] + [2] * 10, True),  # two hold nearly all: the one who gave 190 knows the other to within 20 of 200, 10%
        ([200, 100] + [3] * 10, False),  # the others give 30 of 200, exactly 15%
        ([200, 100, 29], True),  # 14.5%
        ([35] * 12, False),
        ([0] * 12, False),  # nobody lost a day: nothing is told of anybody
        ([7], True),
    ],
)
def test_the_second_largest_giver_must_not_find_the_largest(parts: list[float], hidden: bool) -> None:
    largest, second = [*sorted(parts, reverse=True), 0.0][:2]
    found = is_dominated(pd.Series([float(sum(parts))]), pd.Series([largest]), pd.Series([second if len(parts) > 1 else None]))
    assert found.tolist() == [hidden]
    # the attacker: the total less the own part is an upper bound of the largest; it must lie 15% off wherever the sum is shown
    if not hidden and largest:
        assert (sum(parts) - second - largest) / largest >= 0.15


def test_unknown_parts_hide_no_sum() -> None:
    assert is_dominated(pd.Series([None]), pd.Series([None]), pd.Series([None])).tolist() == [False]
