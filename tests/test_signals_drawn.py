"""Every drawn table of every signal (tests/signals/*.toml) gives the instances that were drawn, and no others."""

from __future__ import annotations

import pytest
from signals_drawn import Drawn, all_drawn, expected, found


@pytest.mark.parametrize("drawn", all_drawn(), ids=lambda drawn: f"{drawn.signal}: {drawn.says}")
def test_a_signal_finds_what_was_drawn(drawn: Drawn) -> None:
    assert found(drawn) == expected(drawn)
