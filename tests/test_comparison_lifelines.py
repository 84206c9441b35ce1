"""Kaplan-Meier and the restricted mean against lifelines: a witness among the test packages, no dependency of ours."""

from __future__ import annotations

import warnings

import numpy
import pytest

from mining.comparison_estimates import Units, finished_shares, restricted_means


@pytest.mark.parametrize("seed", range(5))
def test_restricted_mean_and_curve_agree_with_lifelines(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own imports
        lifelines = pytest.importorskip("lifelines", reason="lifelines is not installed: see requirements-test.lock")
        from lifelines.utils import restricted_mean_survival_time
    dice = numpy.random.default_rng(seed)
    end, limit = dice.geometric(0.04, 400) - 1, dice.integers(5, 90, 400)
    time, ended = numpy.minimum(end, limit), end <= limit
    side = dice.integers(0, 2, 400)
    number = numpy.arange(400)
    units = Units(side, numpy.zeros(400, dtype=int), numpy.ones(1), number, number, limit)
    found = restricted_means(units, time, ended, 40)
    lines = finished_shares(units, time, ended, 40)
    for one, value in ((0, found.before), (1, found.after)):
        mine = side == one
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fitted = lifelines.KaplanMeierFitter().fit(time[mine], ended[mine])
            assert value == pytest.approx(restricted_mean_survival_time(fitted, t=40), rel=1e-9)
        # lifelines moves durations of 0 to a tiny number, so the curve is compared from day 1 on
        assert lines[one][1:41] == pytest.approx(1 - fitted.survival_function_at_times(range(1, 41)).to_numpy(), rel=1e-9)
