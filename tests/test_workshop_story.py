"""The story of a workshop: what a journey gives, what a facilitator may change in a file, and what participants' notes add."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import drawn_journeys as drawn
import pandas as pd
import pytest
import yaml
from drawn_workshop import passed, silos, small

from journeys.errors import InputError
from journeys.texts import use
from visuals.workshop import silo_view, workshop_page
from visuals.workshop_notes import merge
from visuals.workshop_script import read_script, write_script
from visuals.workshop_steps import generate_story
from visuals.workshop_story import Note, Sheet, WorkshopStory


@pytest.fixture
def story() -> WorkshopStory:
    return generate_story(passed(small()))


def test_a_journey_gives_overview_loss_wait_fifth_official_end_and_a_question(story: WorkshopStory) -> None:
    assert [(step.id, step.sort, step.until) for step in story.steps] == [
        ("overview", "overview", date(2024, 8, 1)),
        ("lost-A-2", "lost", date(2024, 5, 13)),
        ("waiting-A-5", "waiting", date(2024, 7, 12)),
        ("official-5", "hop", date(2024, 8, 1)),
        ("ending", "overview", date(2024, 8, 1)),
        ("conversation", "talk", date(2024, 8, 1)),
    ]
    assert [step.text for step in story.steps] == [
        "De hele reis: 5 ambtenaren, 1 vraag, 3 afdelingen. Alles wat oranje is, lag bij niemand.",
        "14 maart 2024: Klantcontact geeft de vraag door aan Wonen. Daar komt ze nooit aan. Pas na 60 dagen, als de inwoner zelf weer aanklopt, gaat het verder.",
        "2 juni 2024: Wonen geeft de vraag door aan Vergunningen. 40 dagen lang heeft niemand haar.",
        "1 augustus 2024: de 5e ambtenaar krijgt met de vraag te maken, bij Vergunningen.",
        "Na 150 dagen en 5 ambtenaren zijn alle vragen afgesloten. Op 105 van 150 dagen lag minstens één vraag bij niemand.",
        "Wie had de vraag hier kunnen vasthouden? Wat hadden we de inwoner kunnen laten weten?",
    ]


def test_the_step_of_a_loss_points_at_the_gap_who_let_go_and_who_asked_again(story: WorkshopStory) -> None:
    rows = list(story.journey.value.events["row_no"])
    assert rows == [1, 2, 3, 4, 5, 6, 7, 8]
    assert story.steps[1].focus == ("turn-A-2", "turn-A-1", "event-2", "event-4")
    assert (story.steps[1].first, story.steps[1].last) == (date(2024, 3, 4), date(2024, 5, 28))  # 15 days around it, not before the journey


def test_in_rounded_weeks_a_step_speaks_of_a_week() -> None:
    data = small()
    if "rounding" not in data.__dataclass_fields__:
        pytest.skip("journeys know no rounding here")
    told = generate_story(passed(replace(data, rounding="week"))).steps[1].text
    assert told.startswith("Week van 14 maart 2024: Klantcontact geeft")


def test_a_loss_that_ended_in_the_week_it_began_did_not_take_0_days() -> None:
    k, w = drawn.K, drawn.W
    data = drawn.journey([drawn.held(0, k, 1), drawn.lost(7, k, w, 1), drawn.held(7.1, w, 2), drawn.over(21, w, 2)])
    told = generate_story(passed(replace(data, rounding="week"))).steps[1].text
    assert told.endswith("Daar komt ze nooit aan. Nog in dezelfde week gaat het verder.")
    assert generate_story(passed(data)).steps[1].text.endswith("Nog op dezelfde dag gaat het verder.")


def test_an_open_question_is_told_as_open() -> None:
    story = generate_story(passed(drawn.journey([drawn.ask(0, official=1), drawn.held(0, drawn.K, 1), drawn.lost(3, drawn.K, drawn.W, 1)], end=43)))
    assert story.steps[1].text.endswith("Daar komt ze nooit aan. Dat is 40 dagen geleden, en ze is er nog niet.")
    assert story.steps[-2].text.startswith("Na 43 dagen is nog 1 vraag open.")


@pytest.mark.parametrize("make", drawn.EXTREMES)
def test_every_journey_has_a_story_of_at_most_twelve_steps_whose_parts_are_on_the_map(make: object) -> None:
    story = generate_story(passed(make()))  # type: ignore[operator]
    assert 3 <= len(story.steps) <= 12
    assert len({step.id for step in story.steps}) == len(story.steps)
    html = workshop_page(story)
    figure = html[html.index("<svg") : html.index("</svg>")]
    found = {name for part in re.findall(r'data-part="([^"]*)"', figure) for name in part.split()}
    losses = [step for step in story.steps if step.sort == "lost" and step.focus]
    dense = 'class="total"' in figure
    for step in losses:
        assert dense or step.focus[0] in found or step.first == step.last, step
    assert not re.search(r"<text[^>]*>[^<]*\{", figure)


def test_no_journey_gives_no_story_and_a_page_of_the_other_views() -> None:
    data = small()
    empty = replace(data, events=data.events.iloc[:0], turns=data.turns.iloc[:0])
    story = generate_story(passed(empty))
    assert story.steps == ()
    page = workshop_page(story, views=[silo_view(silos())])
    assert "<title>Werkvorm: vragen tussen afdelingen</title>" in page
    assert page.count('<section class="view') == 1
    assert "data-sheet=" not in page


def test_of_a_long_table_the_page_holds_the_first_rows_and_says_so() -> None:
    data = replace(silo_view(silos()), figure=replace(silo_view(silos()).figure, rows=pd.DataFrame({"n": range(1, 1202)})))
    page = workshop_page(generate_story(passed(small())), views=[data])
    assert "Dit zijn de eerste 400 van 1.201 rijen." in page
    assert '<td class="n">400</td>' in page
    assert '<td class="n">401</td>' not in page


def test_equal_input_gives_equal_bytes_in_both_languages_without_the_words_of_the_other(story: WorkshopStory) -> None:
    dutch = workshop_page(story, views=[silo_view(silos())])
    assert dutch == workshop_page(generate_story(passed(small())), views=[silo_view(silos())])
    try:
        use("en")
        english = workshop_page(generate_story(passed(small())), views=[silo_view(silos())])
    finally:
        use("nl")
    assert '<html lang="nl">' in dutch
    assert '<html lang="en">' in english
    shown = {at: re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.S) for at, page in (("nl", dutch), ("en", english))}
    for word in ("Volgende", "Werkbladen", "pijnpunt", "ambtenaren"):
        assert word in shown["nl"]
        assert word not in shown["en"]
    for word in ("Next", "Sheets", "pain point"):
        assert word in shown["en"]
        assert f">{word}<" not in shown["nl"]
    assert len(dutch.encode()) < 600_000


# The script (YAML)


def script(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "verhaal.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_gives_back_the_very_story_it_was_written_from(story: WorkshopStory, tmp_path: Path) -> None:
    text = write_script(story)
    assert read_script(script(tmp_path, text), story) == story
    assert yaml.safe_load(text)["stappen"][1]["kop"] == "Kwijt"  # what another program reads
    assert "# turn-A-2: kwijt; Klantcontact, Wonen; 60 dagen; 14 maart 2024 – 13 mei 2024" in text


def test_a_facilitator_rewrites_drops_adds_and_reorders_steps(story: WorkshopStory, tmp_path: Path) -> None:
    text = (
        "stappen:\n"
        "- {id: conversation}\n"
        "- {id: lost-A-2, tekst: Nee}\n"
        "- kop: gesprek\n"
        "  tekst: 'Wat nu: bellen?'\n"
        "  t: 2024-05-20\n"
        "  focus: [turn-A-2]\n"
    )
    read = read_script(script(tmp_path, text), story)
    assert [(step.id, step.text, step.until) for step in read.steps] == [
        ("conversation", story.steps[5].text, date(2024, 8, 1)),
        ("lost-A-2", "Nee", date(2024, 5, 13)),
        ("step-3", "Wat nu: bellen?", date(2024, 5, 20)),
    ]
    assert read.steps[1].focus == story.steps[1].focus
    assert read.steps[2].sort == "talk"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("stappen:\n- id: overview\n  teskt: fout\n", 3, "“teskt” is hier niet bekend"),
        ("steps: []\n", 1, "“steps” is hier niet bekend"),
        ("stappen: []\n", 1, "1 tot en met 40 stappen"),
        ("stappen:\n- id: overview\n- id: overview\n", 3, "komt twee keer voor"),
        ("stappen:\n- kop: Kwijt\n  tekst: x\n", 2, "heeft “t” nodig"),
        ("stappen:\n- id: overview\n  t: 30 juni\n", 3, "zoals 2024-06-30"),
        ("stappen:\n- id: overview\n  t: 2023-01-01\n", 3, "buiten de reis"),
        ("stappen:\n- id: overview\n  focus: [turn-Z-9]\n", 3, "geen deel “turn-Z-9”"),
        ("stappen:\n- id: overview\n  focus: turn-A-2\n", 3, "is een lijst"),
        ("stappen:\n- id: overview\n  kop: Zomaar\n", 3, "is een van: Overzicht, Kwijt"),
        ("stappen:\n- id: overview\n  a: 2024-07-01\n  b: 2024-05-01\n", 3, "ligt na"),
        ("stappen:\n- id: overview\n  tekst: a: b\n", 3, "geen YAML"),
        ("stappen:\n- id: overview\n  tekst: ''\n", 3, "1 tot en met 400 tekens"),
        (f"stappen:\n- id: overview\n  tekst: {'x' * 401}\n", 3, "1 tot en met 400 tekens"),
        ("stappen:\n- id: overview\n  tekst: [a]\n", 3, "één tekst"),
        ("stappen:\n- id: overview\n  tekst: a\n  tekst: b\n", 4, "komt twee keer voor"),
        ("- a\n", 1, "hier moet staan"),
        ("", 1, "geen lijst"),
        ("stappen:\n\t- a\n", 2, "geen YAML"),
        ("a: &a [*a]\n", 1, "niet bekend"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line_and_what_to_do(story: WorkshopStory, tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(InputError) as told:
        read_script(script(tmp_path, text), story)
    assert told.value.message.startswith(f"verhaal.yaml, regel {line}: ")
    assert what in told.value.message
    assert told.value.next_step


def test_halves_of_characters_in_a_rewritten_step_break_nothing(story: WorkshopStory, tmp_path: Path) -> None:
    read = read_script(script(tmp_path, 'stappen:\n- {id: overview, tekst: "a\\ud800b\\u2028c"}\n'), story)
    assert "ab" in workshop_page(read).encode().decode()


def test_markup_in_a_rewritten_step_stays_text(story: WorkshopStory, tmp_path: Path) -> None:
    read = read_script(script(tmp_path, "stappen:\n- {id: overview, tekst: '<img src=x onerror=alert(1)></script>'}\n"), story)
    html = workshop_page(read)
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "\\u003cimg" in html
    assert html.count("</script>") == 2


# Notes


def notes(tmp_path: Path, held: object) -> Path:
    path = tmp_path / "notities.json"
    path.write_text(held if isinstance(held, str) else json.dumps(held), encoding="utf-8")
    return path


def test_notes_come_back_at_their_step_escaped_and_counted(story: WorkshopStory, tmp_path: Path) -> None:
    held = {
        "format": "journeys-notes",
        "version": 1,
        "notes": [
            {"step": "waiting-A-5", "sort": "idea", "text": "Bel <b>zelf</b>"},
            {"step": "lost-A-2", "sort": "pain", "text": "  Wachten\x07 zonder bericht "},
            {"step": "lost-A-2", "sort": "pain", "text": "Wachten zonder bericht"},
        ],
        "sheets": [{"step": "lost-A-2", "want": "Antwoord", "feeling": "</textarea><script>", "idea": ""}],
    }
    merged = merge(notes(tmp_path, held), story)
    assert merged.notes == (Note("lost-A-2", "pain", "Wachten zonder bericht"), Note("waiting-A-5", "idea", "Bel <b>zelf</b>"))
    assert merged.sheets == (Sheet("lost-A-2", "Antwoord", "</textarea><script>", ""),)
    assert merge(notes(tmp_path, held), merged) == merged
    html = workshop_page(merged)
    assert "2 notities" in html
    assert 'data-notes="lost-A-2"><li class="pain"><b>pijnpunt</b> <span>Wachten zonder bericht</span></li>' in html
    assert "Bel &lt;b&gt;zelf&lt;/b&gt;" in html
    assert "&lt;/textarea&gt;&lt;script&gt;</textarea>" in html


def test_notes_of_a_dropped_step_are_kept_and_told_of(story: WorkshopStory, tmp_path: Path) -> None:
    held = {"format": "journeys-notes", "version": 1, "notes": [{"step": "weg", "sort": "pain", "text": "x"}], "sheets": []}
    merged = merge(notes(tmp_path, held), story)
    assert merged.notes == (Note("conversation", "pain", "x"),)
    assert merged.told == ("1 notitie hoort bij een stap die er niet meer is.",)
    assert merged.told[0] in workshop_page(merged)


@pytest.mark.parametrize(
    ("held", "what"),
    [
        ("{", "geen JSON"),
        ("[" * 100_000, "geen JSON"),
        ([], "geen notities"),
        ({"format": "iets"}, "geen notities"),
        ({"format": "journeys-notes", "version": 2}, "andere versie"),
        ({"format": "journeys-notes", "version": 1, "notes": {}}, "geen lijst"),
        ({"format": "journeys-notes", "version": 1, "notes": ["x"]}, "notitie 1 is niet compleet"),
        ({"format": "journeys-notes", "version": 1, "notes": [{"step": "a", "sort": "boos", "text": "x"}]}, "notitie 1 is niet compleet"),
        ({"format": "journeys-notes", "version": 1, "notes": [{"step": "a", "sort": "pain", "text": 3}]}, "notitie 1 is niet compleet"),
        ({"format": "journeys-notes", "version": 1, "notes": [{"step": "a", "sort": "pain", "text": "x" * 501}]}, "langer dan 500 tekens"),
        ({"format": "journeys-notes", "version": 1, "notes": [{"step": "a", "sort": "pain", "text": "x"}] * 501}, "meer dan 500 notities"),
    ],
)
def test_a_file_that_the_page_did_not_save_is_refused_in_words(story: WorkshopStory, tmp_path: Path, held: object, what: str) -> None:
    with pytest.raises(InputError) as told:
        merge(notes(tmp_path, held), story)
    assert what in told.value.message
    assert "Notities bewaren" in told.value.next_step


def test_a_file_that_is_not_there_or_too_large_is_refused(story: WorkshopStory, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="niet te lezen"):
        merge(tmp_path / "nergens.json", story)
    with pytest.raises(InputError, match="te groot"):
        merge(notes(tmp_path, " " * 2_000_001), story)
