"""The mix of topics that both sides are weighted to, so that other sorts of cases are no difference, and the units in that mix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy

from mining.comparison_estimates import Real, Truth, Units, Whole
from mining.comparison_sides import Cases

MIX_MOVED = 0.1
"""Mixes lie apart where so large a share of the cases would have to change topic."""

STRATUM = 30
"""A topic with fewer cases than this on a side goes together with other such topics; still fewer: left out."""


@dataclass(frozen=True)
class Mix:
    """This is the mix of topics that both sides are weighted to, and what was left out of it.

    Attributes
    ----------
    stratum: per case that was asked about, -1 where left out. dropped: the share of cases that was left out. moved: how far the mixes of
    both sides lie apart, the share of cases that would have to change topic. unweighted: the part of it that lies within topics that were
    put together, which no weight takes away. risen: the topic (place) that rose most, -1 for none. counts: cases per topic and side.
    """

    stratum: Whole
    weights: Real
    dropped: float
    moved: float
    risen: int
    counts: Real
    unweighted: float = 0.0

    @cached_property
    def allowed(self) -> dict[str, int | bool]:
        """This tells how many strata there are, of how many known topics, and whether weighting them allows for another mix of topics."""
        unknown, *known = self.counts.sum(axis=1) > 0
        several = len(self.weights) > 1 or (sum(known) == 1 and not unknown)
        return {"strata": len(self.weights), "topics": int(sum(known)), "allowed": bool(several and self.unweighted < MIX_MOVED)}

    @cached_property
    def sure(self) -> bool:
        """This tells whether the mixes of topics differ by more than chance (chi-squared, one in a thousand)."""
        from scipy.stats import chi2_contingency

        there = self.counts[self.counts.sum(axis=1) > 0]
        if len(there) < 2 or not (there.sum(axis=0) > 0).all():
            return False
        return float(chi2_contingency(there).pvalue) < 0.001


def units_of(cases: Cases, kept: Whole) -> tuple[Whole, Units, Mix]:
    """This makes the units of the cases that are kept (their places), in the mix of topics of both sides: places, units and mix."""
    mix = mix_of(cases.topic[kept], cases.side[kept])
    place = kept[mix.stratum >= 0]
    stratum = mix.stratum[mix.stratum >= 0]
    units = Units(cases.side[place], stratum, mix.weights, cases.cluster[place], cases.week[place], cases.limit[place])
    return place, units, mix


def mix_of(topic: Whole, side: Whole) -> Mix:
    """This makes strata of topics: small topics together, what stays small left out; with nothing left everything is one stratum."""
    topics = int(topic.max(initial=-1)) + 2
    counts = numpy.bincount((topic + 1) * 2 + side, minlength=2 * topics).reshape(topics, 2).astype(float)
    sizes = counts.sum(axis=0)
    large: Truth = numpy.all(counts >= STRATUM, axis=1)
    rest = numpy.where(large[:, None], 0.0, counts).sum(axis=0)
    number = numpy.where(large, numpy.cumsum(large) - 1, -1)
    strata = int(large.sum())
    if (rest >= STRATUM).all():
        number[~large] = strata
        strata += 1
    if strata == 0:
        number, strata = numpy.zeros(len(counts), dtype=int), 1
    stratum = number[topic + 1].astype(numpy.int64)
    kept = stratum >= 0
    weights = numpy.bincount(stratum[kept], minlength=strata).astype(float)
    with numpy.errstate(divide="ignore", invalid="ignore"):
        parts = numpy.where(sizes > 0, counts / sizes, 0.0)
    change = parts[:, 1] - parts[:, 0]
    return Mix(
        stratum,
        weights / max(weights.sum(), 1),
        dropped=1 - kept.sum() / max(len(topic), 1),
        moved=float(abs(change).sum() / 2) if (sizes > 0).all() else 0.0,
        unweighted=_within(counts[(number >= 0) & ~large]) * float(counts[(number >= 0) & ~large].sum() / max(kept.sum(), 1)),
        risen=int(change.argmax()) - 1 if len(change) and change.max() > 0 else -1,
        counts=counts,
    )


def _within(counts: Real) -> float:
    """This is how far the mixes of both sides lie apart within topics that were put together (cases per topic and side)."""
    sizes = counts.sum(axis=0)
    if not (sizes > 0).all():
        return 0.0
    parts = counts / sizes
    return float(abs(parts[:, 1] - parts[:, 0]).sum() / 2)
