"""One journey drawn by hand for the tests of the workshop: five officials, one loss of 60 days, one wait of 40 days, ended on day 150."""

from __future__ import annotations

from drawn_handovers import counts, handovers
from drawn_journeys import K, P, Step, V, W, ask, held, journey, lost, over, underway

from mining.disclosure import Passed
from mining.handovers import Handovers
from mining.journey_data import JourneyData


def small() -> JourneyData:
    """Monday 4 March 2024 is day 0; the officials appear on days 0, 70, 75, 130 and 150."""
    return journey(
        [
            ask(0, "phone", "answered", official=1, department=K, kind="request"),
            held(0, K, 1),
            lost(10, K, W, 1),
            ask(70, "desk", "answered", official=2, department=K),
            Step(70, "not_picked_up"),
            held(75, W, 3),
            underway(90, W, V, 3),
            held(130, V, 4),
            over(150, V, 5),
        ]
    )


def close() -> JourneyData:
    """Of 150 days, 10 px each on the whole map: four officials take the question up on days 40, 42, 44 and 44.2, after two calls; a fifth on day 90."""
    return journey(
        [
            ask(0, "phone", "answered", department=K, kind="request"),
            ask(40, "phone", "answered"),
            ask(42, "phone", "unanswered"),
            held(40, W, 1, (42, 2), (44, 3), (44.2, 4)),
            held(90, W, 5),
            over(150, W, 5),
        ]
    )


def silos(*, lost: int = 3, back: int = 2) -> Passed[Handovers]:
    """Three departments and one folded one: 40 handovers lost `lost` on the way to Wonen, 30 lost `back` on the way back."""
    pairs = {
        (K, W): counts(answered=37, lost=lost),
        (W, V): counts(answered=24),
        (V, W): counts(answered=30 - back, lost=back),
        (K, P): counts(answered=12),
    }
    return Passed(handovers(pairs, shown=[K, W, V], folded=[P]), 10, ("Kleine groepen zijn samengevoegd.",))


def passed(data: JourneyData) -> Passed[JourneyData]:
    return Passed(data, 1, ("Datums zijn afgerond.",))
