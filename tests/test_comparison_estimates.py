"""The estimates of a comparison against sums by hand, published tables and scipy; the intervals against their formulas written out."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from mining.comparison_estimates import Apart, Occurrences, Stays, Units, finished_shares, mean_days, mean_numbers, restricted_means, shares
from mining.comparison_uncertainty import Pull, by_residents, by_weeks, corrected, range_of, swing_of
from mining.comparison_verdict import Sampled, measured, verdict_of

OPEN = 10**8


def units(side: list[int], limit: list[int], *, stratum: list[int] | None = None, weights: tuple[float, ...] = (1.0,)) -> Units:
    number = numpy.arange(len(side))
    return Units(
        numpy.array(side), numpy.array(stratum or [0] * len(side)), numpy.array(weights), number, number, numpy.array(limit)
    )


def pulls(psi: numpy.ndarray, *, cluster: numpy.ndarray | None = None, week: numpy.ndarray | None = None, side: numpy.ndarray | None = None) -> list[Pull]:
    """The influences of units that are told apart by nothing else, each side counted as it is."""
    nothing, number = numpy.zeros(len(psi), dtype=int), numpy.arange(len(psi))
    side = nothing if side is None else side
    sides = Units(side, nothing, numpy.ones(1), number if cluster is None else cluster, number if week is None else week, nothing)
    return [Pull(sides, psi, numpy.ones(2))]


def test_weeks_vary_as_much_as_residents_where_each_resident_has_a_week_and_more_where_a_week_pulls_together() -> None:
    """Four residents pull 1, -1, 1, -1: apart in four weeks 4 / 4; two by two, of one sign, in two weeks (2² + 2²) / 4."""
    psi = numpy.array([1.0, -1.0, 1.0, -1.0])
    assert swing_of(pulls(psi, week=numpy.arange(4)), 2.0) == pytest.approx(1.0)
    assert swing_of(pulls(psi, week=numpy.array([0, 1, 0, 1])), 2.0) == pytest.approx(2.0)


def test_what_is_rare_and_kept_apart_pulls_as_when_it_is_written_out() -> None:
    dice = numpy.random.default_rng(5)
    many = 400
    units = Units(
        dice.integers(0, 2, many), dice.integers(0, 3, many), numpy.array([0.5, 0.3, 0.2]), dice.integers(0, 90, many),
        dice.integers(100, 130, many), dice.integers(0, 80, many),
    )  # fmt: skip
    rare = Occurrences(dice.integers(0, many, 40), dice.integers(0, 60, 40))
    found = mean_numbers(units, rare, 60)
    assert isinstance(found.influence, Apart)
    factor = numpy.array([-2.0, 3.0])
    apart, whole = Pull(units, found.influence, factor), Pull(units, found.psi, factor)
    assert apart.of_residents == pytest.approx(whole.of_residents, rel=1e-12, abs=1e-15)
    assert apart.of_weeks == pytest.approx(whole.of_weeks, rel=1e-12, abs=1e-15)


def test_the_example_of_the_page_by_hand() -> None:
    """Before: 2, 4, 4 and one open after 6 days: 2x1 + 2x3/4 + 2x1/4 = 4. After: 1, 2, open after 3, 5: 1 + 3/4 + 3x1/2 = 3.25."""
    sides = units([0, 0, 0, 0, 1, 1, 1, 1], [6] * 4 + [6, 6, 3, 6])
    time = numpy.array([2, 4, 4, 6, 1, 2, 3, 5])
    ended = numpy.array([True, True, True, False, True, True, False, True])
    found = restricted_means(sides, time, ended, 6)
    assert found.before == pytest.approx(4.0)
    assert found.after == pytest.approx(3.25)
    # Greenwood: 2^2/12 + 0.5^2 x 2/3 = 1/2, and 2.25^2/12 + 1.5^2/6 = 0.796875
    assert (found.psi[:4] ** 2).sum() == pytest.approx(0.5)
    assert (found.psi[4:] ** 2).sum() == pytest.approx(0.796875)
    told = measured([Sampled(sides, found)], "duration", margin=0.05)
    assert told.difference == pytest.approx(-0.75)
    error, freedom = by_residents([Pull(sides, found.psi, numpy.array([-1.0, 1.0]))])
    assert error == pytest.approx(1.296875**0.5)
    assert freedom == 6


def test_restricted_mean_agrees_with_the_published_table_of_6_mp() -> None:
    """Freireich and others 1963: the Kaplan-Meier steps printed in Kleinbaum and Klein, Survival Analysis: .8571 .8067 .7529 .6902 .6275
    .5378 .4482 at 6, 7, 10, 13, 16, 22 and 23 weeks; the placebo arm has no open patients, so its mean is the plain one, 182 / 21."""
    mp = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    over = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    sides = units([0] * 21 + [1] * 21, [35] * 42)
    time, ended = numpy.array(mp + placebo), numpy.array(over + [1] * 21, dtype=bool)
    found = restricted_means(sides, time, ended, 23)
    steps = [(6, 1.0), (1, 0.8571), (3, 0.8067), (3, 0.7529), (3, 0.6902), (6, 0.6275), (1, 0.5378)]
    assert found.before == pytest.approx(sum(days * share for days, share in steps), abs=0.002)
    assert found.after == pytest.approx(182 / 21)
    lines = finished_shares(Units(sides.side, sides.stratum, sides.weights, sides.cluster, sides.week, time), time, ended, 22)
    assert lines[0][22] == pytest.approx(1 - 0.5378, abs=0.0001)
    assert lines[0][13] == pytest.approx(1 - 0.6902, abs=0.0001)


def test_restricted_mean_agrees_with_scipy() -> None:
    from scipy.stats import CensoredData, ecdf

    dice = numpy.random.default_rng(1)
    time, followed = dice.geometric(0.05, 300) - 1, dice.integers(0, 70, 300)
    ended = time <= followed
    seen = numpy.minimum(time, followed)
    sides = units([0] * 300, [70] * 300)
    found = restricted_means(sides, seen, ended, 40)
    curve = ecdf(CensoredData(uncensored=seen[ended].astype(float), right=seen[~ended].astype(float))).sf
    assert found.before == pytest.approx(sum(float(curve.evaluate(day)) for day in range(40)))


def test_the_squares_of_the_influences_are_greenwoods_variance_of_scipy() -> None:
    """To tau = t + 1 the area beyond t is the curve at t: its variance follows from the interval that scipy prints (linear, 95 %)."""
    from scipy.stats import CensoredData, ecdf

    time, ended = numpy.array([1, 2, 2, 4, 5, 7, 7, 9]), numpy.array([1, 1, 0, 1, 1, 0, 1, 0], dtype=bool)
    curve = ecdf(CensoredData(uncensored=time[ended].astype(float), right=time[~ended].astype(float))).sf
    interval = curve.confidence_interval(method="linear")
    sides = units([0] * 8, [9] * 8)
    longer, shorter = (restricted_means(sides, time, ended, tau) for tau in (6, 5))
    psi_at_5 = longer.psi - shorter.psi  # the share still open on day 5
    half = float(interval.high.evaluate(5)) - float(curve.evaluate(5))
    assert (psi_at_5**2).sum() ** 0.5 == pytest.approx(half / 1.959964, rel=1e-5)


def test_mean_numbers_by_hand() -> None:
    """Three cases followed for 5, 5 and 2 days; handoffs on day 1, 2 (the third) and 4: 1/3 + 1/3 + 1/2. One on day 6 is beyond what was followed."""
    sides = units([0, 0, 0], [5, 5, 2])
    happened = Occurrences(numpy.array([0, 2, 0, 1]), numpy.array([1, 2, 4, 6]))
    found = mean_numbers(sides, happened, 5)
    assert found.before == pytest.approx(1 / 3 + 1 / 3 + 1 / 2)
    assert found.psi.sum() == pytest.approx(0)


def test_what_lasts_counts_each_day_of_it() -> None:
    """Stays (0, 3], (-2, 1] and (2, 9], the last in a case that is followed to day 4 only: days 1-3, 1 and 3-4, one time each."""
    sides = units([0, 0, 1], [6, 6, 4])
    unit = numpy.array([0, 1, 2])
    stays = Stays(unit, numpy.array([0, -2, 2]), numpy.array([3, 1, 9]))
    days = Occurrences(numpy.array([0, 0, 0, 1, 2, 2]), numpy.array([1, 2, 3, 1, 3, 4]))
    found, drawn = mean_days(sides, stays, 6), mean_numbers(sides, days, 6)
    assert (found.before, found.after) == (pytest.approx(4 / 2), pytest.approx(2))
    assert (drawn.before, drawn.after) == (pytest.approx(4 / 2), pytest.approx(2))
    assert found.psi == pytest.approx(drawn.psi)
    assert found.psi[:2] == pytest.approx([(3 - 2) / 2, (1 - 2) / 2])


def test_sides_are_weighted_to_the_mix_of_both() -> None:
    """Slow cases last 20 and quick ones 10 on both sides; before three of four are quick, after one of four. At equal mix nothing differs."""
    stratum = [0, 0, 0, 1, 0, 1, 1, 1]
    sides = units([0] * 4 + [1] * 4, [60] * 8, stratum=stratum, weights=(0.5, 0.5))
    time = numpy.array([10, 10, 10, 20, 10, 20, 20, 20])
    found = restricted_means(sides, time, numpy.ones(8, dtype=bool), 60)
    assert (found.before, found.after) == (pytest.approx(15), pytest.approx(15))
    counted = shares(sides, numpy.array([1, 1, 1, 0, 1, 0, 0, 0]))
    assert (counted.before, counted.after) == (pytest.approx(0.5), pytest.approx(0.5))


def test_weeks_by_hand() -> None:
    """Sums of 1, -1, 1, -1 over four weeks: the three cosines give 2 - sqrt 2, 0 and 2 + sqrt 2; mean 4/3, over four weeks 16/3."""
    psi, week = numpy.array([1.0, -1.0, 1.0, -1.0]), numpy.array([7, 8, 9, 10])
    error, freedom = by_weeks(pulls(psi, week=week))
    assert error**2 == pytest.approx(16 / 3)
    assert freedom == pytest.approx(3)
    error, freedom = by_weeks(pulls(numpy.tile(psi, 2), week=numpy.concatenate([week, week + 4]), side=numpy.repeat([0, 1], 4)))
    assert error**2 == pytest.approx(32 / 3)
    assert freedom == pytest.approx(6)


def test_sides_in_the_same_weeks_are_one_series_of_their_difference() -> None:
    """Both sides swing 1, -1, 1, -1 in the same four weeks: nothing is left of it. Against each other it is twice as much, four times 16/3."""
    psi, week, side = numpy.tile([1.0, -1.0, 1.0, -1.0], 2), numpy.tile([7, 8, 9, 10], 2), numpy.repeat([0, 1], 4)
    (both,) = pulls(psi, week=week, side=side)
    for factor, variance in (([-1.0, 1.0], 0.0), ([1.0, 1.0], 64 / 3)):
        error, freedom = by_weeks([Pull(both.units, psi, numpy.array(factor))])
        assert error**2 == pytest.approx(variance)
        assert freedom == 3
    # one shared week of four, as where a change falls in the middle of a week: two series
    (turn,) = pulls(psi, week=numpy.concatenate([week[:4], week[:4] + 3]), side=side)
    assert by_weeks([Pull(turn.units, psi, numpy.array([-1.0, 1.0]))])[0] ** 2 == pytest.approx(32 / 3)


def test_cases_of_one_resident_count_as_one() -> None:
    psi = numpy.array([0.3, 0.3, -0.1])
    assert by_residents(pulls(psi, cluster=numpy.array([5, 5, 9])))[0] == pytest.approx((0.6**2 + 0.1**2) ** 0.5)


@pytest.mark.parametrize(
    ("held", "told"),
    [([0] * 8, (0, 0, 0, None, None, "geen aantoonbaar verschil")), ([1] * 8, (1, 1, 0, None, None, "vrijwel gelijk"))],
)
def test_what_nobody_had_or_everybody_has_no_range_for_nobody_knows_how_it_swings(held: list[int], told: tuple[object, ...]) -> None:
    sides = units([0] * 4 + [1] * 4, [60] * 8)
    found = measured([Sampled(sides, shares(sides, numpy.array(held)))], "share", margin=0.05)
    assert (found.before, found.after, found.difference, found.low, found.high, found.verdict) == told
    assert found.visible is None


def test_the_wider_way_holds() -> None:
    """Ten residents in two weeks: alike over residents, all of one sign per week. The weeks swing, so their way is the wider."""
    psi = numpy.concatenate([numpy.full(20, 0.1), numpy.full(20, -0.1)])
    week = numpy.concatenate([numpy.repeat([0, 1], 10), numpy.repeat([2, 3], 10)])
    side = numpy.zeros(40, dtype=int)
    cluster = numpy.arange(40)
    given = pulls(psi, cluster=cluster, week=week, side=side)
    found = range_of(0.0, given)
    assert found.error == pytest.approx(by_weeks(given)[0])
    assert found.visible == pytest.approx(found.half + 0.84 * found.error)


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (-3.0, -1.0, "korter"), (1.0, 3.0, "langer"), (-1.0, 1.0, "geen aantoonbaar verschil"), (-0.4, 0.4, "vrijwel gelijk"),
        (-0.4, -0.1, "vrijwel gelijk"), (0.1, 0.4, "langer"), (-0.6, -0.1, "korter"),
    ],
)  # fmt: skip
def test_verdicts_of_the_table_with_a_margin_of_half_a_day(low: float, high: float, verdict: str) -> None:
    assert verdict_of(low, high, "duration", margin=0.5) == verdict


def test_many_are_corrected_as_benjamini_and_hochberg_do() -> None:
    """Their rule by hand: sorted .01 .02 .03 .2 of four, times 4/rank: .04 .04 .04 .2."""
    assert corrected([0.03, 0.01, 0.2, 0.02]) == pytest.approx([0.04, 0.04, 0.2, 0.04])


@settings(max_examples=30, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 40), some.integers(0, 40), some.integers(0, 1)), min_size=4, max_size=40))
def test_influences_add_up_to_nothing_and_order_does_not_matter(drawn: list[tuple[int, int, int]]) -> None:
    side = numpy.array([0, 1, *(one for _, _, one in drawn)])
    end = numpy.array([3, 4, *(one for one, _, _ in drawn)])
    limit = numpy.array([9, 9, *(one for _, one, _ in drawn)])
    sides = units(side.tolist(), limit.tolist())
    found = restricted_means(sides, numpy.minimum(end, limit), end <= limit, 20)
    assert abs(found.psi.sum()) < 1e-9
    turned = units(side[::-1].tolist(), limit[::-1].tolist())
    again = restricted_means(turned, numpy.minimum(end, limit)[::-1], (end <= limit)[::-1], 20)
    assert again.before == pytest.approx(found.before)
    assert again.psi[::-1] == pytest.approx(found.psi)
