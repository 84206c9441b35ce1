"""No connection of ours draws a progress bar on standard output, where others read JSON; and all of ours begin in one place."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

ASKED = """
import duckdb
from journeys.connecting import connected
def drawn(connection):
    return connection.execute("select current_setting('enable_progress_bar')").fetchall()[0][0]
with duckdb.connect() as plain, connected() as ours, ours.cursor() as second:
    print(drawn(plain), drawn(ours), drawn(second))
"""


def test_a_connection_of_ours_draws_no_progress_bar_where_python_has_no_script() -> None:
    """DuckDB's own connection does there: the first word shows that there is something to turn off."""
    done = subprocess.run([sys.executable, "-c", ASKED], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["True", "False", "False"]


def test_every_connection_of_ours_begins_there() -> None:
    files = [ROOT / "cli.py", *(one for floor in ("journeys", "mining", "visuals") for one in (ROOT / floor).rglob("*.py"))]
    assert [one.name for one in files if "duckdb.connect(" in one.read_text(encoding="utf-8")] == ["connecting.py"]
