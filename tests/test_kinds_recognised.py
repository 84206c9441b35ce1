"""Activities become kinds by words that a person can read, and a doubt stays `other`."""

from __future__ import annotations

import gzip
import itertools
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from journeys import texts
from journeys.errors import SettingsError
from journeys.kinds import (
    BY,
    by_of,
    channel_of,
    kind_of,
    kinds_page,
    outcome_of,
    recognise_kinds,
    rule_in_words,
    shipped_rules,
    unplaced,
    worded,
)
from journeys.settings import KINDS, KindRule, KindSettings

LOGS = Path(__file__).parents[2] / "shared" / "logs"
NONE = KindSettings()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    before = texts.language()
    texts.use("en")
    yield
    texts.use(before)


def kind(activity: str, settings: KindSettings = NONE) -> str:
    return recognise_kinds({activity: 1}, settings=settings)[0].kind


MEANT: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("kinds_meant.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("activity", "expected"), [(text, kind) for kind, texts_ in MEANT.items() for text in texts_])
def test_an_activity_gets_the_kind_that_its_words_say(activity: str, expected: str) -> None:
    assert kind(activity) == expected


def test_every_kind_is_tried_by_the_list_above() -> None:
    assert set(MEANT) == set(KINDS)


@pytest.mark.parametrize(
    ("activity", "by"),
    [
        ("Aanvraag ingetrokken", "resident"),
        ("Inwoner belt", "resident"),
        ("Extern: afgehandeld", "partner"),
        ("Besluit genomen", None),
        ("Telefoongesprek", None),
        ("Teruggebeld", None),
    ],
)
def test_by_is_said_only_where_the_words_say_it(activity: str, by: str | None) -> None:
    assert recognise_kinds({activity: 1}, settings=NONE)[0].by == by


def test_the_activities_of_the_settings_go_before_their_rules_and_these_before_ours() -> None:
    settings = KindSettings(
        activities={"telefoongesprek  kcc": "contact"},
        rules=(KindRule(("telefoongesprek",), "outreach", "gemeente"), KindRule(("ontvangen",), "work")),
    )
    found = {
        one.activity: one
        for one in recognise_kinds(
            {
                "Telefoongesprek KCC": 5,
                "Telefoongesprek vakafdeling": 4,
                "Aanvraag ontvangen": 3,
                "Aanvraag ingediend": 2,
            },
            settings=settings,
        )
    }
    assert (found["Telefoongesprek KCC"].kind, found["Telefoongesprek KCC"].rule) == (
        "contact",
        "settings: this activity",
    )
    vak = found["Telefoongesprek vakafdeling"]
    assert (vak.kind, vak.by, vak.rule) == ("outreach", "municipality", "settings: rule 1")
    assert (found["Aanvraag ontvangen"].kind, found["Aanvraag ontvangen"].rule) == ("work", "settings: rule 2")
    assert (found["Aanvraag ingediend"].kind, found["Aanvraag ingediend"].rule) == ("request", "request received")


def test_words_of_the_settings_are_whole_words_unless_a_star_says_otherwise() -> None:
    rule = KindSettings(rules=(KindRule(("stand",), "work"),))
    assert kind("bijstand", rule) == "other"
    assert kind("Stand van zaken", rule) == "work"
    assert kind("bijstandszaak", KindSettings(rules=(KindRule(("bijstand*",), "work"),))) == "work"


def test_a_star_in_front_stands_for_any_beginning() -> None:
    rule = KindSettings(rules=(KindRule(("*brief",), "notice"),))
    assert kind("Welkomstbrief verstuurd", rule) == "notice"
    assert kind("Briefwisseling", rule) == "other"


def test_a_dutch_kind_in_the_settings_is_understood() -> None:
    assert kind("Iets", KindSettings(activities={"Iets": "terugbelverzoek"})) == "callback_request"


@pytest.mark.parametrize(
    "settings",
    [
        KindSettings(activities={"Iets": "vergunnning"}),
        KindSettings(rules=(KindRule(("iets",), "anders dan dit"),)),
        KindSettings(rules=(KindRule(("iets",), "work", "iemand"),)),
        KindSettings(rules=(KindRule(("***",), "work"),)),
        KindSettings(rules=(KindRule(("",), "work"),)),
    ],
)
def test_settings_that_cannot_be_used_are_refused_before_anything_is_placed(settings: KindSettings) -> None:
    with pytest.raises(SettingsError):
        recognise_kinds({"Iets": 1}, settings=settings)


def test_a_rule_without_words_places_nothing() -> None:
    assert kind("Iets", KindSettings(rules=(KindRule((), "work"),))) == "other"


def test_what_no_rule_places_is_other_and_listed_most_events_first() -> None:
    found = recognise_kinds({"Leucocytes": 2, "Besluit genomen": 9, "CRP": 7}, settings=NONE)
    assert [one.activity for one in found] == ["Besluit genomen", "CRP", "Leucocytes"]
    assert [(one.activity, one.kind, one.events) for one in unplaced(found)] == [
        ("CRP", "other", 7),
        ("Leucocytes", "other", 2),
    ]


def test_every_rule_has_a_name_of_its_own_in_two_languages_and_says_a_known_kind() -> None:
    rules = shipped_rules()
    assert len({rule.name for rule in rules}) == len({rule.dutch for rule in rules}) == len(rules)
    assert {rule.kind for rule in rules} <= set(KINDS)
    assert {rule.by for rule in rules} <= {None, *BY}
    assert rule_in_words("request received") == "request received"
    texts.use("nl")
    assert rule_in_words("request received") == "aanvraag ontvangen"


def test_no_phrase_of_a_rule_is_written_twice_in_it() -> None:
    for rule in shipped_rules():
        assert len(set(rule.any)) == len(rule.any), rule.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aanvraag", "request"),
        ("Contact", "contact"),
        ("terugbelverzoek", "callback_request"),
        ("contact door gemeente", "outreach"),
        ("overdracht", "transfer"),
        ("behandeling", "work"),
        ("opschorting", "suspend"),
        ("hervatting", "resume"),
        ("besluit", "decision"),
        ("afsluiting", "close"),
        ("heropening", "reopen"),
        ("bezwaar", "objection"),
        ("klacht", "complaint"),
        (" Automatisch  bericht ", "notice"),
        ("", "other"),
        (None, "other"),
        ("iets", "other"),
        ("callback_request", "callback_request"),
    ],
)
def test_the_values_of_a_kind_column_are_those_of_the_definitions(text: str | None, expected: str) -> None:
    assert kind_of(text) == expected


def test_every_kind_may_be_written_by_its_own_name() -> None:
    assert [kind_of(name) for name in KINDS] == list(KINDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("telefoon", "phone"),
        ("E-mail", "email"),
        ("brief", "letter"),
        ("balie", "desk"),
        ("huisbezoek", "visit"),
        ("web", "web"),
        ("chat", "chat"),
        ("Website", "web"),
        ("fax", "other"),
        ("", None),
        (None, None),
        ("onbekend", None),
        ("n.v.t.", None),
        ("8", None),
        ("-", None),
    ],
)
def test_channels_are_recognised_and_an_unknown_one_stays_unknown(text: str | None, expected: str | None) -> None:
    assert channel_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("inwoner", "resident"),
        ("Gemeente", "municipality"),
        ("partner", "partner"),
        ("resident", "resident"),
        ("iemand", None),
        ("", None),
        (None, None),
    ],
)
def test_who_acted_is_recognised_or_left_to_the_kind(text: str | None, expected: str | None) -> None:
    assert by_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("toegekend", "granted"),
        ("Afgewezen", "rejected"),
        ("ingetrokken", "withdrawn"),
        ("doorverwezen", "referred"),
        ("deels toegekend", "other"),
        ("", None),
        (None, None),
        ("201", None),
        ("geen", None),
    ],
)
def test_outcomes_are_recognised_and_an_unknown_one_stays_unknown(text: str | None, expected: str | None) -> None:
    assert outcome_of(text) == expected


@given(st.text(max_size=80))
def test_any_text_is_given_a_kind_whatever_its_case_and_white_space(text: str) -> None:
    assert kind(text) in KINDS
    assert kind(f"  {text}\n") == kind(text)


@given(st.text(max_size=40))
def test_taking_the_words_of_a_text_twice_changes_nothing(text: str) -> None:
    assert worded(worded(text)) == worded(text)


def test_the_page_in_the_docs_is_printed_from_the_words() -> None:
    page = Path(__file__).parents[1] / "docs" / "kinds.md"
    assert page.read_text(encoding="utf-8") == kinds_page(), "run: python -m journeys.kinds > docs/kinds.md"


def test_every_rule_and_value_stands_on_the_page() -> None:
    page = kinds_page()
    for number, rule in enumerate(shipped_rules(), start=1):
        assert f"| {number} | {rule.dutch} | `{rule.kind}` |" in page
    assert "| `callback_request` | callback_request, callback request, terugbelverzoek" in page


def activities_of(path: Path, key: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        for _, event in etree.iterparse(file, tag=("{*}event",)):
            counted.update(attribute.get("value") for attribute in event if attribute.get("key") == key)
            event.clear()
    return counted


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "key", "share", "known"),
    [
        (
            "receipt/receipt_wabo_coselog.xes.gz",
            "concept:name",
            0.95,
            {
                "Confirmation of receipt": "notice",
                "T02 Check confirmation of receipt": "work",
                "T04 Determine confirmation of receipt": "work",
            },
        ),
        (
            "synthetic/running-example.xes",
            "concept:name",
            0.9,
            {
                "register request": "request",
                "decide": "decision",
                "reject request": "decision",
                "pay compensation": "work",
            },
        ),
        (
            "synthetic/teleclaims.xes.gz",
            "concept:name",
            0.8,
            {"incoming claim": "request", "close claim": "close", "assess claim": "work"},
        ),
        (
            "helpdesk/helpdesk_pm4py.xes.gz",
            "concept:name",
            0.6,
            {"Closed": "close", "Take in charge ticket": "work", "Wait": "other"},
        ),
        (
            "sepsis/Sepsis.xes.gz",
            "concept:name",
            0.0,
            {"CRP": "other", "ER Registration": "other", "Return ER": "other"},
        ),
        (
            "bpic15/BPIC15_2.xes.gz",
            "activityNameNL",
            0.45,
            {
                "versturen ontvangstbevestiging": "notice",
                "fase besluit genomen": "decision",
                "genereren beschikking omgevingsvergunning": "work",
                "doorsturen aan bevoegd gezag": "transfer",
                "zaak afsluiten": "close",
                "bezwaar tegen beschikking ingediend": "objection",
                "termijn opschorten": "suspend",
                "aanvullende gegevens ontvangen": "resume",
            },
        ),
    ],
)
def test_real_logs_are_placed_without_anything_absurd(file: str, key: str, share: float, known: dict[str, str]) -> None:
    path = LOGS / file
    if not path.exists():
        pytest.skip("the real event logs are not beside the project")
    found = recognise_kinds(activities_of(path, key), settings=NONE)
    events = sum(one.events for one in found)
    assert sum(one.events for one in found if one.rule) >= share * events
    kinds = {one.activity: one.kind for one in found}
    assert {activity: kinds[activity] for activity in known if activity in kinds} == {
        activity: expected for activity, expected in known.items() if activity in kinds
    }
    assert any(activity in kinds for activity in known)
    # Nobody of these organisations calls residents back, complains or hands out visits in an activity of these logs.
    assert not {"callback_request", "complaint"} & set(kinds.values())


def test_a_hundred_thousand_events_cost_only_their_distinct_activities() -> None:
    letters = ["".join(pair) for pair in itertools.product("abcdefghij", repeat=3)]
    assert len(recognise_kinds(dict.fromkeys(letters, 100_000), settings=NONE)) == 1000
