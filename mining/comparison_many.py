"""What is compared many at once: pairs of departments, topics and home departments, corrected together; and routes.

Benjamini-Hochberg: of what passes, about one in twenty at most is chance. What does not pass keeps its numbers and loses its verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy

from journeys.texts import say
from mining.comparison_estimates import AFTER, BEFORE, Occurrences, Units, Whole, people_of, restricted_means
from mining.comparison_guards import enough
from mining.comparison_measures import SIDES, Frame, Items, counted, duration, frame_of, share_of
from mining.comparison_sides import TREATED
from mining.comparison_verdict import SAME, TOO_FEW, UNKNOWN, UNSEEN, Measured, family, too_few
from mining.route_names import route_name

LEAST_PASSED = 10
"""A pair of departments with fewer handoffs than this on both sides is not compared."""

ROUTES = 8

OTHER_ROUTES = "andere routes"


Named = tuple[dict[str, Any], Measured]


@dataclass(frozen=True)
class Together:
    """These are the pairs of departments (those that pass first), the topics and the home departments, as values, corrected together."""

    pairs: tuple[dict[str, Any], ...]
    topics: tuple[dict[str, Any], ...]
    departments: tuple[dict[str, Any], ...]


def together(frame: Frame) -> Together:
    """This compares handoffs per pair of departments, and duration and handoffs per topic and per home department, as one family."""
    cases = frame.cases
    of_pairs = _pairs(frame)
    parts = [*_parts(frame, cases.topic, cases.topics, "topic"), *_parts(frame, cases.department, cases.departments, "department")]
    judged = iter(family([one for _, one in of_pairs] + [one for _, measures in parts for one in measures.values()]))
    pairs = [{**names, **next(judged).as_json()} for names, _ in of_pairs]
    pairs.sort(key=lambda one: (not one["passes"], -abs(one["difference"] or 0.0)))
    told = [{**names, **{measure: next(judged).as_json() for measure in measures}} for names, measures in parts]
    return Together(tuple(pairs), tuple(one for one in told if "topic" in one), tuple(one for one in told if "department" in one))


def _pairs(frame: Frame) -> list[Named]:
    """This compares how often work goes from one department to another, per case, for every pair."""
    if frame.stop or frame.cases.lacks("pairs"):
        return []
    cases = frame.cases
    happened, source, target, _ = cases.passed()
    order = numpy.argsort(source * len(cases.departments) + target, kind="stable")
    happened = Occurrences(happened.unit[order], happened.offset[order])
    source, target = source[order], target[order]
    followed = (happened.offset <= numpy.minimum(cases.limit[happened.unit], frame.tau)) & cases.of(TREATED)[happened.unit]
    side = cases.side[happened.unit]
    pair = source * len(cases.departments) + target
    found = []
    for one in numpy.unique(pair[followed]):
        mine = slice(int(numpy.searchsorted(pair, one)), int(numpy.searchsorted(pair, one, side="right")))
        passed = [int((followed[mine] & (side[mine] == of)).sum()) for of in (BEFORE, AFTER)]
        told = counted(frame, "pairs", Occurrences(happened.unit[mine], happened.offset[mine]), scale="difference")
        if max(passed) < LEAST_PASSED:
            told = too_few(told, "passed", **told.more)
        one_end, other = divmod(int(one), len(cases.departments))
        names: dict[str, Any] = {"from": cases.departments[one_end], "to": cases.departments[other]}
        unit = happened.unit[mine][followed[mine]]
        people = [None if told.verdict == TOO_FEW else people_of(cases.cluster[unit], cases.side[unit] == of) for of in (BEFORE, AFTER)]
        names |= dict(zip(("handoffs_before", "handoffs_after"), passed if told.verdict != TOO_FEW else (None, None), strict=True))
        found.append(({**names, "residents_before": people[0], "residents_after": people[1]}, told))
    return found


def routes(frame: Frame) -> dict[str, Any]:
    """This compares which paths of departments cases take up to the horizon, among cases that could be followed that far.

    The most frequent paths of both sides together, and all others as one; each a share with the same interval, corrected together.
    """
    if frame.stop:
        return {"verdict": UNKNOWN, "why": frame.stop, "paths": []}
    cases = frame.cases
    if lacks := cases.lacks("routes"):
        return {"verdict": UNKNOWN, "why": "column", "columns_missing": list(lacks), "paths": []}
    followed = numpy.flatnonzero((cases.side >= 0) & (cases.limit >= frame.tau))
    path, texts = _paths(frame)
    mine = followed[cases.of(TREATED)[followed]]
    if not len(mine):
        return {"verdict": UNKNOWN, "why": "no_items", "paths": []}
    sizes = numpy.bincount(path[mine], minlength=len(texts))
    frequent = numpy.argsort(-sizes, kind="stable")[:ROUTES]
    frequent = frequent[sizes[frequent] > 0]
    found = []
    those = Items(frame, followed)
    for one in frequent:
        found.append(({"path": texts[one]}, share_of(those, path[followed] == one)))
    if len(numpy.unique(path[mine])) > len(frequent):
        found.append(({"path": None}, share_of(those, ~numpy.isin(path[followed], frequent))))
    judged = family([one for _, one in found])
    told = [{**names, **one.as_json()} for (names, _), one in zip(found, judged, strict=True)]
    verdicts = {one["verdict"] for one in told}
    verdict = OTHER_ROUTES if any(one["passes"] for one in told) else SAME if verdicts == {SAME} else UNSEEN
    if verdicts <= {TOO_FEW, UNKNOWN}:
        verdict = TOO_FEW
    return {"verdict": verdict, "horizon": frame.tau, "paths": told}


def months(frame: Frame) -> tuple[dict[str, Any], ...]:
    """This gives for every month of start the mean duration to the horizon, followed as the sides are; hollow where few could be followed
    so far. The mean is empty under ten cases, and where no case of the month could be followed to the horizon: then nobody knows it.

    It is a picture beside the verdict: the mix of topics is the month's own.
    """
    cases = frame.cases
    if frame.stop or not cases.ends_known:
        return ()
    kept = numpy.flatnonzero(cases.of(TREATED))
    month = cases.begun[kept].astype("datetime64[D]").astype("datetime64[M]").astype(numpy.int64)
    _, number = numpy.unique(month * 2 + cases.side[kept], return_inverse=True)
    found = []
    for one in range(int(number.max()) + 1):
        of = kept[number == one]
        side = int(cases.side[of[0]])
        zero = numpy.zeros(len(of), dtype=numpy.int64)
        units = Units(zero, zero, numpy.ones(1), zero, zero, cases.limit[of])
        mean = restricted_means(units, cases.time[of], cases.ended[of], frame.tau).before
        far = float((cases.limit[of] >= frame.tau).mean())
        found.append(
            {
                "month": str(cases.begun[of[:1]].astype("datetime64[D]").astype("datetime64[M]")[0]),
                "side": ("before", "after")[side],
                "cases": len(of),
                "residents": people_of(cases.cluster, of),
                "mean_working_days": round(mean, 4) if len(of) >= LEAST_PASSED and far > 0 else None,
                "followed_in_full": round(far, 4),
            }
        )
    return tuple(found)


def _parts(frame: Frame, codes: Whole, names: tuple[str, ...], label: str) -> list[tuple[dict[str, Any], dict[str, Measured]]]:
    """This compares duration and handoffs per part, each in the same mix of topics on both sides."""
    cases = frame.cases
    if frame.stop:
        return []
    names_of = ("duration", "handoffs", "department_handoffs")
    happened = {name: _by_part(frame, name, codes) for name in names_of[1:]}
    found = []
    place = cases.places(TREATED)
    place = place[codes[place] >= 0]
    place = place[numpy.argsort(codes[place], kind="stable")]
    values, first = numpy.unique(codes[place], return_index=True)
    for code, kept in zip(values, numpy.split(place, first[1:])[: len(values)], strict=True):  # of nothing, split gives one part
        told = {name: Measured(TOO_FEW, why="sides") for name in names_of}
        side = cases.side[kept]
        if all((side == one).any() for one in (BEFORE, AFTER)):
            part = frame_of(cases, frame.question, kept=kept)
            size = enough(cases, kept, frame.question, ends_known=cases.ends_known)
            part = replace(part, enough=size.yes and frame.enough)
            told = {"duration": duration(part)}
            told |= {name: counted(part, name, of_part(int(code))) for name, of_part in happened.items()}
        people = {f"residents_{name}": people_of(cases.cluster, kept[side == one]) for name, one in SIDES}
        found.append(({label: names[code], **people}, told))
    return found


def _by_part(frame: Frame, measure: str, codes: Whole) -> Callable[[int], Occurrences | None]:
    """This gives what a measure counts in one part (what stands in its control is counted too, where there is one: then everything)."""
    if frame.cases.lacks(measure) or len(frame.groups) > 1:
        return lambda _code: None
    happened = frame.cases.counted(measure)
    code = codes[happened.unit]
    order = numpy.argsort(code, kind="stable")
    code, unit, offset = code[order], happened.unit[order], happened.offset[order]

    def of_part(wanted: int) -> Occurrences:
        mine = slice(*(int(numpy.searchsorted(code, wanted, side=end)) for end in ("left", "right")))
        return Occurrences(unit[mine], offset[mine])

    return of_part


def _paths(frame: Frame) -> tuple[Whole, list[str]]:
    """This gives per case the number of its path of departments up to the horizon, and the path of each number in words."""
    cases = frame.cases
    parts = [cases.passed("first_department"), cases.passed()]
    unit, offset, to, step = (
        numpy.concatenate([getattr(part[0], name) if name else part[place] for part in parts])
        for name, place in (("unit", 0), ("offset", 0), ("", 2), ("", 3))
    )
    within = offset <= numpy.minimum(cases.limit[unit], frame.tau)
    unit, to, step = unit[within], to[within], step[within]
    order = numpy.lexsort((step, unit))
    unit, to = unit[order], to[order]
    place = numpy.arange(len(unit)) - numpy.searchsorted(unit, unit)
    texts = [say("no known department")]
    state = numpy.zeros(len(cases), dtype=numpy.int64)
    many = len(cases.departments)
    for at_step in range(int(place.max(initial=-1)) + 1):
        at = unit[place == at_step]
        kinds, number = numpy.unique(state[at] * many + to[place == at_step], return_inverse=True)
        state[at] = len(texts) + number
        names = [(texts[kind // many], cases.departments[kind % many]) for kind in kinds]
        texts += [name if at_step == 0 else route_name(so_far, name) for so_far, name in names]
    return state, texts
