"""Whose column is ours is proposed from headers and values: measured on a corpus, never sure and wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from drawn_columns import drawn_table, sample
from hypothesis import given
from hypothesis import strategies as st

from journeys import texts
from journeys.column_values import ColumnSample, Looks
from journeys.columns import Proposals, propose_columns
from journeys.mapping import unused_columns
from journeys.settings import OURS

CORPUS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("header_corpus.toml").read_text(encoding="utf-8")
)["table"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    before = texts.language()
    texts.use("en")
    yield
    texts.use(before)


def guesses(proposals: Proposals) -> dict[int, set[str]]:
    """This gives, per position, what a column is proposed as: surely, or as a candidate worth asking about."""
    found: dict[int, set[str]] = {}
    for one in proposals.chosen.values():
        found.setdefault(one.position, set()).add(one.ours)
    for candidates in proposals.unsure.values():
        for one in candidates:
            if one.confidence >= 0.5:
                found.setdefault(one.position, set()).add(one.ours)
    return found


def judged(table: dict[str, Any]) -> list[tuple[str, str, str, bool, bool]]:
    """This gives header, label, what was said, right, and sure-and-wrong, for each column of a table."""
    proposals = propose_columns(drawn_table(table))
    said = guesses(proposals)
    sure = {one.position: one.ours for one in proposals.chosen.values()}
    lines = []
    for position, (header, label, _) in enumerate(table["columns"], start=1):
        wrong_and_sure = position in sure and sure[position] != label
        if label.startswith("?"):
            right = not wrong_and_sure and said.get(position, set()) <= set(label[1:].split("|"))
        elif label == "none":
            right = position not in said
        else:
            right = sure.get(position) == label
        shown = f"sure {sure[position]}" if position in sure else " ".join(sorted(said.get(position, set()))) or "-"
        lines.append((header, label, shown, right, wrong_and_sure))
    return lines


def report(split: str) -> tuple[float, int, str]:
    lines = [(table["name"], *line) for table in CORPUS if table["split"] == split for line in judged(table)]
    bad = [line for line in lines if not line[4] or line[5]]
    shown = "\n".join(
        f"{name:45.45} {header:32.32} is {label:22.22} said {said}{'  SURE' * sure}"
        for name, header, label, said, _, sure in bad
    )
    return sum(line[4] for line in lines) / len(lines), sum(line[5] for line in lines), f"\n{shown}"


# --- The measure ------------------------------------------------------------------------------------------------------


def test_the_corpus_is_large_and_half_of_it_is_kept_for_measuring() -> None:
    columns = {
        split: sum(len(table["columns"]) for table in CORPUS if table["split"] == split) for split in ("tune", "test")
    }
    assert len(CORPUS) >= 60
    assert columns["tune"] + columns["test"] >= 400
    assert columns["test"] >= 0.45 * (columns["tune"] + columns["test"])
    labels = {
        part for table in CORPUS for _, label, _ in table["columns"] for part in label.removeprefix("?").split("|")
    }
    assert labels == {*OURS, "none"}


@pytest.mark.parametrize("split", ["tune", "test"])
def test_columns_are_recognised_and_none_is_sure_and_wrong(split: str) -> None:
    right, sure_and_wrong, shown = report(split)
    assert sure_and_wrong == 0, shown
    assert right >= 0.95, f"{right:.1%}{shown}"


# --- What values say --------------------------------------------------------------------------------------------------


def proposed(*samples: ColumnSample) -> Proposals:
    at = [
        ColumnSample(one.header, position, one.values, one.rows, one.filled, one.distinct, one.type)
        for position, one in enumerate(samples, start=1)
    ]
    return propose_columns(at)


def sure(*samples: ColumnSample) -> dict[str, str]:
    return {ours: one.header for ours, one in proposed(*samples).chosen.items()}


MOMENTS = [
    "2024-03-01",
    "2024-03-01 09:05",
    "2024-03-01T09:05:00.123+01:00",
    "1-3-2024",
    "01-03-2024 9:05",
    "01/03/24",
    "1.3.2024",
    "1 mrt 2024",
    "1 maart 2024 09:05",
    "ma 4 mrt. 2024",
    "Mar 1, 2024 09:05",
    "03/31/2024 09:05",
    "20240301",
    "20240301090500",
    "45352",
    "45352,378",
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_is_known_however_it_is_written(moment: str) -> None:
    assert sure(sample("Tijdstip", *[moment] * 3)) == {"time": "Tijdstip"}


@pytest.mark.parametrize(
    "value", ["Noord", "12", "31-31-2024", "2024-13-01", "09:05", "1,5", "ja", "2024", "06-12345678"]
)
def test_what_is_no_moment_is_never_a_time(value: str) -> None:
    assert sure(sample("Tijdstip", *[value] * 3)) == {}


def test_a_typed_moment_is_a_moment_whatever_its_text() -> None:
    assert sure(sample("Tijdstip", "x", "y", type="TIMESTAMP WITH TIME ZONE")) == {"time": "Tijdstip"}


def test_a_column_of_free_text_is_never_used() -> None:
    text = [f"Mevrouw belde over nummer {n}, wil graag weten waarom het zo lang duurt en is boos." for n in range(60)]
    for header in (
        "Activiteit",
        "Onderwerp",
        "Kanaal",
        "Uitkomst",
        "Medewerker",
        "Afdeling",
        "Zaaknummer",
        "Inwoner",
        "Soort",
    ):
        assert sure(sample(header, *text)) == {}, header


def test_an_activity_in_many_words_is_no_free_text_when_it_comes_back() -> None:
    long = [
        "registreren datum publicatie beschikking omgevingsvergunning na bezwaar",
        "invoeren verzenddatum van de brief aan de aanvrager",
    ]
    assert sure(sample("Activiteit", *(long * 30))) == {"activity": "Activiteit"}


def test_an_activity_with_addresses_of_people_in_it_is_asked_about() -> None:
    values = ["Toegewezen aan a.b@voorbeeld.nl", "Toegewezen aan c.d@voorbeeld.nl", "Afgehandeld"] * 20
    found = proposed(sample("Activiteit", *values))
    assert found.chosen == {}
    assert found.unsure["activity"][0].reason.endswith("Some values hold an e-mail address.")


def test_a_hash_is_as_good_as_a_number() -> None:
    hashes = [f"{n:032x}" for n in range(15)]
    assert sure(sample("BSN", *(hashes * 4))) == {"resident": "BSN"}


def test_sorts_of_people_are_not_people() -> None:
    assert sure(sample("Aanvrager", "Inwoner", "Ondernemer", "Inwoner")) == {}


def test_the_same_column_under_two_names_is_no_rivalry() -> None:
    values = ["Aanvraag", "Besluit"] * 20
    assert sure(sample("Activity", *values), sample("concept:name", *values)) == {"activity": "concept:name"}
    other = ["Anders", *values[1:]]
    assert sure(sample("Activiteit", *values), sample("Activity", *other)) == {}


def test_two_names_that_are_equally_good_are_asked_about_with_the_rival_named() -> None:
    found = proposed(sample("Behandelaar", *("abc" * 10)), sample("Uitvoerder", *("abd" * 10)))
    assert found.chosen == {}
    assert [one.header for one in found.unsure["official"]] == ["Behandelaar", "Uitvoerder"]
    assert "“Uitvoerder” could be it as well." in found.unsure["official"][0].reason


def test_the_end_is_the_time_of_an_event_where_start_and_end_both_stand() -> None:
    starts, ends = ["2024-01-01 10:00"] * 3, ["2024-01-01 11:00"] * 3
    assert sure(sample("Starttijd", *starts), sample("Eindtijd", *ends)) == {"start": "Starttijd", "time": "Eindtijd"}


def test_a_list_of_cases_is_called_so_and_gives_no_moment_and_no_activity() -> None:
    rows = 30
    found = proposed(
        sample("Zaaknummer", *[f"Z{n}" for n in range(rows)]),
        sample("Status", *(["Nieuw", "Klaar"] * 15)),
        sample("Tijdstip", *["2024-01-01"] * rows),
        sample("Afhandeldatum", *["2024-02-01"] * rows),
    )
    assert found.one_row_per_case
    assert set(found.chosen) == {"case"}
    assert found.missing_required == ("activity", "time")


def test_planned_moments_and_deadlines_are_not_even_offered() -> None:
    found = proposed(
        *(
            sample(header, "2024-01-01", "2024-01-02")
            for header in (
                "case:deadline",
                "enddate_planned",
                "Streefdatum",
                "Uiterlijke datum",
                "Datum laatste wijziging",
                "Geboortedatum",
            )
        )
    )
    assert found.chosen == {}
    assert "time" not in found.unsure or all(one.confidence < 0.5 for one in found.unsure["time"])


def test_half_empty_columns_cannot_be_the_case_or_the_time() -> None:
    half = [value for n in range(15) for value in (f"Z{n % 5}", None)]
    assert sure(sample("Zaaknummer", *half)) == {}
    assert sure(sample("Tijdstip", *["2024-01-01", None] * 15)) == {}
    assert sure(sample("Medewerker", *["a", None, "b", None] * 10)) == {"official": "Medewerker"}


def test_of_a_few_rows_half_may_lack_a_value() -> None:
    """Each such row is a reject with its reason; of four rows, two without a case say nothing about the column."""
    found = sure(
        sample("Zaaknummer", "Z1", None, "Z1", None), sample("Activiteit", "Aanvraag", "Intake", None, None),
        sample("Tijdstip", "2024-01-01", "2024-01-02", "2024-01-03", None),
    )  # fmt: skip
    assert found == {"case": "Zaaknummer", "activity": "Activiteit", "time": "Tijdstip"}


def test_numbers_that_excel_cut_off_are_no_case() -> None:
    found = proposed(sample("Zaaknummer", *["1,23E+15", "1,24E+15"] * 5))
    assert found.chosen == {}
    assert "Excel" in found.unsure["case"][0].reason


def test_a_standard_key_is_trusted_in_a_log_of_one_case_and_one_activity() -> None:
    rows = 60
    log = [
        ("case:concept:name", ["1"] * rows),
        ("concept:name", ["a"] * rows),
        ("time:timestamp", ["2024-01-01"] * rows),
    ]
    found = sure(*(sample(header, *values) for header, values in log))
    assert found == {"case": "case:concept:name", "activity": "concept:name", "time": "time:timestamp"}
    assert sure(sample("time:timestamp", "?", "?", "?")) == {}
    assert sure(sample("case:concept:name", "0", "1", "1")) == {"case": "case:concept:name"}
    assert sure(sample("org:resource", "0", "1", "1")) == {}


def test_our_own_names_are_trusted_in_a_log_of_one_case_one_resident_and_one_activity() -> None:
    rows = 60
    log = [
        ("zaaknummer", ["Z1"] * rows),
        ("inwoner", ["B1"] * rows),
        ("activiteit", ["Behandelen"] * rows),
        ("tijdstip", ["2024-01-01 10:00"] * rows),
        ("medewerker", [f"M{n}" for n in range(rows)]),
    ]
    named = {"case": "zaaknummer", "resident": "inwoner", "activity": "activiteit", "time": "tijdstip", "official": "medewerker"}
    assert sure(*(sample(header, *values) for header, values in log)) == named
    other_names = {"dossier": "zaaknummer", "klant": "inwoner", "handeling": "activiteit"}
    again = [(next((o for o, n in other_names.items() if n == header), header), values) for header, values in log]
    assert not sure(*(sample(header, *values) for header, values in again)).keys() & {"case", "resident", "activity"}


def test_a_small_log_may_tell_its_activities_in_sentences() -> None:
    told = [
        "Inwoner belt met een vraag over de vergunning",
        "Vraag doorgezet naar de afdeling vergunningen en toezicht",
        "Medewerker belt de inwoner terug over de vergunning",
    ]
    assert sure(sample("activiteit", *told)) == {"activity": "activiteit"}
    assert sure(sample("handeling", *told)) == {}
    assert sure(sample("activiteit", *(f"{told[0]} nummer {n}" for n in range(40)))) == {}  # many rows, each with its own: free text


def test_nearly_every_row_may_have_another_activity_beside_our_own_cases_that_come_back() -> None:
    steps = sample("activiteit", *(f"stap {n}" for n in range(40)))
    codes = sample("activiteit", *(str(n) for n in range(40)))
    cases = sample("zaaknummer", *(f"Z{n // 4}" for n in range(40)))
    rows_numbered = sample("zaaknummer", *(f"Z{n}" for n in range(40)))
    assert sure(cases, steps) == sure(cases, codes) == {"case": "zaaknummer", "activity": "activiteit"}
    assert "activity" not in sure(steps)
    assert "activity" not in sure(rows_numbered, steps)


def test_our_own_cases_may_be_named_in_words() -> None:
    assert sure(sample("zaaknummer", *["zaak een", "zaak twee", "zaak drie"] * 10)) == {"case": "zaaknummer"}
    assert sure(sample("dossier", *["zaak een", "zaak twee", "zaak drie"] * 10)) == {}


def test_a_kind_under_our_own_name_may_have_words_that_we_do_not_know_but_not_them_alone() -> None:
    assert sure(sample("soort", *["aanvraag", "Hond", "Kat", "Vis"] * 10)) == {"kind": "soort"}
    assert sure(sample("soort", *["Hond", "Kat", "Vis"] * 10)) == {}
    assert sure(sample("richting", *["inwoner", "Noord", "Zuid", "West"] * 10)) == {"by": "richting"}


def test_a_few_words_that_come_back_are_no_cases() -> None:
    assert sure(sample("Dossier", *["Wmo", "Jeugd", "Schuldhulp"] * 40)) == {}
    assert sure(sample("Dossier", *[f"W{n // 4}" for n in range(120)])) == {"case": "Dossier"}


def test_the_browser_of_somebody_is_no_official() -> None:
    agents = [f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/2010 Firefox/{n} Safari" for n in (118, 119, 120)]
    assert sure(sample("Agent", *(agents * 20))) == {}


def test_what_nobody_claims_is_listed_and_a_copy_is_not() -> None:
    values = ["Aanvraag", "Besluit"] * 20
    found = proposed(
        sample("concept:name", *values), sample("Activity", *values), sample("Kleur", *["rood", "wit"] * 20)
    )
    assert found.unclaimed == ("Kleur",)


def test_an_empty_column_and_an_empty_file_are_proposed_for_nothing() -> None:
    assert proposed(sample("Zaaknummer", None, None)).chosen == {}
    assert proposed() == Proposals({}, {}, (), ("case", "activity", "time"))


def test_when_no_header_says_it_the_values_offer_what_might_be_required() -> None:
    found = proposed(
        sample("A", *[f"Q{n // 4}" for n in range(40)]),
        sample("B", *["Aanvraag", "Besluit"] * 20),
        sample("C", *[f"2024-01-{1 + n % 28:02}" for n in range(40)]),
    )
    assert found.chosen == {}
    assert [one.header for one in found.unsure["time"]] == ["C"]
    assert "B" in [one.header for one in found.unsure["activity"]]
    assert [one.header for one in found.unsure["case"]] == ["A"]
    assert all(one.confidence < 0.5 for one in found.all)


def test_every_proposal_gives_its_reason_in_the_language_in_use() -> None:
    column = sample("Tijdstip", "2024-01-01", "2024-01-02")
    assert proposed(column).chosen["time"].reason == "The name is a usual one. 100% of the values look like moments."
    texts.use("nl")
    assert (
        proposed(column).chosen["time"].reason
        == "De naam is gebruikelijk. 100% van de waarden ziet eruit als een tijdstip."
    )


def test_no_reason_holds_the_content_of_a_cell() -> None:
    for table in CORPUS:
        samples = drawn_table(table)
        headers = " ".join(one.header for one in samples)
        for one in propose_columns(samples).all:
            for column in samples:
                cells = {value for value in column.values if len(value) > 7 and value not in headers}
                assert not any(cell in one.reason for cell in cells)


anything = st.text(max_size=30)


@given(st.lists(st.tuples(anything, st.lists(st.none() | anything, max_size=6)), max_size=6))
def test_any_headers_and_values_are_proposed_without_breaking_and_each_column_once(
    columns: list[tuple[str, list[str | None]]],
) -> None:
    found = proposed(*(sample(header, *values) for header, values in columns))
    positions = [one.position for one in found.chosen.values()]
    assert len(positions) == len(set(positions))
    assert all(one.sure for one in found.chosen.values())
    assert not any(one.sure for candidates in found.unsure.values() for one in candidates)
    assert all(0 <= one.confidence <= 1 and one.reason for one in found.all)
    assert set(found.missing_required) == {"case", "activity", "time"} - set(found.chosen)


@pytest.mark.parametrize("table", CORPUS, ids=lambda table: table["name"])
def test_the_order_of_the_columns_changes_nothing(table: dict[str, Any]) -> None:
    samples = drawn_table(table)
    turned = [
        ColumnSample(one.header, position, one.values, one.rows, one.filled, one.distinct, one.type)
        for position, one in enumerate(reversed(samples), start=1)
    ]
    there, back = propose_columns(samples), propose_columns(turned)
    assert {ours: one.header for ours, one in there.chosen.items()} == {
        ours: one.header for ours, one in back.chosen.items()
    }


OWN_STEPS = sample("activiteit", *(["Aanvraag", "Klacht", "Melding"] * 10))
OWN_MOMENTS = sample("tijdstip", *(f"{1 + n % 28:02}-01-2024 09:05" for n in range(30)))


def test_a_log_of_one_event_per_case_is_a_log_under_our_own_names() -> None:
    cases = sample("zaaknummer", *(f"Z{n}" for n in range(30)))
    found = proposed(cases, OWN_STEPS, OWN_MOMENTS)
    assert {ours: one.header for ours, one in found.chosen.items()} == {"case": "zaaknummer", "activity": "activiteit", "time": "tijdstip"}
    assert not found.one_row_per_case
    assert "Every row has another case: each case has one event." in found.chosen["case"].reason
    assert "case" not in sure(sample("dossiernummer", *cases.values), OWN_STEPS, OWN_MOMENTS)


@pytest.mark.parametrize("moments", ["startdatum", "datum", "einddatum"])
def test_one_row_per_case_without_a_moment_of_events_is_a_list_of_cases_whatever_its_activity_is_called(moments: str) -> None:
    found = proposed(sample("zaaknummer", *(f"Z{n}" for n in range(30))), OWN_STEPS, sample(moments, *OWN_MOMENTS.values))
    assert found.one_row_per_case
    assert not found.chosen.keys() & {"activity", "time"}


def test_what_counts_on_from_row_to_row_may_number_the_rows_also_under_our_own_name() -> None:
    found = proposed(sample("zaaknummer", *(str(5000 + n) for n in range(30))), OWN_STEPS, OWN_MOMENTS)
    assert "case" not in found.chosen
    assert "this may number the rows" in found.unsure["case"][0].reason
    jumps = sample("zaaknummer", *(str(5000 + n * n) for n in range(30)))
    assert proposed(jumps, OWN_STEPS, OWN_MOMENTS).chosen["case"].header == "zaaknummer"


@pytest.mark.parametrize(
    ("header", "ours", "values"),
    [("medewerker", "official", ["0", "1"]), ("uitkomst", "outcome", ["ja", "nee"]), ("inwoner", "resident", ["ja", "nee"]),
     ("soort", "kind", ["0", "1"]), ("onderwerp", "topic", [f"Wij hebben gesproken over de vraag van {n}." for n in range(30)])],
)  # fmt: skip
def test_flags_and_free_text_under_our_own_name_are_not_used_but_told(header: str, ours: str, values: list[str]) -> None:
    cases = sample("zaaknummer", *(f"Z{n // 3}" for n in range(30)))
    found = proposed(cases, OWN_STEPS, OWN_MOMENTS, sample(header, *(values[n % len(values)] for n in range(30))))
    assert ours not in found.chosen
    assert [(one.ours, one.header) for one in unused_columns(found, {"case": 0, "activity": 1, "time": 2})] == [(ours, header)]
    assert header not in found.unclaimed


def test_an_empty_column_under_our_own_name_is_not_told_as_unsure() -> None:
    found = proposed(OWN_STEPS, OWN_MOMENTS, sample("naar_medewerker", *[None] * 30))
    assert unused_columns(found, {}) == []


def test_an_activity_of_two_words_may_have_a_line_break_between_them() -> None:
    assert sure(sample("activiteit", *(["Aanvraag\nontvangen", "Besluit\ngenomen"] * 15))) == {"activity": "activiteit"}
    assert sure(sample("activiteit", *(["Mevrouw belde\nover haar tuin", "Terug gebeld\nen niet thuis"] * 15))) == {}


def test_spaces_inside_a_case_number_do_not_matter() -> None:
    assert sure(sample("zaaknummer", "Z 1", "Z  1", "Z 2", "Z   2")) == {"case": "zaaknummer"}


def test_a_huge_cell_without_blanks_costs_no_more_than_a_small_one() -> None:
    huge = ColumnSample(header="tekst", position=0, values=("y" * 300_000 + "@", "a@b.nl", "z" * 300_000), rows=3, filled=3, distinct=3)
    begun = process_time()
    looks = Looks.of(huge)
    assert process_time() - begun < 5  # minutes, where an address is looked for from every letter to the end
    assert round(looks.emails, 2) == 0.33
