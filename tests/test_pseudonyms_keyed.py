"""Pseudonyms are keyed, stable and readable; the key lies elsewhere and is its owner's alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeys import pseudonyms, texts
from journeys.errors import InputError, SettingsError, SurroundingsError, UsageError
from journeys.pseudonyms import PREFIXES, destroy_key, find_key, key_folder, key_path, pseudonym, pseudonym_sql
from journeys.settings import PrivacySettings

KEY = bytes(range(32))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, str]:
    return {"JOURNEYS_KEYS": str(tmp_path / "keys")}


def test_a_pseudonym_is_the_first_sixty_bits_of_an_hmac() -> None:
    # printf 'resident\0jan jansen' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102...1e1f begins with
    # 52ed18e6502b2124e67a; base64.b32encode of those bytes, its alphabet replaced by Crockford's, begins with
    assert pseudonym(KEY, "resident", "jan jansen") == "R-ABPHHSJG5CGJ"


def test_the_same_name_gives_the_same_pseudonym_and_another_sort_or_key_another() -> None:
    one = pseudonym(KEY, "resident", "123456782")
    assert one == pseudonym(KEY, "resident", "123456782")
    assert len({one, pseudonym(KEY, "case", "123456782"), pseudonym(KEY, "official", "123456782")}) == 3
    assert pseudonym(KEY, "case", "123456782")[2:] != one[2:]
    assert pseudonym(bytes(32), "resident", "123456782") != one


@given(TEXTS, st.sampled_from(sorted(PREFIXES)), st.binary(min_size=1, max_size=80))
def test_a_pseudonym_has_no_letter_that_looks_like_a_digit(value: str, sort: pseudonyms.Sort, key: bytes) -> None:
    found = pseudonym(key, sort, value)
    assert found.startswith(PREFIXES[sort])
    assert len(found) == 14
    assert not set(found[2:]) & set("ILOUilou")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(st.lists(TEXTS, max_size=10), st.sampled_from(sorted(PREFIXES)), st.binary(min_size=1, max_size=80))
def test_sql_and_python_give_the_same_pseudonym(
    connection: duckdb.DuckDBPyConnection, values: list[str], sort: pseudonyms.Sort, key: bytes
) -> None:
    assert in_sql(connection, values, sort, key) == [pseudonym(key, sort, value) for value in values]


def test_an_unknown_name_has_no_pseudonym(connection: duckdb.DuckDBPyConnection) -> None:
    assert in_sql(connection, [None, "anna"], "official", KEY) == [None, pseudonym(KEY, "official", "anna")]


def test_a_hundred_thousand_names_have_as_many_pseudonyms(connection: duckdb.DuckDBPyConnection) -> None:
    query = f"select count(distinct {pseudonym_sql('i::varchar', 'case', KEY)}) from range(100000) numbers(i)"
    assert connection.execute(query).fetchall() == [(100_000,)]


def test_no_key_stays_behind_in_the_database(tmp_path: Path) -> None:
    path = tmp_path / "made.duckdb"
    with duckdb.connect(str(path)) as connection:
        expression = pseudonym_sql("i::varchar", "case", KEY)
        connection.execute(f"create table cases as select {expression} as name from range(3000) numbers(i)")
    stored = path.read_bytes()
    padded = KEY.ljust(64, b"\0")
    for mask in (0, 0x36, 0x5C):
        masked = bytes(byte ^ mask for byte in padded[:32])
        assert masked not in stored
        assert masked.hex().encode() not in stored


def test_a_key_is_made_once_and_found_again(keys: dict[str, str]) -> None:
    privacy = PrivacySettings(project="Klantreis Zorg 2026")
    first, again = find_key(privacy, environ=keys), find_key(privacy, environ=keys)
    assert first.made
    assert not again.made
    assert first.secret == again.secret
    assert len(first.secret) == 32
    assert first.fingerprint == again.fingerprint
    assert first.secret.hex() not in repr(first)


def test_each_project_has_a_key_of_its_own(keys: dict[str, str]) -> None:
    projects = ("zorg", "zorg 1", "zorg-1", "con", "..")
    assert len({find_key(PrivacySettings(project=name), environ=keys).secret for name in projects}) == 5
    assert all(path.parent == Path(keys["JOURNEYS_KEYS"]) for path in Path(keys["JOURNEYS_KEYS"]).iterdir())


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems keep permission bits")
def test_a_key_is_readable_by_its_owner_only(keys: dict[str, str]) -> None:
    key = find_key(PrivacySettings(), environ=keys)
    assert stat.S_IMODE(key.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.path.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems keep permission bits")
def test_a_key_that_others_can_read_is_told(keys: dict[str, str]) -> None:
    texts.use("en")
    find_key(PrivacySettings(), environ=keys).path.chmod(0o644)
    assert [line for line in find_key(PrivacySettings(), environ=keys).lines() if "Others" in line]
    texts.use("nl")


def test_a_new_key_is_told_and_an_old_one_is_not(keys: dict[str, str]) -> None:
    assert len(find_key(PrivacySettings(), environ=keys).lines()) == 2
    assert find_key(PrivacySettings(), environ=keys).lines() == []


@pytest.mark.parametrize("inside", ["key.txt", "deeper/key.txt", "../dossier/key.txt"])
def test_a_key_inside_the_dossier_is_refused_and_not_made(tmp_path: Path, inside: str) -> None:
    dossier = tmp_path / "dossier"
    dossier.mkdir()
    with pytest.raises(SettingsError) as refused:
        find_key(PrivacySettings(key=str(dossier / inside)), dossier=dossier)
    assert refused.value.next_step
    assert list(dossier.iterdir()) == []


def test_a_key_inside_the_dossier_is_refused_through_a_link_too(tmp_path: Path) -> None:
    dossier = tmp_path / "dossier"
    dossier.mkdir()
    (tmp_path / "link").symlink_to(dossier)
    with pytest.raises(SettingsError):
        find_key(PrivacySettings(key=str(tmp_path / "link" / "key.txt")), dossier=dossier)
    with pytest.raises(SettingsError):
        find_key(PrivacySettings(), dossier=tmp_path, environ={"JOURNEYS_KEYS": str(tmp_path / "keys")})


@pytest.mark.parametrize("content", ["", "ab" * 31, "ab" * 33, "zz" * 32, "ab" * 32 + "\n" + "ab" * 32])
def test_a_file_that_holds_no_whole_key_is_refused_and_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "key.txt"
    path.write_text(content)
    with pytest.raises(InputError) as refused:
        find_key(PrivacySettings(key=str(path)))
    assert refused.value.next_step
    assert path.read_text() == content


def test_a_key_that_cannot_be_read_or_made_is_an_error_of_the_surroundings(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SurroundingsError):
        find_key(PrivacySettings(key=str(tmp_path / "file" / "key.txt")))
    with pytest.raises(SurroundingsError):
        find_key(PrivacySettings(key=str(tmp_path)))


def test_a_destroyed_key_is_gone_and_the_next_one_is_another(keys: dict[str, str]) -> None:
    privacy = PrivacySettings()
    before = find_key(privacy, environ=keys)
    assert destroy_key(privacy, environ=keys) == before.path
    assert not before.path.exists()
    after = find_key(privacy, environ=keys)
    assert after.made
    assert after.secret != before.secret
    assert after.fingerprint != before.fingerprint


def test_destroying_a_key_that_is_not_there_is_said(keys: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        destroy_key(PrivacySettings(project="nobody"), environ=keys)


def test_a_file_that_holds_no_key_is_not_destroyed(tmp_path: Path) -> None:
    (tmp_path / "verslag.txt").write_text("niet weggooien")
    with pytest.raises(InputError):
        destroy_key(PrivacySettings(key=str(tmp_path / "verslag.txt")))
    assert (tmp_path / "verslag.txt").read_text() == "niet weggooien"


@pytest.mark.parametrize(
    ("platform", "environ", "folder"),
    [
        ("linux", {"XDG_CONFIG_HOME": "/settings"}, "/settings/journeys/keys"),
        ("linux", {}, "~/.config/journeys/keys"),
        ("darwin", {"XDG_CONFIG_HOME": "/settings"}, "~/Library/Application Support/journeys/keys"),
        ("win32", {"APPDATA": "/roaming"}, "/roaming/journeys/keys"),
        ("win32", {}, "~/AppData/Roaming/journeys/keys"),
        ("linux", {"JOURNEYS_KEYS": "/safe", "XDG_CONFIG_HOME": "/settings"}, "/safe"),
    ],
)
def test_the_key_folder_is_where_the_system_keeps_a_users_settings(
    platform: str, environ: dict[str, str], folder: str
) -> None:
    assert key_folder(environ=environ, platform=platform) == Path(folder).expanduser()


def test_the_settings_may_name_the_key_file(tmp_path: Path) -> None:
    privacy = PrivacySettings(key=str(tmp_path / "mine.key"))
    assert key_path(privacy, environ={"JOURNEYS_KEYS": "/elsewhere"}) == tmp_path / "mine.key"
    assert find_key(privacy).path.exists()


def in_sql(
    connection: duckdb.DuckDBPyConnection, values: list[str] | list[str | None], sort: pseudonyms.Sort, key: bytes
) -> list[str | None]:
    given_values = pd.DataFrame({"place": range(len(values)), "value": pd.Series(values, dtype=object)})
    connection.register("given_values", given_values)
    expression = pseudonym_sql("value::varchar", sort, key)
    rows = connection.execute(f"select {expression} from given_values order by place").fetchall()
    connection.unregister("given_values")
    return [row[0] for row in rows]
