"""The kinds of events, recognised from the words of an activity or a kind column; the words are data.

A rule of `kinds_words.toml` is a name and a few phrases that a process adviser can read and dispute (`docs/kinds.md`
prints them all). Only distinct activities are looked at, never rows. What no rule places is `other` and is listed: it
counts for officials, but satisfies no condition that names a kind (A7), so a doubt never becomes a finding.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from journeys.errors import SettingsError
from journeys.names import normalised
from journeys.settings import KINDS, KindSettings
from journeys.texts import language, say

_WORDS_FILE = Path(__file__).with_name("kinds_words.toml")
_OWN_NAME = "a kind by its own name"
_OF_SETTINGS = "settings: this activity"
_OF_SETTINGS_RULE = "settings: rule {number}"
BY = ("resident", "municipality", "partner")
CHANNELS = ("phone", "email", "letter", "desk", "visit", "web", "chat", "other")
OUTCOMES = ("granted", "rejected", "withdrawn", "referred", "other")


@dataclass(frozen=True)
class KindFound:
    """This is what an activity is taken for: its kind, who did it (None: A8 decides), the rule ("": none)."""

    activity: str
    kind: str
    by: str | None
    rule: str
    events: int


@dataclass(frozen=True)
class Rule:
    """This is one shipped rule: a name in two languages, a kind, and the phrases that call for it or forbid it."""

    name: str
    dutch: str
    kind: str
    by: str | None
    any: tuple[str, ...]
    unless: tuple[str, ...] = ()


def recognise_kinds(activities: Mapping[str, int], *, settings: KindSettings) -> list[KindFound]:
    """This gives every distinct activity its kind, the one with most events first (ties by text).

    Order: the activities named in the settings (whole text, A2), the rules of the settings, an activity that is named
    as a kind is ("Aanvraag"), the shipped rules in their order. The first that fits counts. Raises `SettingsError` for
    a kind, a `by` or a word in the settings that cannot be used.
    """
    named = {normalised(text): _settings_kind(kind, "kinds.activities") for text, kind in settings.activities.items()}
    own = [
        (_OF_SETTINGS_RULE.format(number=number), _settings_kind(rule.kind, "kinds.rules.kind"), _settings_by(rule.by),
         _compiled(rule.words), None)
        for number, rule in enumerate(settings.rules, start=1)
    ]  # fmt: skip
    found = []
    for activity, events in activities.items():
        kind, by, rule = "other", None, ""
        words = worded(activity)
        if (of_settings := named.get(normalised(activity))) is not None:
            kind, rule = of_settings, _OF_SETTINGS
        else:
            for name, kind_of_rule, by_of_rule, pattern, unless in (*own, *_shipped_patterns()):
                if pattern.search(words) and not (unless and unless.search(words)):
                    kind, by, rule = kind_of_rule, by_of_rule, name
                    break
        found.append(KindFound(activity, kind, by, rule, events))
    return sorted(found, key=lambda one: (-one.events, one.activity))


def unplaced(found: Iterable[KindFound]) -> list[KindFound]:
    """This lists the activities that no rule placed, as the report shows them."""
    return [one for one in found if not one.rule]


def rule_in_words(rule: str) -> str:
    """This names a rule in the language in use; the tables hold its English name, whatever the language."""
    if not rule:
        return say("no rule")
    if rule == _OWN_NAME:
        return say("a kind by its own name")
    if rule == _OF_SETTINGS:
        return say("journeys.toml: this activity")
    if rule.startswith("settings: rule "):
        return say("journeys.toml: rule {number}", number=rule.rsplit(" ", 1)[1])
    names = {one.name: one.dutch for one in shipped_rules()}
    return names.get(rule, rule) if language() == "nl" else rule


def kind_of(text: str | None) -> str:
    """This gives the kind that a value of a kind column names, in Dutch or English (A2); `other` for all else (A7)."""
    return _value("kinds", text) or "other"


def by_of(text: str | None) -> str | None:
    """This gives who acted by a value of a direction column; None when empty or not recognised, and then A8 decides."""
    return _value("by", text)


def channel_of(text: str | None) -> str | None:
    """This gives the channel that a value names: None when empty, unknown or a bare code, `other` for another word."""
    return _value("channels", text) or _other_word(text)


def outcome_of(text: str | None) -> str | None:
    """This gives the outcome that a value names: None when empty, unknown or a bare code, `other` for another word."""
    return _value("outcomes", text) or _other_word(text)


def worded(text: str) -> str:
    """This is a text as its words alone, folded and without accents: "Besluit: geïnd!" gives "besluit geind"."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(one for one in apart if not unicodedata.combining(one))))


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """This reads the shipped rules in their order."""
    return tuple(
        Rule(rule["name"], rule["nl"], rule["kind"], rule.get("by"), tuple(rule["any"]), tuple(rule.get("unless", ())))
        for rule in _read()["rules"]
    )


def kinds_page() -> str:
    """This prints the words and rules as the page docs/kinds.md, for the process adviser who wants to dispute them."""
    values = _read()
    lines = [
        "# Hoe activiteiten een soort krijgen",
        "",
        "Deze pagina is gemaakt uit `journeys/kinds_words.toml` met `python -m journeys.kinds > docs/kinds.md`.",
        "Pas haar niet met de hand aan.",
        "",
        "De volgorde: eerst uw eigen activiteiten en regels in `journeys.toml` (`[kinds]`). Dan een activiteit die",
        "precies zo heet als een soort. Dan de regels hieronder. De eerste regel die past, telt. Wat geen regel",
        "plaatst, krijgt de soort `other` en staat in het verslag.",
        "",
        "Zo leest u de woorden: `a/b` is het ene of het andere woord. `woord*` is elk woord dat zo begint,",
        "`*woord` elk woord dat zo eindigt. `..` is hoogstens drie woorden ertussen. `= woord` betekent dat de hele",
        "activiteit precies zo heet. Hoofdletters en accenten tellen niet.",
        "",
        "## Regels",
        "",
        "| nr | regel | soort | door | woorden | maar niet met |",
        "|---|---|---|---|---|---|",
    ]
    for number, rule in enumerate(shipped_rules(), start=1):
        cells = (str(number), rule.dutch, f"`{rule.kind}`", rule.by or "", _readable(rule.any), _readable(rule.unless))
        lines.append(f"| {' | '.join(cells)} |")
    for section, header in {"kinds": "soort", "by": "richting", "channels": "kanaal", "outcomes": "uitkomst"}.items():
        lines += ["", f"## Waarden van een kolom {header}", ""]
        lines += ["| ons woord | zo staat het in het bestand |", "|---|---|"]
        lines += [f"| `{ours}` | {', '.join(words)} |" for ours, words in values[section].items()]
    lines += ["", f"Onbekend is: leeg, {', '.join(f'`{word}`' for word in values['unknown']['words'])}.", ""]
    return "\n".join(lines)


_Pattern = tuple[str, str, "str | None", "re.Pattern[str]", "re.Pattern[str] | None"]


@cache
def _shipped_patterns() -> tuple[_Pattern, ...]:
    """This compiles the shipped rules, with the kinds' own names (as whole texts) in front."""
    named = [
        (_OWN_NAME, kind, None, _compiled([f"={word}" for word in words]), None)
        for kind, words in _read()["kinds"].items()
        if kind != "other"
    ]
    rules = [
        (rule.name, rule.kind, rule.by, _compiled(rule.any), _compiled(rule.unless) if rule.unless else None)
        for rule in shipped_rules()
    ]
    return (*named, *rules)


def _compiled(phrases: Sequence[str]) -> re.Pattern[str]:
    """This turns phrases into one pattern over `worded` text."""
    return re.compile("|".join(_phrase(phrase) for phrase in phrases) or r"(?!)")


def _phrase(phrase: str) -> str:
    whole = phrase.startswith("=")
    written, gap = "", ""
    for word in phrase.removeprefix("=").split():
        if word == "..":
            gap = r"(?:\w+ ){0,3}"
            continue
        choices = [_word(choice) for choice in word.split("|")]
        either = "|".join(choices)
        written += (" " if written else "") + gap + f"(?:{either})"
        gap = ""
    if not written:
        raise _no_word()
    return rf"^(?:{written})$" if whole else rf"\b(?:{written})\b"


def _word(choice: str) -> str:
    bare = worded(choice)
    if not bare:
        raise _no_word()
    return (r"\w*" if choice.startswith("*") else "") + re.escape(bare) + (r"\w*" if choice.endswith("*") else "")


def _no_word() -> SettingsError:
    return SettingsError(
        say("journeys.toml: a word of [kinds] holds no letter or digit."),
        next_step=say("Write a word or a phrase, such as “{example}”.", example="aanvraag ontvangen"),
    )


def _settings_kind(text: str, key: str) -> str:
    kind = _value("kinds", text)
    if kind is None:
        raise SettingsError(
            say("journeys.toml: a value of “{key}” is not a kind.", key=key),
            next_step=say("Kinds are: {kinds}.", kinds=", ".join(KINDS)),
        )
    return kind


def _settings_by(text: str | None) -> str | None:
    if text is None:
        return None
    by = _value("by", text)
    if by is None:
        raise SettingsError(
            say("journeys.toml: a value of “{key}” is not one of {values}.", key="kinds.rules.by", values=", ".join(BY))
        )
    return by


def _value(section: str, text: str | None) -> str | None:
    return None if text is None else _values(section).get(normalised(text))


def _other_word(text: str | None) -> str | None:
    if text is None:
        return None
    value = normalised(text)
    return None if value in _unknown() or not re.search(r"[^\W\d_]", value) else "other"


@cache
def _values(section: str) -> dict[str, str]:
    return {normalised(word): ours for ours, words in _read()[section].items() for word in words}


@cache
def _unknown() -> frozenset[str]:
    return frozenset(normalised(word) for word in _read()["unknown"]["words"])


def _readable(phrases: Sequence[str]) -> str:
    shown = (phrase.replace("|", "/") for phrase in phrases)
    return "; ".join(f"= {one[1:]}" if one.startswith("=") else one for one in shown)


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_WORDS_FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    import sys

    sys.stdout.write(kinds_page())
