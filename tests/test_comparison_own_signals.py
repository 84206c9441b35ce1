"""A comparison of dossiers counts the signals of a municipality's own that they hold, and says of one that only one holds that it was not sought."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from journeys.dossier import building
from journeys.errors import DefinitionError
from journeys.settings import Settings, SignalSettings
from mining.catalogue import catalogue_of, read_definitions
from mining.comparison_own import held
from mining.comparison_sides import Question
from mining.run import mined
from visuals.compared import compare_sources
from visuals.comparison_tables import comparison_tables

FIRST, CHANGE = date(2024, 1, 1), date(2025, 1, 6)  # two Mondays

SIGNAL = """/*
name = "{name}"
role = "signal"
source = "a test"
definition = "A row of work of a department that is known, as the step says."
[signal]
sort = "gap"
anchor = "{anchor}"
[parameters]
own_working_days = 3
[title]
en = "{title}"
nl = "{title}"
*/
select 'found' as status, journey_no, case_no, {number} as anchor_no, null::integer as other_anchor_no, [row_no] as row_nos,
  order_moment as started, order_moment as ended, 0 as working_days, department_no as from_department_no, null::integer as to_department_no
from own_step
where :own_working_days > 0
"""
STEP = """/*
name = "own_step"
role = "step"
row = "an event"
key = ["row_no"]
source = "a test"
definition = "Rows of work."
title = {{ en = "Own step", nl = "Eigen stap" }}
columns = {{ row_no = "integer; the row", journey_no = "integer; the journey", case_no = "integer; the case", order_moment = "timestamp UTC; when", department_no = "integer; who", official_no = "integer; who" }}
*/
select row_no, journey_no, case_no, order_moment, department_no, official_no from events where kind = '{kind}'
"""


def export(place: Path, name: str, first: date, weeks: int) -> Path:
    """This writes ten cases a week of as many residents, each over after five days; from CHANGE on every case has a row of work, before it every second."""
    path = place / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["zaaknummer", "inwoner", "activiteit", "soort", "tijdstip", "afdeling", "medewerker"])
        for at in range(10 * weeks):
            day = first + timedelta(days=7 * (at // 10))
            case, resident = f"{name}{at}", f"{name}-r{at}"
            rows.writerow([case, resident, "Aanvraag", "aanvraag", f"{day} 09:00", "Balie", "an"])
            if day >= CHANGE or at % 2 == 0:
                rows.writerow([case, resident, "Werk", "behandeling", f"{day} 10:00", "Balie", "an"])
            rows.writerow([case, resident, "Besluit", "besluit", f"{day + timedelta(days=4)} 10:00", "Balie", "an"])
    return path


def own_folder(place: Path, *names: str, kind: str = "work", anchor: str = "row") -> Settings:
    """This writes signals of a municipality's own, which read a step of its own, and gives the settings that name their folder."""
    folder = place / "eigen"
    folder.mkdir(parents=True)
    (folder / "own_step.sql").write_text(STEP.format(kind=kind), encoding="utf-8")
    for name in names:
        number = "row_no" if anchor == "row" else "official_no"
        (folder / f"{name}.sql").write_text(
            SIGNAL.format(name=name, title=f"Signaal {name}", anchor=anchor, number=number), encoding="utf-8"
        )
    return replace(Settings(), signals=SignalSettings(folders=("eigen",)), place=place)


def dossier(place: Path, source: Path, settings: Settings) -> Path:
    with building(place) as made:
        mined(made, [str(source)], settings=settings, progress=lambda _stage: None, secret=b"k" * 32)
    return place


def compared(*dossiers: Path, change: date | None = None) -> Any:
    return compare_sources([str(one) for one in dossiers], Question(change=change), settings=Settings())


def lines(found: Any) -> Sequence[str]:
    return [line for _, told in found.sentences for line in told]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    place = tmp_path_factory.mktemp("exports")
    return export(place, "voor", FIRST, 40), export(place, "na", CHANGE, 40)


def test_a_signal_that_both_dossiers_hold_is_compared_without_its_folder(tmp_path: Path, exports: tuple[Path, Path]) -> None:
    settings = own_folder(tmp_path, "eigen_werk")
    one, two = (dossier(tmp_path / source.stem, source, settings) for source in exports)
    found = compared(one, two)
    share = found.values["shares"]["signal:eigen_werk"]
    # every second of the cases before, every case after: 0.5 and 1 times per case
    assert (share["before"], share["after"], share["verdict"]) == (0.5, 1.0, "vaker")
    assert any(line.startswith("Signaal eigen_werk: vaker") for line in lines(found))


def test_a_signal_that_one_dossier_lacks_is_said_not_to_be_sought_there_and_is_never_0(tmp_path: Path, exports: tuple[Path, Path]) -> None:
    one = dossier(tmp_path / "d1", exports[0], own_folder(tmp_path / "a", "samen", "vooraf"))
    two = dossier(tmp_path / "d2", exports[1], own_folder(tmp_path / "b", "samen", "achteraf"))
    found = compared(one, two)
    shares = found.values["shares"]
    assert shares["signal:samen"]["after"] == 1.0
    for name, why in (("achteraf", "not_before"), ("vooraf", "not_after")):
        told = shares[f"signal:{name}"]
        assert (told["verdict"], told["why"], told["before"], told["after"]) == ("niet te bepalen", why, None, None)
    assert "Signaal achteraf: in de eerste periode niet gezocht, en dus niet vergeleken." in lines(found)
    assert "Signaal vooraf: in de tweede periode niet gezocht, en dus niet vergeleken." in lines(found)


def test_a_signal_that_reads_from_something_else_on_the_other_side_is_not_compared(tmp_path: Path, exports: tuple[Path, Path]) -> None:
    one = dossier(tmp_path / "d1", exports[0], own_folder(tmp_path / "a", "eigen_werk"))
    two = dossier(tmp_path / "d2", exports[1], own_folder(tmp_path / "b", "eigen_werk", kind="decision"))
    found = compared(one, two)
    assert found.values["shares"]["signal:eigen_werk"]["why"] == "otherwise"
    assert "Signaal eigen_werk: niet aan beide kanten op dezelfde manier gezocht, en dus niet vergeleken." in lines(found)


def test_one_dossier_and_a_change_date_mine_the_signal_anew_before_it(tmp_path: Path, exports: tuple[Path, Path]) -> None:
    both = tmp_path / "beide.csv"
    both.write_text(exports[0].read_text() + exports[1].read_text().partition("\n")[2])
    made = dossier(tmp_path / "d", both, own_folder(tmp_path, "eigen_werk"))
    share = compared(made, change=CHANGE).values["shares"]["signal:eigen_werk"]
    assert (share["before"], share["after"]) == (0.5, 1.0)


def test_a_signal_about_officials_is_never_compared(tmp_path: Path, exports: tuple[Path, Path]) -> None:
    one = dossier(tmp_path / "d1", exports[0], own_folder(tmp_path / "a", "wie", anchor="official"))
    two = dossier(tmp_path / "d2", exports[1], Settings())
    assert "signal:wie" not in compared(one, two).values["shares"]


def test_an_older_dossier_does_not_tell_how_long_cases_must_be_followed(tmp_path: Path, exports: tuple[Path, Path]) -> None:
    with building(tmp_path / "d") as made:
        mined(made, [str(exports[0])], settings=own_folder(tmp_path, "eigen_werk"), progress=lambda _stage: None)
        found = held([made.connection], read_definitions())
        assert found.catalogue["eigen_werk"].longest == 3
        made.connection.execute("alter table definitions drop column longest_working_days")
        found = held([made.connection], read_definitions())
        assert ("eigen_werk" in found.catalogue, dict(found.apart)) == (False, {"eigen_werk": "older_dossier"})


def test_the_table_of_signals_has_a_row_without_numbers_for_what_was_not_sought(tmp_path: Path, exports: tuple[Path, Path]) -> None:
    one = dossier(tmp_path / "d1", exports[0], own_folder(tmp_path / "a", "vooraf"))
    two = dossier(tmp_path / "d2", exports[1], Settings())
    with_own = compared(one, two)
    rows = comparison_tables(with_own.values)["signals"].set_index("signaal")
    assert rows.loc["vooraf", "oordeel"] == "niet te bepalen"
    assert rows.loc["vooraf", ["eerste periode", "tweede periode", "verschil"]].isna().all()


GROUNDS = """/*
name = "own_grounds"
role = "table"
row = "the whole log"
key = []
source = "a test"
definition = "Enough is so many events of work."
title = {{ en = "Own grounds", nl = "Eigen gronden" }}
columns = {{ lacking = "text; what there is too little of" }}
*/
select case when count(*) < {least} then 'too_little_work' end as lacking from own_step
"""


def with_grounds(settings: Settings, *names: str, least: int = 500) -> Settings:
    """This lets signals of a municipality's own rest on a table that says of what there is too little."""
    folder = settings.signal_folders[0]
    (folder / "own_grounds.sql").write_text(GROUNDS.format(least=least), encoding="utf-8")
    for name in names:
        path = folder / f"{name}.sql"
        path.write_text(path.read_text(encoding="utf-8").replace("[parameters]", 'grounds = "own_grounds"\n[parameters]'), encoding="utf-8")
    return settings


def test_a_signal_of_its_own_with_too_little_before_the_change_cannot_be_determined_there(tmp_path: Path, exports: tuple[Path, Path]) -> None:
    # rows of work: 200 before the change and 400 after it; 500 are asked for
    both = tmp_path / "beide.csv"
    both.write_text(exports[0].read_text() + exports[1].read_text().partition("\n")[2])
    made = dossier(tmp_path / "d", both, with_grounds(own_folder(tmp_path, "eigen_werk"), "eigen_werk", least=500))
    share = compared(made, change=CHANGE).values["shares"]["signal:eigen_werk"]
    assert (share["verdict"], share["before"]) == ("niet te bepalen", None)
    assert (share["why"], share["columns_missing"]) == ("column", ["too_little_work"])


def test_signals_that_rest_on_other_grounds_are_not_compared(tmp_path: Path, exports: tuple[Path, Path]) -> None:
    one = dossier(tmp_path / "d1", exports[0], with_grounds(own_folder(tmp_path / "a", "eigen_werk"), "eigen_werk", least=3))
    two = dossier(tmp_path / "d2", exports[1], own_folder(tmp_path / "b", "eigen_werk"))
    assert compared(one, two).values["shares"]["signal:eigen_werk"]["why"] == "otherwise"


def test_grounds_that_no_table_of_the_folders_gives_are_refused_with_the_file(tmp_path: Path) -> None:
    settings = with_grounds(own_folder(tmp_path, "eigen_werk"), "eigen_werk")
    (settings.signal_folders[0] / "own_grounds.sql").unlink()
    with pytest.raises(DefinitionError, match=r"eigen_werk\.sql"):
        catalogue_of(settings)
