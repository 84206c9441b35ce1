"""Questions by how often they were passed on, past the gate: long tails put together, small numbers kept back."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from journeys.texts import say
from mining.disclosure import GROUP, LEAST, Passed, check_group
from mining.passed_on import WAYS, PassedOn, count_stages
from mining.rounding import round_period
from mining.small_groups import kept_back


def pass_passed_on(data: PassedOn, *, group: int = GROUP) -> Passed[PassedOn]:
    """This puts the last stages together until at least `group` residents leave at every stage, and keeps small numbers back.

    How questions left a stage is <NA> where it is about 1 to LEAST - 1 residents, or where everybody there got lost, and where it would
    give such a number away (mining.small_groups.kept_back); the sum of what is kept back in a stage can still be worked out, and is
    about at least LEAST residents, or else nothing is told of how questions left there. First and last are whole weeks. Where fewer
    than `group` residents are in it at all, `hidden` says why and nothing else says anything.
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
        whose = data.single.groupby(leaving)["journey_no"].nunique()
        if (whose >= group).all():
            break
    else:
        why = say("Nothing can be shown here: too few residents share it (fewer than {group}), so they could be recognised.", group=group)
        return Passed(replace(count_stages(data.single.iloc[:0]), hidden=why), group)
    stages = made.stages.copy()
    kept = False
    for row, stage in zip(stages.index, stages["stage"], strict=True):
        here = data.single[leaving == stage]
        way = here["way"].fillna("unknown")
        people = {name: frozenset(here.loc[way == name, "journey_no"]) for name in WAYS}
        numbers = {name: int((way == name).sum()) for name in WAYS}
        everybody = frozenset(here["journey_no"])
        others = everybody | {-1}  # that everybody was handled, or waits, tells nothing about one of them
        cells = {name: everybody if name == "lost" else others for name in WAYS}
        back, told = kept_back(numbers, people, cells, least=LEAST)
        for name in back if told else set(WAYS):
            stages.loc[row, name] = pd.NA
        kept = kept or bool(back)
    first, until = round_period(made.first, made.last)
    notes = [say("Stages with fewer than {group} residents are put together.", group=group)] if most < last else []
    if kept:
        notes.append(say("Numbers that are about fewer than {least} residents are not shown.", least=LEAST))
    passed = replace(made, stages=stages, first=first, last=until, single=pd.DataFrame(), residents_known=data.residents_known)
    return Passed(passed, group, tuple(notes))
