"""A mapping is settled by the settings first and by sure proposals next; what is unsure is never picked silently."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drawn_columns import drawn_table, sample
from hypothesis import given
from hypothesis import strategies as st

from journeys import texts
from journeys.columns import ColumnSample, Proposal, Proposals, propose_columns
from journeys.errors import MappingError
from journeys.mapping import mapping_toml, settle_columns, unused_columns
from journeys.settings_file import settings_from

CORPUS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("header_corpus.toml").read_text(encoding="utf-8")
)["table"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    before = texts.language()
    texts.use("en")
    yield
    texts.use(before)


def table(*columns: tuple[str, list[str]]) -> list[ColumnSample]:
    return [sample(header, *values, position=position) for position, (header, values) in enumerate(columns, start=1)]


CASES = [f"Z{n // 4}" for n in range(40)]
STEPS = ["Ontvangen", "Getoetst", "Besloten", "Verzonden"] * 10
MOMENTS = [f"2024-01-{1 + n % 28:02} 10:00" for n in range(40)]
PEOPLE = [f"mw{n % 5}" for n in range(40)]


def log(*more: tuple[str, list[str]]) -> tuple[Proposals, list[str]]:
    samples = table(("Zaaknummer", CASES), ("Activiteit", STEPS), ("Tijdstip", MOMENTS), *more)
    return propose_columns(samples), [one.header for one in samples]


def test_sure_proposals_are_used_without_a_word_in_the_settings() -> None:
    proposals, headers = log(("Medewerker", PEOPLE), ("Kleur", STEPS))
    assert settle_columns(proposals, {}, headers) == {"case": 0, "activity": 1, "time": 2, "official": 3}


def test_the_settings_go_first_by_header_or_by_number() -> None:
    proposals, headers = log(("Medewerker", PEOPLE), ("Kleur", STEPS))
    settled = settle_columns(proposals, {"activity": " kleur ", "official": 4}, headers)
    assert settled == {"case": 0, "activity": 4, "time": 2, "official": 3}


def test_a_column_that_the_settings_give_to_one_is_not_given_to_another() -> None:
    proposals, headers = log(("Medewerker", PEOPLE))
    assert settle_columns(proposals, {"department": "Medewerker"}, headers) == {
        "case": 0, "activity": 1, "time": 2, "department": 3,
    }  # fmt: skip


def test_the_settings_may_use_one_column_twice() -> None:
    proposals, headers = log()
    assert settle_columns(proposals, {"kind": "Activiteit", "activity": "Activiteit"}, headers)["kind"] == 1


def test_an_empty_text_in_the_settings_leaves_a_column_out() -> None:
    proposals, headers = log(("Medewerker", PEOPLE))
    assert "official" not in settle_columns(proposals, {"official": ""}, headers)


def test_an_unsure_column_is_not_used_but_told() -> None:
    proposals, headers = log(("Behandelaar", PEOPLE), ("Uitvoerder", PEOPLE[::-1]), ("Product", STEPS[::-1]))
    settled = settle_columns(proposals, {}, headers)
    assert settled == {"case": 0, "activity": 1, "time": 2}
    assert [(one.ours, one.header) for one in unused_columns(proposals, settled)] == [
        ("official", "Behandelaar"), ("topic", "Product"),
    ]  # fmt: skip
    settled = settle_columns(proposals, {"official": "Uitvoerder"}, headers)
    assert [one.ours for one in unused_columns(proposals, settled)] == ["topic"]


def test_a_required_column_that_is_unsure_is_an_error_with_the_very_line() -> None:
    samples = table(("Zaaknummer", CASES), ("Status", STEPS), ("Tijdstip", MOMENTS))
    proposals = propose_columns(samples)
    headers = [one.header for one in samples]
    with pytest.raises(MappingError) as caught:
        settle_columns(proposals, {}, headers)
    assert "what happened (activity)" in caught.value.message
    lines = caught.value.next_step.splitlines()
    assert lines[1] == "[columns]"
    assert lines[2].startswith('activity = "Status"  # 70% ')
    assert len(lines) == 3
    added = settings_from(tomllib.loads("\n".join(lines[1:]))).columns
    assert settle_columns(proposals, added, headers) == {"case": 0, "activity": 1, "time": 2}


def test_of_several_candidates_only_the_best_line_is_open_so_that_all_may_be_pasted() -> None:
    samples = table(("Zaaknummer", CASES), ("Status", STEPS), ("Fase", STEPS[::-1]), ("Tijdstip", MOMENTS))
    with pytest.raises(MappingError) as caught:
        settle_columns(propose_columns(samples), {}, [one.header for one in samples])
    lines = caught.value.next_step.splitlines()
    assert [re.split(" +# 70%", line)[0] for line in lines[2:]] == ['activity = "Status"', '# activity = "Fase"']
    assert settings_from(tomllib.loads("\n".join(lines[1:]))).columns == {"activity": "Status"}


def test_what_a_header_calls_otherwise_is_not_offered_for_its_values() -> None:
    samples = table(
        ("Telefoonnummer aanvrager", CASES), ("Naam aanvrager", CASES[::-1]), ("Kolom", CASES[1:] + CASES[:1])
    )
    found = propose_columns(samples)
    assert [one.header for one in found.unsure["case"]] == ["Kolom"]


def test_without_any_candidate_the_error_lists_the_headers() -> None:
    samples = table(("Kleur", ["rood", "wit"] * 20))
    with pytest.raises(MappingError) as caught:
        settle_columns(propose_columns(samples), {}, ["Kleur"])
    assert 'time = "…"  # one of: "Kleur"' in caught.value.next_step


def test_a_list_of_cases_says_which_export_to_ask_for() -> None:
    wide = next(one for one in CORPUS if one["name"] == "zaaksysteem, list of cases")
    samples = drawn_table(wide)
    with pytest.raises(MappingError, match="looks like a list of cases, one row per case"):
        settle_columns(propose_columns(samples), {}, [one.header for one in samples])


def test_a_header_that_is_not_there_is_an_error_with_near_matches() -> None:
    proposals, headers = log(("Behandelend medewerker", PEOPLE))
    with pytest.raises(MappingError) as caught:
        settle_columns(proposals, {"official": "behandelende medewerker"}, headers)
    assert caught.value.next_step == 'Did you mean "Behandelend medewerker"?'
    with pytest.raises(MappingError) as caught:
        settle_columns(proposals, {"official": "xyz"}, headers)
    assert caught.value.next_step.startswith('The columns are: "Zaaknummer", "Activiteit"')


@pytest.mark.parametrize("position", [0, -1, 4])
def test_a_number_outside_the_file_is_an_error(position: int) -> None:
    proposals, headers = log()
    with pytest.raises(MappingError, match="the file has 3 columns"):
        settle_columns(proposals, {"official": position}, headers)


def test_a_header_that_stands_there_twice_must_be_given_by_number_unless_one_is_exact() -> None:
    samples = table(
        ("Zaaknummer", CASES), ("Activiteit", STEPS), ("Tijdstip", MOMENTS), ("Naam", PEOPLE), ("naam ", STEPS)
    )
    headers = [one.header for one in samples]
    proposals = propose_columns(samples)
    with pytest.raises(MappingError, match="columns 4, 5 all have that header"):
        settle_columns(proposals, {"official": "NAAM"}, headers)
    assert settle_columns(proposals, {"official": "Naam"}, headers)["official"] == 3


def test_leaving_out_a_required_column_is_an_error() -> None:
    proposals, headers = log()
    with pytest.raises(MappingError, match="It is not certain"):
        settle_columns(proposals, {"time": ""}, headers)


def test_the_mapping_file_holds_sure_columns_and_offers_the_others() -> None:
    proposals, _ = log(("Behandelaar", PEOPLE), ("Uitvoerder", PEOPLE[::-1]), ("Kleur", STEPS[::-1]))
    text = mapping_toml(proposals, file_name="export.csv")
    lines = text.splitlines()
    assert any(line.startswith('case = "Zaaknummer"  # ') for line in lines)
    assert any(line.startswith('# official = "Behandelaar" # 88% ') for line in lines)
    assert any(line.startswith('# official = "Uitvoerder" # 88% ') for line in lines)
    assert '# "Kleur"' in lines
    assert {"# [reading]", "# [unknown]", "# [kinds.activities]"} <= set(lines)
    assert settings_from(tomllib.loads(text)).columns == {
        "case": "Zaaknummer",
        "activity": "Activiteit",
        "time": "Tijdstip",
    }


def test_the_hints_of_the_mapping_file_are_settings_that_exist() -> None:
    proposals, _ = log()
    text = mapping_toml(proposals, file_name="export.csv")
    hints = text[text.index("# [reading]") :]
    opened = "\n".join(line.removeprefix("# ") for line in hints.splitlines() if re.match(r'# (\[|"|\w+ = )', line))
    settings = settings_from(tomllib.loads(opened))
    assert settings.reading.day_first is True
    assert settings.unknown.left_out_officials == ("Koppeling",)
    assert settings.kinds.activities == {"Telefoongesprek": "outreach"}


@pytest.mark.parametrize("drawn", CORPUS, ids=lambda one: one["name"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_mapping_file_is_toml_that_settles_to_the_same_columns(
    drawn: dict[str, Any], language: texts.Language
) -> None:
    texts.use(language)
    samples = drawn_table(drawn)
    proposals = propose_columns(samples)
    read = settings_from(tomllib.loads(mapping_toml(proposals, file_name="export.csv"))).columns
    assert read == {ours: one.header for ours, one in proposals.chosen.items()}
    for line in re.findall(r"(?m)^# (\w+ = .* # \d+% .*)$", mapping_toml(proposals, file_name="export.csv")):
        [(ours, header)] = settings_from(tomllib.loads(f"[columns]\n{line}")).columns.items()
        assert header in [one.header for one in proposals.unsure[ours]]


@given(st.text(max_size=40) | st.just("\ud800"), st.booleans())
def test_any_header_can_be_written_in_the_line_that_settles_it(header: str, twice: bool) -> None:
    headers = ("Zaaknummer", header, "Tijdstip", f" {header.upper()} " if twice else "Kleur")
    unsure = Proposal("activity", header, 2, 0.7, False, "because")
    proposals = Proposals({}, {"activity": (unsure,)}, (), ("activity",), headers=headers)
    with pytest.raises(MappingError) as caught:
        settle_columns(proposals, {"case": 1, "time": 3}, headers)
    for line in (
        caught.value.next_step.splitlines()[2],
        *re.findall("(?m)^# (activity.*)$", mapping_toml(proposals, file_name="x")),
    ):
        columns = settings_from(tomllib.loads(f"[columns]\n{line}")).columns
        assert settle_columns(proposals, {**columns, "case": 1, "time": 3}, headers)["activity"] == 1
