"""The story as a file beside the dossier (YAML): the facilitator rewrites, drops, adds and reorders steps, and the next page tells it so.

Only plain texts: every value is read as written ("no" is the word no), and what is not understood is refused with its line and what to do.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import yaml

from journeys.errors import InputError
from journeys.texts import language as language_now
from journeys.texts import say, use
from visuals.workshop_story import Sort, Step, WorkshopStory, parts, period, sort_words

KEYS = ("id", "kop", "tekst", "t", "focus", "a", "b")
LIST = "stappen"
BYTES, STEPS, CHARACTERS = 200_000, 40, 400
"""Of the file, of steps in it, and of one text."""


def write_script(story: WorkshopStory) -> str:
    """This writes the story as YAML, with an explanation above it and the names that `focus` can use below it."""
    words = sort_words()
    lines = [
        say("The story that the workshop page tells. Rewrite, drop, add or reorder steps, save, and build the page again."),
        say("kop: {words}. tekst: what the room reads, at most {n} characters.", words=", ".join(words.values()), n=CHARACTERS),
        say("t: the day at which the clock stands. a, b: the days that a zoom shows. focus: what stays bright; the names stand below."),
    ]
    steps = [
        {
            "id": step.id,
            "kop": words[step.sort],
            "tekst": step.text,
            "t": step.until.isoformat(),
            "focus": list(step.focus),
            "a": step.first.isoformat(),
            "b": step.last.isoformat(),
        }
        for step in story.steps
    ]
    body = yaml.dump({LIST: steps}, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100, default_flow_style=None)
    names = [f"{name}: {about}" for name, about in parts(story.journey.value).items()]
    return "".join(f"# {line}\n" for line in lines) + body + "".join(f"# {_one_line(line)}\n" for line in names)


def read_script(path: Path, story: WorkshopStory) -> WorkshopStory:
    """This gives the story with the steps of the file, in the file's order.

    A step whose `id` the story knows takes from it what the file leaves out; another one needs `kop`, `tekst` and `t`. Raises `InputError`
    with file, line, what is wrong and what to do.
    """
    try:
        if path.stat().st_size > BYTES:
            raise _wrong(path, 1, say("the file is too large"))
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise _wrong(path, 1, say("the file cannot be read")) from error
    except UnicodeDecodeError as error:
        raise _wrong(path, 1, say("the file is not UTF-8")) from error
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _wrong(path, mark.line + 1 if mark else 1, say("this is no YAML")) from error
    rows = _pairs(path, root, (LIST,)).get(LIST) if root else None
    if not isinstance(rows, yaml.SequenceNode):
        raise _wrong(path, 1, say("there is no list “{name}”", name=LIST))
    if not rows.value or len(rows.value) > STEPS:
        raise _wrong(path, _line(rows), say("there must be 1 to {n} steps", n=STEPS))
    known, names = {step.id: step for step in story.steps}, parts(story.journey.value)
    steps: list[Step] = []
    for place, row in enumerate(rows.value, start=1):
        step = _step(path, place, row, known, names, story)
        if any(step.id == other.id for other in steps):
            raise _wrong(path, _line(row), say("the id “{id}” occurs twice", id=step.id))
        steps.append(step)
    return replace(story, steps=tuple(steps))


def _step(path: Path, place: int, row: yaml.Node, known: dict[str, Step], names: dict[str, str], story: WorkshopStory) -> Step:
    pairs = _pairs(path, row, KEYS)
    texts = {name: _text(path, node) for name, node in pairs.items() if name != "focus"}
    data = story.journey.value
    first, last = period(data)
    old = known.get(texts.get("id", ""))
    if old is None:
        for name in ("kop", "tekst", "t"):
            if name not in pairs:
                raise _wrong(path, _line(row), say("a new step needs “{name}”", name=name))
        old = Step(texts.get("id") or f"step-{place}", "overview", "", last, (), first, last)
    if len(old.id) > 60:
        raise _wrong(path, _line(row), say("the id is too long"))
    new = old
    if "kop" in pairs:
        new = replace(new, sort=_sort(path, pairs["kop"], texts["kop"]))
    if "tekst" in pairs:
        if not texts["tekst"] or len(texts["tekst"]) > CHARACTERS:
            raise _wrong(path, _line(pairs["tekst"]), say("a text has 1 to {n} characters", n=CHARACTERS))
        new = replace(new, text=texts["tekst"])
    if "t" in pairs:
        new = replace(new, until=_date(path, pairs["t"], texts["t"], first, last))
    if "focus" in pairs:
        new = replace(new, focus=_focus(path, pairs["focus"], names))
    if "a" in pairs:
        new = replace(new, first=_date(path, pairs["a"], texts["a"], first, last))
    if "b" in pairs:
        new = replace(new, last=_date(path, pairs["b"], texts["b"], first, last))
    if new.first > new.last:
        raise _wrong(path, _line(pairs.get("a", row)), say("“a” lies after “b”"))
    return new


def _pairs(path: Path, node: yaml.Node | None, names: tuple[str, ...]) -> dict[str, yaml.Node]:
    """This gives the values of a mapping, of which every key must be one of `names` and occur once."""
    if not isinstance(node, yaml.MappingNode):
        line = _line(node) if node else 1
        raise _wrong(path, line, say("here must stand: {names}", names=", ".join(f"{name}:" for name in names)))
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name not in names:
            raise _wrong(path, _line(key), say("“{name}” is not known here; known are {names}", name=name[:40], names=", ".join(names)))
        if name in found:
            raise _wrong(path, _line(key), say("“{name}” occurs twice", name=name))
        found[name] = value
    return found


def _text(path: Path, node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _wrong(path, _line(node), say("here must stand one text; put it in quotes where it holds a colon"))
    return " ".join(str(node.value).split())


def _sort(path: Path, node: yaml.Node, text: str) -> Sort:
    """This gives the sort of a word in either language."""
    known: dict[str, Sort] = {}
    now = language_now()
    try:
        for language in ("en", "nl"):
            use(language)
            known |= {word.casefold(): sort for sort, word in sort_words().items()}
    finally:
        use(now)
    if text.casefold() not in known:
        raise _wrong(path, _line(node), say("“kop” is one of: {words}", words=", ".join(sort_words().values())))
    return known[text.casefold()]


def _date(path: Path, node: yaml.Node, text: str, first: date, last: date) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise _wrong(path, _line(node), say("here must stand a day, as 2024-06-30")) from error
    if not first <= found <= last:
        days = {"first": first.isoformat(), "last": last.isoformat()}
        raise _wrong(path, _line(node), say("the day lies outside the journey, {first} to {last}", **days))
    return found


def _focus(path: Path, node: yaml.Node, known: dict[str, str]) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode):
        raise _wrong(path, _line(node), say("“focus” is a list, as [turn-A-2, turn-A-3]"))
    found = []
    for one in node.value:
        name = _text(path, one)
        if name not in known:
            raise _wrong(path, _line(one), say("the map has no part “{name}”; the names stand at the end of the file", name=name[:40]))
        found.append(name)
    return tuple(found)


class _Plain(yaml.SafeDumper):
    """This writes no aliases: the same date twice is written twice."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  the signature is PyYAML's
        return True


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _wrong(path: Path, line: int, what: str) -> InputError:
    return InputError(
        say("{file}, line {line}: {what}.", file=path.name, line=str(line), what=what),
        next_step=say("Change that line, or remove the file: then the story is made anew."),
    )
