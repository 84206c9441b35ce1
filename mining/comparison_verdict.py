"""The verdict on one measure: its words, from its interval, and the numbers that stand beside it.

Words are Dutch in every language of the output: they are values of the contract (docs/comparison.md), not sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy

from mining.comparison_estimates import Estimate, Units
from mining.comparison_uncertainty import Pull, corrected, range_of

Sort = Literal["duration", "count", "share"]
Scale = Literal["difference", "ratio"]

LESS = {"duration": "korter", "count": "minder", "share": "minder vaak"}
MORE = {"duration": "langer", "count": "meer", "share": "vaker"}
SAME = "vrijwel gelijk"
UNSEEN = "geen aantoonbaar verschil"
TOO_FEW = "te weinig zaken"
UNKNOWN = "niet te bepalen"

DIGITS = 6

ALPHA = 0.05
"""Of what passes in a family, so much at most is chance."""

SMALL = 10
"""A mean of fewer units is not told."""


@dataclass(frozen=True)
class Measured:
    """This is one measure compared.

    Attributes
    ----------
    before, after: its value on either side, weighted to the same mix. difference, low, high: after less before with its 95 % interval, in
    the unit of the measure; with a control the difference of the differences. visible: a difference that would be seen in four of five such
    comparisons. Empty where it cannot be told; a range (low, high, visible) also where no case of either side ever had it, or all had it:
    of nothing nobody knows how much it swings. chance: for correcting many at once, never shown; swing: for a guard, never shown
    (comparison_uncertainty.Range). more: what else stands beside it.
    """

    verdict: str
    before: float | None = None
    after: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    visible: float | None = None
    cases_before: int = 0
    cases_after: int = 0
    why: str = ""
    chance: float | None = None
    swing: float = 1.0
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> bool:
        """This tells whether there is an interval to tell of."""
        return self.low is not None

    def as_json(self) -> dict[str, Any]:
        """This gives the values of the contract."""
        found: dict[str, Any] = {"verdict": self.verdict}
        for name in ("before", "after", "difference", "low", "high", "visible"):
            value = getattr(self, name)
            found[name] = None if value is None else rounded(value)
        found |= {"cases_before": self.cases_before, "cases_after": self.cases_after}
        if self.why:
            found["why"] = self.why
        return found | self.more


@dataclass(frozen=True)
class Sampled:
    """This is one group of units with the estimate made of it; sign is 1 for what is compared and -1 for its control."""

    units: Units
    estimate: Estimate
    sign: int = 1


def undetermined(why: str, *, verdict: str = UNKNOWN, **more: Any) -> Measured:
    """This is the answer where nothing can be told, with the reason in a code."""
    return Measured(verdict, why=why, more=more)


def measured(groups: Sequence[Sampled], sort: Sort, *, margin: float, scale: Scale | None = None) -> Measured:
    """This makes the interval and the verdict of a measure from the group that is compared, and from its control where there is one.

    Counts are compared as a ratio, told as a difference from the value before; where a side has none at all, as a difference.
    """
    ratio = (scale or ("ratio" if sort == "count" else "difference")) == "ratio"
    ratio = ratio and all(min(one.estimate.before, one.estimate.after) > 0 for one in groups)
    estimate, pulls = 0.0, []
    for one in groups:
        values = (one.estimate.before, one.estimate.after)
        change = float(numpy.log(values[1] / values[0])) if ratio else values[1] - values[0]
        estimate += one.sign * change
        before, after = (one.sign / value for value in values) if ratio else (one.sign, one.sign)
        pulls.append(Pull(one.units, one.estimate.influence, numpy.array([-before, after])))
    found = range_of(estimate, pulls)
    first = groups[0].estimate
    low, high, visible = estimate - found.half, estimate + found.half, found.visible
    more: dict[str, Any] = {}
    if ratio:
        more = {name: rounded(float(numpy.exp(one))) for name, one in (("ratio", estimate), ("ratio_low", low), ("ratio_high", high))}
        estimate, low, high, visible = (first.before * float(numpy.expm1(one)) for one in (estimate, low, high, visible))
    if len(groups) > 1:
        other = groups[1].estimate
        more["control"] = {"before": rounded(other.before), "after": rounded(other.after)}
    sizes = groups[0].units.sizes
    told = Measured(
        verdict_of(low, high, sort, margin=margin * first.before),
        first.before, first.after, estimate, low, high, visible,
        cases_before=sizes[0], cases_after=sizes[1], chance=found.chance, swing=found.swing, more=more,
    )  # fmt: skip
    if not any(one.estimate.swings for one in groups) and estimate == 0:  # a range from 0 to 0 would be a certainty that nobody has
        return replace(told, low=None, high=None, visible=None)
    return told


def verdict_of(low: float, high: float, sort: Sort, *, margin: float) -> str:
    """This gives the verdict of an interval; `margin` is what counts as the same, in the same unit.

    An increase is told even inside the margin, a decrease is not: what got better must be more than the margin.
    """
    if low > 0:
        return MORE[sort]
    if low >= -margin and high <= margin and margin > 0:
        return SAME
    return LESS[sort] if high < 0 else UNSEEN


def too_few(found: Measured, why: str, **more: Any) -> Measured:
    """This takes the interval away: there are too few to hold the sides against each other. A value of fewer than ten units goes too."""
    kept = {name: value for name, value in more.items() if name not in ("ratio", "ratio_low", "ratio_high", "control")}
    return replace(
        found, verdict=TOO_FEW, difference=None, low=None, high=None, visible=None, chance=None, why=why, more=kept,
        before=found.before if found.cases_before >= SMALL else None, after=found.after if found.cases_after >= SMALL else None,
    )  # fmt: skip


def family(found: Sequence[Measured]) -> list[Measured]:
    """This corrects measures that are looked at together (Benjamini and Hochberg); what does not pass has no visible difference.

    `passes` stands beside each.
    """
    judged = [i for i, one in enumerate(found) if one.chance is not None]
    chances = dict(zip(judged, corrected([found[i].chance or 0.0 for i in judged]), strict=True))
    told = []
    for i, one in enumerate(found):
        different = one.verdict not in (UNSEEN, SAME, TOO_FEW, UNKNOWN)
        passes = different and chances[i] <= ALPHA
        verdict = UNSEEN if different and not passes else one.verdict
        told.append(replace(one, verdict=verdict, more={**one.more, "passes": passes}))
    return told


def rounded(value: float) -> float:
    """This rounds a number for the contract, so that equal input gives equal text on every machine."""
    return round(float(value), DIGITS) + 0.0
