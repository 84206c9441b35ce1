"""What was promised: a plan of ordered steps in a TOML file, each with a name and how its event is recognised.

See docs/plan-file.md. Texts are compared as everywhere (A2); in an activity or department `*` stands for any text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from journeys.errors import SettingsError
from journeys.names import normalised
from journeys.settings import KINDS
from journeys.settings_file import read_toml
from journeys.texts import say

SILENCE_CALENDAR_DAYS = 25
_PLAN_KEYS = ("name", "topics", "silence_days", "steps")
_RULES = ("activity", "kind", "department")
_STEP_KEYS = ("name", *_RULES, "within_working_days")


@dataclass(frozen=True)
class PlannedStep:
    """This is one promised step; an event is this step when it satisfies every rule that is not empty.

    `within_working_days` (A12) counts from the planned step before it that took place, or else from the first event.
    """

    name: str
    activity: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    within_working_days: int | None = None

    def matches(self, *, activity: str | None, kind: str | None, department: str | None) -> bool:
        """This tells whether an event is this step; an empty value satisfies no rule."""
        return (
            (not self.activity or any(_like(activity, text) for text in self.activity))
            and (not self.kind or kind in self.kind)
            and (not self.department or any(_like(department, text) for text in self.department))
        )


@dataclass(frozen=True)
class Plan:
    """This is what was promised. `topics`: only questions on one of these are held against it; empty: all."""

    name: str
    steps: tuple[PlannedStep, ...]
    topics: tuple[str, ...] = ()
    silence_days: int = SILENCE_CALENDAR_DAYS


def read_plan(path: Path) -> Plan:
    """This reads a plan file; raises `SettingsError` with file and key for one that cannot be used."""
    return plan_from(read_toml(path, next_step=say("docs/plan-file.md shows a plan that can be read.")), file=str(path))


def plan_from(found: Mapping[str, Any], *, file: str = "plan.toml") -> Plan:
    """This turns the values of a plan file into a `Plan`; `file` is what errors call it."""
    _known(found, _PLAN_KEYS, "", file)
    steps = found.get("steps")
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        raise SettingsError(
            say("{file}: a plan needs at least one [[steps]].", file=file),
            next_step=say("docs/plan-file.md shows a plan that can be read."),
        )
    planned = tuple(_step(step, f"steps[{at}]", file) for at, step in enumerate(steps, start=1))
    seen: set[str] = set()
    for at, step in enumerate(planned, start=1):
        if normalised(step.name) in seen:
            raise SettingsError(
                say("{file}: “{key}” has a name that an earlier step has too.", file=file, key=f"steps[{at}].name"),
                next_step=say("Give each step a name of its own."),
            )
        seen.add(normalised(step.name))
    name = found.get("name", Path(file).stem)
    if not isinstance(name, str) or not name.strip():
        raise _wrong(file, "name", say("a text"))
    return Plan(
        name=name.strip(),
        steps=planned,
        topics=_texts(found.get("topics", []), "topics", file),
        silence_days=_days(found.get("silence_days", SILENCE_CALENDAR_DAYS), "silence_days", file, least=1),
    )


def _step(found: Mapping[str, Any], key: str, file: str) -> PlannedStep:
    _known(found, _STEP_KEYS, key, file)
    name = found.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _wrong(file, f"{key}.name", say("a text"))
    rules = {rule: _texts(found.get(rule, []), f"{key}.{rule}", file) for rule in _RULES}
    if not any(rules.values()):
        raise SettingsError(
            say("{file}: nothing tells which event “{key}” is.", file=file, key=key),
            next_step=say("Give it at least one of: {keys}.", keys=", ".join(_RULES)),
        )
    for kind in rules["kind"]:
        if kind not in KINDS:
            raise SettingsError(
                say("{file}: “{key}” names no kind of event.", file=file, key=f"{key}.kind"),
                next_step=say("Kinds there are: {kinds}.", kinds=", ".join(KINDS)),
            )
    within = found.get("within_working_days")
    return PlannedStep(
        name=name.strip(),
        within_working_days=None if within is None else _days(within, f"{key}.within_working_days", file, least=0),
        **rules,
    )


def _known(found: Mapping[str, Any], keys: tuple[str, ...], where: str, file: str) -> None:
    for key in found:
        if key not in keys:
            raise SettingsError(
                say("{file}: there is no setting “{key}”.", file=file, key=f"{where}.{key}".lstrip(".")),
                next_step=say("Settings there are: {keys}.", keys=", ".join(keys)),
            )


def _texts(value: Any, key: str, file: str) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise _wrong(file, key, say("a text, or a list of texts"))
    return tuple(texts)


def _days(value: Any, key: str, file: str, *, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise _wrong(file, key, say("a whole number of days, {least} or more", least=least))
    return value


def _wrong(file: str, key: str, sort: str) -> SettingsError:
    return SettingsError(
        say("{file}: the value of “{key}” must be {sort}.", file=file, key=key, sort=sort),
        next_step=say("docs/plan-file.md shows a plan that can be read."),
    )


def _like(text: str | None, pattern: str) -> bool:
    if text is None:
        return False
    parts = (re.escape(part) for part in normalised(pattern).split("*"))
    return re.fullmatch(".*".join(parts), normalised(text), flags=re.DOTALL) is not None
