"""The sentences of a comparison: short, without causes, in both languages, and with the numbers of the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from simulated import World, change_date, invented

from journeys.texts import Language, use
from mining.catalogue import Catalogue, read_definitions
from mining.comparison import Comparison, compare
from mining.comparison_guards import Enough
from mining.comparison_question import Question
from mining.comparison_verdict import Measured
from mining.comparison_vocabulary import days_apart, of_100, per_case, range_decimals, verdict_word, working_days
from mining.comparison_words import sentences

CAUSES = {
    "nl": r"\b(door|doordat|dankzij|vanwege|wegens|veroorza\w+|leidt|leidde|zorgt\w*|effect\w*|gevolg\w*|significan\w+|p-waarde)\b",
    "en": r"\b(because|due|thanks|caus\w+|leads?|led|effect\w*|impact|result\w*|significan\w+|p-value)\b",
}
EVERY_FLAG = {
    "log_end": {"end": "2025-06-01", "events": 3}, "key_unknown": {}, "in_both": {"cases": 12}, "trend_before": {}, "season": {}, "weeks_swing": {"same_weeks": False},
    "short_period": {}, "chosen_because_bad": {},
    "mix_changed": {"share": 0.2, "topic": "Parkeren"}, "strata_dropped": {"share": 0.12}, "many_looks": {"looks": 3}, "no_control": {},
}  # fmt: skip


@pytest.fixture(autouse=True)
def dutch_again() -> Iterator[None]:
    yield
    use("nl")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_definitions()


@pytest.fixture(scope="module")
def plain() -> Comparison:
    world = World(cases=200)
    return compare([invented(world, 1)], Question(change=change_date(world)), many=False)


def drawn(verdict: str, *, low: float, high: float, before: float = 21.4, after: float = 16.6, **more: object) -> Measured:
    return Measured(verdict, before, after, after - before, low, high, 3.6, cases_before=200, cases_after=200, more=dict(more))


def told(found: Comparison, catalogue: Catalogue, section: int = 0) -> tuple[str, ...]:
    return sentences(found, catalogue)[section][1]


def test_shorter_in_the_words_of_the_page(plain: Comparison, catalogue: Catalogue) -> None:
    found = replace(plain, duration=drawn("korter", low=-6.2, high=-1.4), question=replace(plain.question, change=date(2024, 7, 1)))
    assert told(found, catalogue) == (
        "Zaken zijn na 1 juli 2024 korter onderweg.",
        "Ervoor: gemiddeld 21,5 werkdagen per zaak.",
        "Erna: 16,5 werkdagen.",
        "Dat scheelt ongeveer 5 werkdagen.",
        "Het echte verschil ligt waarschijnlijk tussen 1,5 en 6 werkdagen.",
    )


def test_no_difference_says_what_would_have_been_seen(plain: Comparison, catalogue: Catalogue) -> None:
    found = replace(plain, duration=drawn("geen aantoonbaar verschil", low=-5.0, high=0.5))
    lines = told(found, catalogue)
    assert lines[0] == "We kunnen geen verschil aantonen."
    assert lines[-1] == "Met deze gegevens zien we alleen een verschil van ongeveer 3,5 werkdagen of meer."


def test_a_control_is_named_only_where_there_is_one(plain: Comparison, catalogue: Catalogue) -> None:
    one = drawn("langer", low=1.0, high=4.0, before=12.0, after=15.0, control={"before": 20.2, "after": 20.9})
    alone = told(replace(plain, duration=one), catalogue)
    beside = told(replace(plain, duration=one, question=replace(plain.question, control=("Twee",))), catalogue)
    assert "vergeleken met" not in alone[0]
    assert beside[0].endswith("langer onderweg, vergeleken met afdelingen zonder deze verandering.")
    assert "In de vergelijkingsgroep ging het van 20,2 naar 20,9 werkdagen." in beside
    assert "Vergeleken met die groep is dat ongeveer 2,3 werkdagen meer." in beside


def test_with_a_control_a_change_is_told_against_it_and_never_as_one_less_the_other(plain: Comparison, catalogue: Catalogue) -> None:
    """2.2 became 1.6, 27 per cent less; in the control 2.0 became 1.8. Against it that is (1.6 / 2.2) / (1.8 / 2.0): 19 per cent less."""
    count = drawn("minder", low=-0.6, high=-0.2, before=2.2, after=1.6, ratio=0.81, ratio_low=0.73, ratio_high=0.9, control={"before": 2.0, "after": 1.8})
    one = drawn("vrijwel gelijk", low=-0.4, high=0.3, before=15.0, after=13.0, control={"before": 29.0, "after": 27.0})
    found = replace(
        plain, duration=one, measures={**plain.measures, "handoffs": count}, question=replace(plain.question, control=("Twee",))
    )  # fmt: skip
    lines = told(found, catalogue)
    assert lines[0] == "De duur van zaken veranderde vrijwel evenveel als bij afdelingen zonder deze verandering."
    assert told(found, catalogue, 1)[:5] == (
        "Overdrachten: minder, vergeleken met afdelingen zonder deze verandering.",
        "Ervoor: gemiddeld 2,2 per zaak.",
        "Erna: 1,6.",
        "In de vergelijkingsgroep ging het van 2,0 naar 1,8 per zaak.",
        "Vergeleken met die groep is dat ongeveer 19 procent minder.",
    )
    longer = replace(found, duration=drawn("langer", low=1.0, high=5.0, before=12.0, after=15.0, control={"before": 21.0, "after": 20.0}))
    assert "Vergeleken met die groep is dat ongeveer 4 werkdagen meer." in told(longer, catalogue)


def test_what_there_is_too_little_of_is_named(plain: Comparison, catalogue: Catalogue) -> None:
    few = Measured("te weinig zaken", why="sides")
    plenty = Enough(True, (400, 380), (300, 290), (52.0, 52.0), None)
    small = replace(plenty, yes=False, finished=(12, 14))
    group = replace(plain, duration=few, size=plenty, control_size=small, question=replace(plain.question, control=("Twee",)))
    assert told(group, catalogue)[0] == "De vergelijkingsgroep is te klein om mee te vergelijken."
    short = replace(plain, duration=few, size=replace(plenty, yes=False, weeks=(52.3, 6.9), again=date(2026, 3, 1)), flags={"short_period": {}})
    assert told(short, catalogue) == (
        "De tijd is te kort om te vergelijken.", "Ervoor: 52 weken.", "Erna: 6 weken.", "We hebben van elke periode minstens 12 weken nodig.",
        "Kijk opnieuw na ongeveer 1 maart 2026.",
    )  # fmt: skip
    assert not any("kortere" in line or "korter dan 24" in line for _, lines in sentences(short, catalogue) for line in lines)


def test_two_sources_with_the_same_cases_are_told_with_what_to_do(plain: Comparison, catalogue: Catalogue) -> None:
    empty = Measured("niet te bepalen", why="one_side")
    found = replace(plain, duration=empty, question=Question(), flags={"in_both": {"cases": 5000}})
    assert told(found, catalogue)[2:] == (
        "Alle zaken van de tweede bron staan ook in de eerste.",
        "Geef twee bronnen met andere zaken, of één met de datum van de verandering.",
    )
    watch = dict(sentences(replace(plain, flags={"in_both": {"cases": 120}}), catalogue))["Let op"]
    assert watch == ("In beide bronnen staan dezelfde 120 zaken.", "Die tellen alleen mee bij de eerste bron.")
    few = dict(sentences(replace(plain, flags={"in_both": {"cases": 3}}), catalogue))["Let op"]
    assert few[0] == "Enkele zaken staan in beide bronnen."


def test_it_is_never_said_that_the_mix_was_allowed_for_where_it_was_not(plain: Comparison, catalogue: Catalogue) -> None:
    allowed = "We houden er rekening mee dat de soorten zaken kunnen verschillen."
    assert allowed in dict(sentences(replace(plain, flags={}), catalogue))["Goed om te weten"]
    without = replace(plain, flags={}, allowed={"strata": 1, "topics": 9, "allowed": False})
    lines = dict(sentences(without, catalogue))["Goed om te weten"]
    assert allowed not in lines
    assert "We konden er niet helemaal rekening mee houden dat de soorten zaken verschillen." in lines
    moved = replace(without, flags={"mix_changed": {"share": 0.4, "topic": "Kap", "allowed": False}})
    assert dict(sentences(moved, catalogue))["Let op"][-1].startswith("Daar konden we niet helemaal rekening mee houden")
    sides = replace(moved, question=Question(column="onderwerp", values=("Put", "kap")))  # that topics differ goes without saying
    assert "Let op" not in dict(sentences(sides, catalogue))


def test_who_takes_off_what_changed_in_the_control_finds_the_difference_that_is_told() -> None:
    """15.1 became 13.2 and 23.2 became 22.7: 1.9 less 0.5. As 15, 13, 23 and 23 that would be 2 and not the 1,5 that is told."""
    assert days_apart(15.1, 13.2, 23.2, 22.7) == ("15", "13", "23", "22,5", "1,5")
    assert days_apart(12.0, 15.0, 20.0, 20.0) == ("12", "15", "20", "20", "3")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (21.0, 17.0, ("21", "17", "4")), (21.4, 16.6, ("21,5", "16,5", "5")), (16.558, 15.117, ("16,5", "15", "1,5")),
        (8.0, 4.5, ("8", "4,5", "3,5")), (16.74, 15.26, ("16,7", "15,3", "1,4")), (0.3, 0.2, ("0,3", "0,2", "0,1")), (30.0, 30.0, ("30", "30", "0")),
    ],
)  # fmt: skip
def test_who_subtracts_one_side_from_the_other_finds_the_difference_that_is_told(before: float, after: float, words: tuple[str, ...]) -> None:
    assert days_apart(before, after) == words


@pytest.mark.parametrize(
    ("low", "high", "decimals"),
    [
        (-2.7, -0.2, 1), (0.04, 0.27, 2), (-0.3, -0.0004, 4), (-0.03, 0.15, 1), (-0.017, 0.0174, 2), (0.0, 0.0, 1), (None, None, 1),
        (0.0, 0.004, 3), (-5.0, 0.00001, 1), (0.000001, 3.0, 6),
    ],
)  # fmt: skip
def test_a_range_that_leaves_0_out_is_never_written_as_if_it_touched_it(low: float | None, high: float | None, decimals: int) -> None:
    assert range_decimals(low, high) == decimals


def test_a_range_in_words_never_begins_at_0_where_0_lies_outside_it(plain: Comparison, catalogue: Catalogue) -> None:
    days = replace(plain, duration=drawn("langer", low=0.03, high=4.0, before=12.0, after=14.0))
    assert told(days, catalogue)[-1] == "Het echte verschil ligt waarschijnlijk tussen 0,03 en 4 werkdagen."
    one = drawn("meer", low=0.001, high=0.9, before=2.0, after=2.8, ratio=1.4, ratio_low=1.0004, ratio_high=1.45)
    assert told(replace(plain, measures={**plain.measures, "handoffs": one}), catalogue, 1)[4] == (
        "Het echte verschil ligt waarschijnlijk tussen 0,04 en 45 procent."
    )


def test_counts_are_told_with_their_per_cent_from_the_ratio(plain: Comparison, catalogue: Catalogue) -> None:
    one = drawn("minder", low=-1.5, high=-0.3, before=3.1, after=2.2, ratio=0.71, ratio_low=0.52, ratio_high=0.9)
    lines = told(replace(plain, measures={**plain.measures, "handoffs": one}, question=replace(plain.question, change=date(2024, 7, 1))), catalogue, 1)
    assert lines[:5] == (
        "Zaken gaan na 1 juli 2024 minder vaak van hand tot hand.",
        "Ervoor: gemiddeld 3,1 per zaak.",
        "Erna: 2,2.",
        "Dat is ongeveer 29 procent minder.",
        "Het echte verschil ligt waarschijnlijk tussen 10 en 48 procent.",
    )


def every(plain: Comparison) -> Iterator[Comparison]:
    """Every verdict, form and flag."""
    ranges = {"korter": (-6.0, -1.0), "langer": (1.0, 6.0), "vrijwel gelijk": (-0.3, 0.4), "geen aantoonbaar verschil": (-2.0, 3.0)}
    counts = {"korter": "minder", "langer": "meer"}
    questions = (
        Question(change=date(2024, 9, 1)), Question(change=date(2024, 9, 1), control=("Twee",)), Question(),
        Question(column="wijk", values=("Noord", "Zuid")),
    )  # fmt: skip
    for question in questions:
        for verdict, (low, high) in ranges.items():
            one = drawn(verdict, low=low, high=high, control={"before": 20.0, "after": 21.0})
            other = drawn(counts.get(verdict, verdict), low=low, high=high, ratio=0.8, ratio_low=0.7, ratio_high=0.9)
            yield replace(plain, question=question, duration=one, measures=dict.fromkeys(plain.measures, other))
        for why in ("only_closed", "one_side", "no_ends"):
            yield replace(plain, question=question, duration=Measured("niet te bepalen", why=why))
        yield replace(plain, question=question, duration=Measured("niet te bepalen", why="column", more={"columns_missing": ["kind"]}))
        yield replace(plain, question=question, duration=Measured("te weinig zaken"), size=replace(plain.size, again=date(2024, 12, 1)))
    for size, control in ((replace(plain.size, weeks=(52.0, 6.0)), None), (replace(plain.size, yes=True), replace(plain.size, yes=False))):
        yield replace(plain, duration=Measured("te weinig zaken"), size=size, control_size=control)
    yield replace(plain, question=Question(), duration=Measured("niet te bepalen", why="one_side"), flags={"in_both": {"cases": 12}})
    yield replace(plain, allowed={"allowed": False})
    more_flags = (("weeks_swing", {"same_weeks": True}), ("in_both", {"cases": 3}), ("mix_changed", {"share": 0.2, "topic": None, "allowed": False}))
    for flag, more in (*EVERY_FLAG.items(), *more_flags):
        yield replace(plain, flags={flag: more})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_sentence_is_short_and_names_no_cause(plain: Comparison, catalogue: Catalogue, language: Language) -> None:
    use(language)
    seen = {line for found in every(plain) for _, lines in sentences(found, catalogue) for line in lines}
    assert len(seen) > 60
    for line in seen:
        assert len(line.split()) <= 16, line
        assert not re.search(CAUSES[language], line.casefold()), line
        assert "{" not in line, line
        assert line[0].isupper(), line
        assert line.endswith("."), line


def test_at_most_three_things_to_watch_out_for(plain: Comparison, catalogue: Catalogue) -> None:
    found = dict(sentences(replace(plain, flags=EVERY_FLAG), catalogue))
    assert len(found["Let op"]) <= 6  # two sentences each
    assert found["Let op"][0] == "Na 1 juni 2025 staan er bijna geen gebeurtenissen meer in het bestand."


def test_weeks_that_swing_are_told_with_what_makes_them_a_danger(plain: Comparison, catalogue: Catalogue) -> None:
    short, beside = (
        dict(sentences(replace(plain, flags={"weeks_swing": {"same_weeks": same}}), catalogue))["Let op"] for same in (False, True)
    )
    assert short == ("Let op: de duur wisselt sterk van week tot week.", "In minder dan een jaar is een verschil dan iets vaker toeval.")
    assert beside[1] == "De twee kanten wisselen los van elkaar: een verschil is dan iets vaker toeval."


def test_what_always_stands_below(plain: Comparison, catalogue: Catalogue) -> None:
    found = dict(sentences(plain, catalogue))["Goed om te weten"]
    assert found[0] == f"We tellen per zaak hooguit {plain.tau} werkdagen mee."
    assert "De cijfers laten niet zien waarom iets veranderde." in found
    assert "Wie niet meer contact zocht, staat niet in deze cijfers." in found


@pytest.mark.parametrize(
    ("value", "words"), [(21.4, "21"), (9.8, "10"), (9.7, "9,5"), (4.0, "4"), (-4.3, "4,5"), (0.2, "0,2"), (0.01, "0"), (0.3, "0,5")]
)
def test_working_days_are_whole_from_ten_and_halves_below(value: float, words: str) -> None:
    assert working_days(value) == words


def test_shares_are_told_of_a_hundred() -> None:
    assert (of_100(0.123), of_100(0.062), of_100(0.03)) == ("12", "6,2", "3")


def test_every_verdict_has_english_words() -> None:
    use("en")
    for verdict in ("korter", "langer", "minder", "meer", "minder vaak", "vaker", "vrijwel gelijk", "geen aantoonbaar verschil", "te weinig zaken", "niet te bepalen", "andere routes"):
        assert verdict_word(verdict) != verdict


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (2.61, 1.92, ("2,6", "1,9")),
        (0.18, 0.152, ("0,18", "0,15")),  # both 0,2 with one digit, though a sixth fewer
        (0.004, 0.003, ("0,004", "0,003")),
        (1.62, 1.58, ("1,6", "1,6")),  # less than a tenth: one digit hides nothing
        (0.0, 0.0, ("0,0", "0,0")),
        (0.949, 0.951, ("0,95", "0,95")),  # with one digit 0,9 and 1,0: a change of a tenth that is not there
        (1.53, 1.59, ("1,5", "1,6")),
    ],
)
def test_a_count_per_case_shows_the_digits_in_which_it_changed(before: float, after: float, told: tuple[str, str]) -> None:
    use("nl")
    assert per_case(before, after) == told


def test_what_is_the_same_on_both_sides_is_said_once_and_a_signal_in_times_per_100_cases(plain: Comparison, catalogue: Catalogue) -> None:
    same = Measured("geen aantoonbaar verschil", 0.131, 0.134, 0.003, -0.02, 0.03, 0.03)
    more = Measured("vaker", 0.194, 0.311, 0.117, 0.095, 0.138, 0.03)
    found = replace(plain, shares={"outcome:rejected": same, "signal:early_conversation": more})
    lines = [line for _, told in sentences(found, catalogue) for line in told]
    assert "Uitkomst “afgewezen”: geen aantoonbaar verschil, aan beide kanten 13 op de 100." in lines
    assert "Snel een gesprek na de aanvraag: vaker, van 19 naar 31 keer per 100 zaken." in lines


def test_a_route_is_told_in_words(plain: Comparison, catalogue: Catalogue) -> None:
    path = {"path": "Balie > Zorg > Wonen", "before": 0.2, "after": 0.3, "difference": 0.1, "passes": True, "verdict": "vaker"}
    lines = [line for _, told in sentences(replace(plain, routes={"verdict": "andere routes", "paths": [path]}), catalogue) for line in told]
    assert "Van Balie naar Zorg naar Wonen: 20 werd 30 van de 100 zaken." in lines


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [(0.04, 0.1, ("0,04", "0,10")), (0.04, 0.041, ("0,04", "0,04")), (0.0, 0.1, ("0,0", "0,1")), (3.1, 0.9, ("3,1", "0,9")), (0.0, 0.0, ("0,0", "0,0"))],
)
def test_a_count_that_is_not_nothing_is_never_written_as_nothing(before: float, after: float, written: tuple[str, str]) -> None:
    assert per_case(before, after) == written


def test_what_is_not_in_the_file_is_no_equal_number_of_0(plain: Comparison, catalogue: Catalogue) -> None:
    none = Measured("geen aantoonbaar verschil", 0.0, 0.0, 0.0, cases_before=200, cases_after=200)
    lines = told(replace(plain, measures={**plain.measures, "contacts": none}), catalogue, 1)
    assert "Contacten van de inwoner: aan beide kanten staan ze niet in het bestand." in lines
