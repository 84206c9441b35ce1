"""Questions by how often they were passed on, past the gate: long tails put together, small numbers kept back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from journeys.texts import say
from mining.disclosure import GROUP, LEAST, Passed, check_group
from mining.passed_on import WAYS, PassedOn, count_stages
from mining.rounding import round_period
from mining.small_groups import People, is_telling, kept_back


def pass_passed_on(data: PassedOn, *, group: int = GROUP) -> Passed[PassedOn]:
    """This puts the last stages together until at least `group` residents leave at every stage, and keeps small numbers back.

    How questions left a stage is <NA> where it is about 1 to LEAST - 1 residents, or where everybody that was passed on there, or all but
    so few, got lost, and where it would give such a number away (mining.small_groups.kept_back); the sum of what is kept back in a stage
    can still be worked out, and is about at least LEAST residents, or else nothing is told of how questions left there. How many got
    lost in all stands beside this map (where that tells of nobody), so lost ones stay out at two stages that together tell of nobody, or
    at none: those of other stages go with them, and where that does not do, more stages are put together. First and last are whole
    weeks. Where fewer than `group` residents are in it at all, `hidden` says why and nothing else says anything.
    Raises `SettingsError` for a group under LEAST, and `ValueError` for stages without their single questions.
    """
    check_group(group)
    if data.questions and data.single.empty:
        raise ValueError("the questions themselves are needed to count residents")
    if not data.questions:
        return Passed(replace(data, single=pd.DataFrame()), group)
    last = len(data.stages) - 1
    for most in range(last, -1, -1):
        made = count_stages(data.single, most=most, known=data.known)
        leaving = data.single["stage"].clip(upper=most)
        tried = {int(stage): _passed_on_at(data.single, int(stage), most) for stage in leaving.unique()}
        back = _ways_back({int(stage): here for stage, here in data.single.groupby(leaving)}, tried, group=group)
        if back is not None:
            break
    else:
        why = say("Nothing can be shown here: too few residents share it (fewer than {group}), so they could be recognised.", group=group)
        return Passed(replace(count_stages(data.single.iloc[:0]), hidden=why), group)
    stages = made.stages.copy()
    for row, stage in zip(stages.index, stages["stage"], strict=True):
        for name in back.get(int(stage), ()):
            stages.loc[row, name] = pd.NA
    kept = any(back.values())
    first, until = round_period(made.first, made.last)
    notes = [say("Stages with fewer than {group} residents are put together.", group=group)] if most < last else []
    if kept:
        notes.append(say("Numbers that are about fewer than {least} residents are not shown.", least=LEAST))
    passed = replace(made, stages=stages, first=first, last=until, single=pd.DataFrame(), residents_known=data.residents_known)
    return Passed(passed, group, tuple(notes))


def _passed_on_at(single: pd.DataFrame, stage: int, most: int) -> People:
    """This gives the residents of questions that were passed on at a stage (the last one holds all later ones too), lost or not."""
    here = single["stage"].clip(upper=most) == stage
    return frozenset(single.loc[(single["stage"] > stage) | (here & (single["way"] == "lost")), "journey_no"])


def _ways_back(stages: Mapping[int, pd.DataFrame], tried: Mapping[int, People], *, group: int) -> dict[int, set[str]] | None:
    """This gives the ways that stay out at each stage, from the questions that left there; None where more stages must be put together.

    `tried`: the residents of each stage who were passed on there; those who lost a question are part of them.
    """
    if any(here["journey_no"].nunique() < group for here in stages.values()):
        return None
    lost = {stage: frozenset(here.loc[here["way"] == "lost", "journey_no"]) for stage, here in stages.items()}
    everywhere = frozenset().union(*lost.values())
    total_told = bool(everywhere) and not is_telling(len(everywhere), len(frozenset().union(*tried.values())), least=LEAST)
    if total_told and len(stages) == 1:  # then it is the number of all, which is told: nothing can hide behind it
        return {stage: _back(here, WAYS[:1] + WAYS[2:], tried[stage]) for stage, here in stages.items()}
    with_them: set[int] = set()
    while True:
        back = {stage: _back(here, WAYS, tried[stage], always=("lost",) if stage in with_them else ()) for stage, here in stages.items()}
        hidden = [stage for stage in stages if "lost" in back[stage]]
        whose, of = (frozenset().union(*(cells[stage] for stage in hidden)) for cells in (lost, tried))
        if not total_told or not hidden or (len(hidden) > 1 and not is_telling(len(whose), len(of), least=LEAST)):
            return back
        more = sorted((stage for stage in stages if stage not in hidden and lost[stage]), key=lambda stage: (len(lost[stage]), stage))
        if not more:
            return None
        with_them.add(more[0])


def _back(here: pd.DataFrame, ways: Collection[str], tried: People, *, always: Collection[str] = ()) -> set[str]:
    """This gives the ways that stay out at one stage; all where not even their sum may be told."""
    way = here["way"].fillna("unknown")
    people = {name: frozenset(here.loc[way == name, "journey_no"]) for name in ways}
    numbers = {name: int((way == name).sum()) for name in ways}
    others = frozenset(here["journey_no"]) | frozenset(range(-LEAST, 0))  # that all were handled, or wait, tells nothing about one of them
    cells = {name: tried if name == "lost" else others for name in ways}
    back, told = kept_back(numbers, people, cells, least=LEAST, always=always)
    return back if told else set(ways)
