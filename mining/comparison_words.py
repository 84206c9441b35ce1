"""The sentences of a comparison."""

from __future__ import annotations

from mining.comparison import Comparison


def sentences(found: Comparison) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """This gives the sentences."""
    return (("duration", (found.duration.verdict,)),)
