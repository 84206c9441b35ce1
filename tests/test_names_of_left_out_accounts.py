"""The name of an account that the settings leave out is a name like any other: it stands in no output."""

from pathlib import Path

from journeys.settings import PrivacySettings, Settings, UnknownSettings
from visuals.bundle import make_dossier

LOG = """zaaknummer;activiteit;tijdstip;medewerker
Z1;Aanvraag ontvangen;02-03-2026 09:00;Jansen
Z1;In behandeling genomen;03-03-2026 09:00;Koppeling Zuid
Z1;Besluit genomen;04-03-2026 09:00;De Vries
Z2;Aanvraag ontvangen;05-03-2026 09:00;Jansen
Z2;Besluit genomen;06-03-2026 09:00;De Vries
"""


def test_a_left_out_account_is_unknown_and_its_name_is_nowhere(tmp_path: Path) -> None:
    export = tmp_path / "log.csv"
    export.write_text(LOG, encoding="utf-8")
    settings = Settings(
        unknown=UnknownSettings(left_out_officials=("Koppeling Zuid",)), privacy=PrivacySettings(key=str(tmp_path / "key"))
    )
    made = make_dossier([str(export)], tmp_path / "dossier", settings=settings)
    assert made.summary["officials"] == 2
    assert made.summary["handoffs"] == 0  # with the account it would be one: Koppeling Zuid, De Vries
    assert made.summary["settings"]["unknown"]["left_out_officials"][0].startswith("A-")
    for path in (tmp_path / "dossier").rglob("*"):
        if path.is_file():
            assert b"oppeling" not in path.read_bytes(), path.name
