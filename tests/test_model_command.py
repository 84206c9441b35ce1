"""`journeys model` in a process of its own: what it writes, tells and refuses, with pm4py and without."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commanded import ROOT, files_of, journeys, log_file, surroundings

HEAD = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
)
OWN = f"""<definitions {HEAD}><process id="p" name="Onze afspraak"><startEvent id="s"/><task id="a" name="aanvraag ontvangen"/>
<task id="b" name="Bloemen gebracht"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/>
<sequenceFlow id="g" sourceRef="a" targetRef="b"/><sequenceFlow id="h" sourceRef="b" targetRef="e"/></process></definitions>"""
PLAN = """name = "Afgesproken"
[[steps]]
name = "Gevraagd"
kind = "request"
"""
LEFT = {"model.svg", "model.png", "model.csv", "model.json"}
INTERNAL = "intern: niet doorgeven"
WITHOUT = "import sys; sys.modules['pm4py'] = None; sys.argv = ['journeys', *sys.argv[1:]]; import cli; cli.main()"
"""The command where pm4py cannot be imported."""


@pytest.fixture(scope="module")
def dossier(sample_dossier: Path) -> Path:
    return sample_dossier


def without_pm4py(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", "-c", WITHOUT, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=120, check=False,
        env={**surroundings(cwd), "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
    )  # fmt: skip


def test_a_model_of_the_sample_stands_in_five_files_that_tell_the_same(dossier: Path, tmp_path: Path) -> None:
    done = journeys("model", dossier, "--of", "kind", "--out", tmp_path / "m", "--format", "pdf", keys=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "m").iterdir()} == LEFT | {"model.bpmn", "model.pdf"}
    told = json.loads((tmp_path / "m" / "model.json").read_text(encoding="utf-8"))
    assert told["internal"] is True
    assert told["aligned"] == told["cases"]
    assert f"{told['fitting']:,} van de {told['cases']:,} zaken volgen dit model".replace(",", ".") in done.stdout
    assert "Intern: voor het team zelf; niet doorgeven." in done.stdout
    assert INTERNAL in (tmp_path / "m" / "model.svg").read_text(encoding="utf-8")
    assert (tmp_path / "m" / "model.png").read_bytes().startswith(b"\x89PNG")
    with (tmp_path / "m" / "model.csv").open(encoding="utf-8-sig", newline="") as file:
        steps = [row["stap"] for row in csv.DictReader(file, delimiter=";")]
    assert "Terugbelverzoek" in steps  # kinds in words, not callback_request
    assert not [step for step in steps if "_" in step or step in ("Request", "Work", "request", "work")]


def test_equal_dossiers_give_equal_bytes(dossier: Path, tmp_path: Path) -> None:
    found = []
    for seed in ("1", "77"):
        done = journeys("model", dossier, "--of", "kind", "--out", tmp_path / seed, keys=tmp_path, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        found.append(files_of(tmp_path / seed))
    assert found[0] == found[1]


def test_json_prints_what_the_file_says_and_nothing_else(dossier: Path, tmp_path: Path) -> None:
    done = journeys("model", dossier, "--of", "kind", "--json", "--out", tmp_path / "m", keys=tmp_path)
    assert json.loads(done.stdout) == json.loads((tmp_path / "m" / "model.json").read_text(encoding="utf-8"))
    assert done.stderr == ""


def test_a_bpmn_of_ones_own_is_drawn_with_what_the_log_says(dossier: Path, tmp_path: Path) -> None:
    (tmp_path / "own.bpmn").write_text(OWN, encoding="utf-8")
    done = journeys("model", dossier, "--against", tmp_path / "own.bpmn", "--out", tmp_path / "m", keys=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "m").iterdir()} == LEFT
    told = json.loads((tmp_path / "m" / "model.json").read_text(encoding="utf-8"))
    assert (told["against"], told["tasks_not_in_log"]) == ("Onze afspraak", ["Bloemen gebracht"])
    drawn = (tmp_path / "m" / "model.svg").read_text(encoding="utf-8")
    assert "Bloemen" in drawn
    assert INTERNAL in drawn


def test_a_plan_is_held_against_the_log(dossier: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    done = journeys("model", dossier, "--against", tmp_path / "plan.toml", "--out", tmp_path / "m", keys=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads((tmp_path / "m" / "model.json").read_text(encoding="utf-8"))
    assert told["against"] == "Afgesproken"
    assert next(step for step in told["steps"] if step["name"] == "Gevraagd")["in_model"] is True


def test_without_pm4py_it_says_what_to_install_and_writes_nothing(dossier: Path, tmp_path: Path) -> None:
    done = without_pm4py("model", dossier, "--out", tmp_path / "m", cwd=tmp_path)
    assert done.returncode == 7, done.stderr
    assert 'pip install ".[model]"' in done.stderr
    assert "AGPL-3.0" in done.stderr
    assert "Traceback" not in done.stderr
    assert (done.stdout, list(tmp_path.iterdir())) == ("", [])


def test_without_pm4py_a_model_of_ones_own_is_still_held_against_the_log(dossier: Path, tmp_path: Path) -> None:
    (tmp_path / "own.bpmn").write_text(OWN, encoding="utf-8")
    done = without_pm4py("model", dossier, "--against", tmp_path / "own.bpmn", "--out", tmp_path / "m", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "m").iterdir()} == LEFT


@pytest.mark.parametrize(
    ("asked", "code", "told"),
    [
        (["--topic", "Bestaat niet"], 2, "Geen zaak heeft dit onderwerp: Bestaat niet."),
        (["--noise", "2"], 2, "--noise"),
        (["--of", "official"], 2, "--of"),
        (["--against", "nergens.bpmn"], 3, "nergens.bpmn"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(dossier: Path, tmp_path: Path, asked: list[str], code: int, told: str) -> None:
    done = journeys("model", dossier, *asked, "--out", tmp_path / "m", keys=tmp_path, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_log_without_departments_has_no_model_of_departments_that_everything_fits(tmp_path: Path) -> None:
    rows = [(f"Z{at}", what, f"2025-01-{day:02d} 09:00") for at in range(12) for day, what in ((6, "Aanvraag"), (9, "Besluit"))]
    export = log_file(tmp_path, rows=rows, headers=("zaaknummer", "activiteit", "tijdstip"))
    assert journeys("mine", export, "--out", tmp_path / "d", keys=tmp_path / "keys").returncode == 0
    done = journeys("model", tmp_path / "d", "--of", "department", "--out", tmp_path / "m", keys=tmp_path / "keys")
    assert done.returncode == 2, done.stdout
    assert "--of activity" in done.stderr
    assert not (tmp_path / "m").exists()


def test_a_dossier_of_another_version_is_refused(dossier: Path, tmp_path: Path) -> None:
    import duckdb

    old = tmp_path / "old"
    old.mkdir()
    (old / "dossier.duckdb").write_bytes((dossier / "dossier.duckdb").read_bytes())
    with duckdb.connect(str(old / "dossier.duckdb")) as connection:
        connection.execute("drop table case_measures")
    done = journeys("model", old, "--out", tmp_path / "m", keys=tmp_path)
    assert done.returncode not in (0, 1), done.stderr
    assert "journeys mine" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "m").exists()


def test_where_nothing_is_left_the_picture_says_so(dossier: Path, tmp_path: Path) -> None:
    done = journeys("model", dossier, "--since", "2090-01-01", "--out", tmp_path / "m", keys=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 van de 0" not in done.stdout
    told = json.loads((tmp_path / "m" / "model.json").read_text(encoding="utf-8"))
    assert (told["cases"], told["fitness"], told["precision"], told["steps"]) == (0, None, None, [])
    assert "Er is geen zaak" in done.stdout
