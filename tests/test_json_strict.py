"""JSON is read strictly and piece by piece: what cannot be trusted is an error with its place, and ids stay exact."""

from __future__ import annotations

from pathlib import Path

import pytest
from municipal import folder_of, taken, zaak

from journeys.errors import InputError
from journeys.limits import Limits
from journeys.sources.json_text import objects_of


def read(place: Path, text: str | bytes, limits: Limits = Limits()) -> list[tuple[str, object]]:  # noqa: B008
    path = place / "x.json"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(objects_of(path, name="x.json", limits=limits))


def test_a_page_a_list_an_object_and_lines_of_objects_are_all_read(tmp_path: Path) -> None:
    assert read(tmp_path, '{"count": 2, "results": [{"a": 1}, {"a": 2}], "next": null}')[:2] == [("results", {"a": 1}), ("results", {"a": 2})]
    assert read(tmp_path, '[{"a": 1}, {"a": 2}]') == [("", {"a": 1}), ("", {"a": 2})]
    assert read(tmp_path, '\ufeff{"a": {"b": []}}') == [("", {"a": {"b": []}})]
    assert read(tmp_path, '{"a": 1}\n{"a": 2}\n') == [("", {"a": 1}), ("", {"a": 2})]
    assert read(tmp_path, '[{"a": "é"}]'.encode("utf-16")) == [("", {"a": "é"})]


def test_numbers_beyond_two_to_the_53_stay_exact(tmp_path: Path) -> None:
    assert read(tmp_path, '[{"id": 9007199254740993}, {"id": 123456789012345678901234567890}]') == [
        ("", {"id": 9007199254740993}), ("", {"id": 123456789012345678901234567890}),
    ]  # fmt: skip


def test_a_text_that_spans_many_pieces_is_read_whole(tmp_path: Path) -> None:
    long = "y" * 3_000_000
    assert read(tmp_path, f'[{{"a": "{long}"}}, {{"b": 1}}]') == [("", {"a": long}), ("", {"b": 1})]


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ('[{"a": 1},\n {"b": 1, "b": 2}]', "regel 2, object 2", "twee keer"),
        ('{"results": [1], "results": [2]}', "object 2", "twee keer"),
        ('[{"a": NaN}]', "object 1", "geen getal"),
        ('[{"a": -Infinity}]', "object 1", "geen getal"),
        ('[{"a": 1}, {"b": ', "object 2", "afgebroken"),
        ('{"results": [{"a": 1}', "object 2", "afgebroken"),
        ('[{"a": 1} {"b": 2}]', "object 2", "hoort"),
        ("[" * 10_000 + "]" * 10_000, "object 1", "dieper"),
        ('{"a":' * 70 + "1" + "}" * 70, "object 1", "dieper"),
        ('[{"a": ' + "9" * 5000 + "}]", "object 1", "te veel cijfers"),
    ],
)
def test_what_cannot_be_trusted_is_an_error_with_its_place(tmp_path: Path, text: str, place: str, why: str) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, text)
    assert place in str(error.value)
    assert why in str(error.value)


def test_brackets_inside_a_text_are_no_depth(tmp_path: Path) -> None:
    assert read(tmp_path, '[{"a": "' + "[{" * 100 + '\\""}]') == [("", {"a": "[{" * 100 + '"'})]


def test_bytes_that_are_no_utf_8_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="UTF-8"):
        read(tmp_path, b'[{"a": "\xe9"}]')


def test_a_damaged_page_uses_nothing_of_the_whole_folder(tmp_path: Path) -> None:
    place = folder_of(tmp_path, page_1=[zaak(1, "2026-01-12")])
    (place / "page_2.json").write_text('{"results": [{"url": ', encoding="utf-8")
    with pytest.raises(InputError, match=r"page_2\.json"):
        taken(place)


def test_json_without_anything_to_read_says_what_to_ask_for(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"docs/sources\.md"):
        taken(folder_of(tmp_path, x=[{"kleur": "rood"}]))


def test_a_folder_without_files_and_a_dossier_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="map zonder bestanden"):
        taken(tmp_path)
    (tmp_path / "dossier.duckdb").write_bytes(b"x")
    with pytest.raises(InputError, match="dossier"):
        taken(tmp_path)
