"""A dossier is made whole or not at all, and is locked down before anything of a user runs in it."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest

from journeys.dossier import building, lock_down, opened, read_provenance, write_provenance
from journeys.errors import DossierError, SurroundingsError


def build(place, text="new"):
    with building(place) as dossier:
        write_provenance(dossier.connection, {"text": text})
        (dossier.folder / "index.html").write_text(text)


def test_a_dossier_is_built_and_reopened(tmp_path):
    build(tmp_path / "d")
    with opened(tmp_path / "d") as dossier:
        assert read_provenance(dossier.connection)["text"] == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d"]
    assert sorted(path.name for path in (tmp_path / "d").iterdir()) == ["dossier.duckdb", "index.html"]


def test_a_place_with_spaces_and_accents_will_do(tmp_path):
    build(tmp_path / "één map 'met' [haken]")
    assert (tmp_path / "één map 'met' [haken]" / "dossier.duckdb").is_file()


def test_a_newer_run_replaces_an_older_dossier(tmp_path):
    build(tmp_path / "d", "old")
    build(tmp_path / "d", "new")
    assert (tmp_path / "d" / "index.html").read_text() == "new"


def test_an_older_dossier_survives_a_failure(tmp_path):
    build(tmp_path / "d", "old")
    with pytest.raises(ZeroDivisionError), building(tmp_path / "d"):
        raise ZeroDivisionError
    assert (tmp_path / "d" / "index.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_an_older_dossier_survives_kill_9_and_the_next_run_sweeps_up(tmp_path):
    build(tmp_path / "d", "old")
    script = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from journeys.dossier import building
        with building(Path({str(tmp_path / "d")!r})) as dossier:
            dossier.connection.execute("create table t as select * from range(100000)")
            os.kill(os.getpid(), signal.SIGKILL)
    """)
    done = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[1], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "d" / "index.html").read_text() == "old"
    build(tmp_path / "d", "new")
    assert (tmp_path / "d" / "index.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_a_kill_between_the_two_renames_is_mended(tmp_path):
    build(tmp_path / "d", "old")
    (tmp_path / "d").rename(tmp_path / ".d.old")
    with opened(tmp_path / "d") as dossier:
        assert read_provenance(dossier.connection)["text"] == "old"


def test_a_folder_of_another_kind_is_left_alone(tmp_path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "thesis.doc").write_text("years of work")
    with pytest.raises(DossierError, match=r"thesis|dossier"):
        build(tmp_path / "d")
    assert (tmp_path / "d" / "thesis.doc").read_text() == "years of work"


def test_two_runs_on_one_dossier_do_not_meet(tmp_path):
    with building(tmp_path / "d") as dossier:
        write_provenance(dossier.connection, {})
        other = subprocess.run(
            [sys.executable, "-c", f"from pathlib import Path; from journeys.dossier import building\nwith building(Path({str(tmp_path / 'd')!r})): pass"],
            cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "DossierError" in other.stderr
    assert (tmp_path / "d" / "dossier.duckdb").is_file()


def test_a_dossier_of_a_newer_version_is_refused(tmp_path):
    build(tmp_path / "d")
    connection = duckdb.connect(str(tmp_path / "d" / "dossier.duckdb"))
    connection.execute("update provenance set value = '99' where name = 'format'")
    connection.close()
    with pytest.raises(DossierError), opened(tmp_path / "d"):
        pass


@pytest.mark.parametrize("content", [b"", b"not a database", None])
def test_what_is_no_dossier_is_refused(tmp_path, content):
    (tmp_path / "d").mkdir()
    if content is not None:
        (tmp_path / "d" / "dossier.duckdb").write_bytes(content)
    with pytest.raises(DossierError), opened(tmp_path / "d"):
        pass


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_folder_is_said_plainly(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(SurroundingsError):
        build(tmp_path / "closed" / "d")


def test_a_full_disk_is_said_plainly(tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(SurroundingsError), building(tmp_path / "d"), open("/dev/full", "wb", buffering=0) as full:
        full.write(b"x")
    assert list(tmp_path.iterdir()) == []


def test_an_amount_of_memory_that_is_none_is_said_plainly(tmp_path):
    with pytest.raises(SurroundingsError, match="lots"), building(tmp_path / "d", memory="lots"):
        pass


@pytest.mark.parametrize(
    "forbidden",
    [
        "select * from read_csv('{outside}')",
        "copy (select 1) to '{outside}.csv'",
        "attach '{outside}.duckdb'",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set memory_limit = '1GB'",
        "select * from glob('/*')",
    ],
)
def test_the_lock_holds(tmp_path, forbidden):
    outside = tmp_path / "outside"
    outside.write_text("a,b\n1,2\n")
    with building(tmp_path / "d") as dossier:
        write_provenance(dossier.connection, {})
        lock_down(dossier.connection, dossier.folder)
        with pytest.raises(duckdb.Error):
            dossier.connection.execute(forbidden.format(outside=outside))
        dossier.connection.execute("create table t as select 1 as x")


def test_work_under_the_lock_still_spills_inside_the_dossier(tmp_path):
    with building(tmp_path / "d", memory="100MB", threads=1) as dossier:
        write_provenance(dossier.connection, {})
        lock_down(dossier.connection, dossier.folder)
        dossier.connection.execute("create table t as select i, hash(i) as h from range(8000000) r(i) order by h")
    assert not (tmp_path / "d" / ".spill").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such bits; a user's own folder is closed there")
def test_nobody_else_can_look_into_what_spilled_for_it_still_knows_names(tmp_path):
    with building(tmp_path / "d") as dossier:
        spills = Path(dossier.connection.execute("select current_setting('temp_directory')").fetchone()[0])
        assert spills.parent == dossier.folder
        assert spills.stat().st_mode & 0o077 == 0


def test_a_disk_that_is_full_when_the_log_of_changes_is_closed_is_said_plainly(tmp_path):
    with pytest.raises(SurroundingsError, match=r"schijf|disk"), building(tmp_path / "d"):
        raise duckdb.FatalException("FATAL Error: Failed to close the log: No space left on device")
    with pytest.raises(duckdb.FatalException), building(tmp_path / "d"):
        raise duckdb.FatalException("FATAL Error: something else")
