"""Downloading from a service that behaves badly, on this machine only: nothing double, nothing lost, no secret anywhere else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from municipal import audit, events, rol, status, statustype, taken, uuid, zaak, zaaktype

from journeys.errors import InputError, SettingsError, SurroundingsError
from journeys.sources.fetching import fetch
from journeys.sources.service_calls import Access, access_from

SECRET = "geheim-dat-nergens-staat"
ZAAK = Access("journeys-client", SECRET)
PAGE = 2


class Service:
    """This is a service with a list of objects per path; `trouble` may answer a request in its own way."""

    def __init__(self) -> None:
        self.lists: dict[str, Any] = {}
        self.asked: list[str] = []
        self.headers: list[str] = []
        self.trouble: Callable[[Any, str, int], bool] = lambda _handler, _path, _number: False
        self.foreign_next = False
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
                service.asked.append(self.path)
                service.headers.append(self.headers.get("Authorization", ""))
                if service.trouble(self, path, len(service.asked)):
                    return
                if path not in service.lists:
                    self.answer(404, {})
                    return
                every = service.lists[path]
                if path.endswith("audittrail"):
                    self.answer(200, every)
                    return
                page = int(query.get("page", ["1"])[0])
                some = every[(page - 1) * PAGE : page * PAGE]
                host = "https://elders.example.nl" if service.foreign_next else service.base
                following = f"{host}{path}?page={page + 1}" if page * PAGE < len(every) else None
                self.answer(200, {"count": len(every), "next": following, "previous": None, "results": some})

            def answer(self, code: int, content: Any, *, headers: dict[str, str] | None = None, cut: int = 0) -> None:
                body = json.dumps(content).encode()
                self.send_response(code)
                for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body[: len(body) - cut])

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def service() -> Iterator[Service]:
    one = Service()
    official = rol(201, 1, "2026-01-13T08:00:00Z", official="anna")
    lists = {
        "catalogi/api/v1/zaaktypen": [zaaktype(9001, "B1", "Wmo")], "catalogi/api/v1/statustypen": [statustype(9101, "Ontvangen")], "catalogi/api/v1/resultaattypen": [],
        "zaken/api/v1/zaken": [zaak(number, "2026-01-12") for number in range(1, 6)], "zaken/api/v1/statussen": [status(301, 1, 9101, "2026-01-12T09:00:00Z")],
        "zaken/api/v1/rollen": [rol(200, 1, "2026-01-12T09:00:00Z", bsn="999993653"), official], "zaken/api/v1/resultaten": [],
    }  # fmt: skip
    one.lists = {f"/{path}": objects for path, objects in lists.items()}
    for number in range(1, 6):
        one.lists[f"/zaken/api/v1/zaken/{uuid(number)}/audittrail"] = [audit(1, 1, "2026-01-13T08:00:00Z", "rol", "create", new=official)] if number == 1 else []
    yield one
    one.server.shutdown()
    one.server.server_close()


def download(service: Service, out: Path, **more: Any) -> tuple[Any, list[float]]:
    waited: list[float] = []
    return fetch("openzaak", service.base, out, access=ZAAK, sleep=waited.append, **more), waited


def cases_in(out: Path) -> list[str]:
    return sorted(one["identificatie"] for file in out.glob("zaken-*.json") for one in json.loads(file.read_text(encoding="utf-8"))["results"])


def test_all_pages_come_and_are_read_as_saved_pages(service: Service, tmp_path: Path) -> None:
    fetched, waited = download(service, tmp_path / "uit")
    assert (fetched.objects["zaken"], fetched.audit_trails, fetched.audit_refused, waited) == (5, 5, False, [])
    assert fetched.absent == ["besluittypen", "zaakinformatieobjecten", "zaakcontactmomenten", "besluiten"]
    found = events(taken(tmp_path / "uit"), "case", "activity", "official", "resident", "topic")
    assert found[:3] == [
        ("ZAAK-1", "Zaak geregistreerd", None, "999993653", "Wmo"), ("ZAAK-1", "Ontvangen", None, "999993653", "Wmo"), ("ZAAK-1", "Toegewezen aan medewerker", "anna", "999993653", "Wmo"),
    ]  # fmt: skip
    assert len(found) == 7


def test_the_token_is_signed_and_made_anew_before_it_is_an_hour_old(service: Service, tmp_path: Path) -> None:
    clock = iter(range(1_800_000_000, 1_900_000_000, 600))  # each look at the clock is ten minutes later
    download(service, tmp_path / "uit", now=lambda: float(next(clock)))
    issued = set()
    for header in service.headers:
        head, claims, signed = header.removeprefix("Bearer ").split(".")
        expected = base64.urlsafe_b64encode(hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
        assert signed == expected
        read = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        assert (read["iss"], read["client_id"]) == ("journeys-client", "journeys-client")
        issued.add(read["iat"])
    assert len(issued) >= 2


def test_a_service_that_refuses_a_token_of_more_than_an_hour_never_gets_to_do_so(service: Service, tmp_path: Path) -> None:
    clock = [1_800_000_000.0]

    def strict(handler: Any, _path: str, _number: int) -> bool:
        claims = handler.headers["Authorization"].removeprefix("Bearer ").split(".")[1]
        old = clock[0] - json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["iat"] > 3600
        clock[0] += 1500  # every call takes 25 minutes
        if old:
            handler.answer(403, {"code": "jwt-expired"})
        return old

    service.trouble = strict
    fetched, _ = download(service, tmp_path / "uit", now=lambda: clock[0])
    assert (fetched.objects["zaken"], fetched.audit_trails, fetched.audit_refused) == (5, 5, False)


def test_empty_texts_against_the_schema_of_the_service_are_absent(service: Service, tmp_path: Path) -> None:
    for one in service.lists["/zaken/api/v1/zaken"]:
        one |= {"opdrachtgevendeOrganisatie": "", "hoofdzaak": "", "einddatum": "", "identificatie": one["identificatie"] if one["uuid"] != uuid(5) else ""}
    service.lists["/zaken/api/v1/rollen"].append(rol(205, 2, "2026-01-12T09:00:00Z") | {"betrokkeneIdentificatie": {"inpBsn": "", "inpA_nummer": "", "anpIdentificatie": ""}})
    download(service, tmp_path / "uit")
    found = events(taken(tmp_path / "uit"), "case", "activity", "resident")
    assert [one for one in found if one[0] == "ZAAK-2"] == [("ZAAK-2", "Zaak geregistreerd", "-ZAAK-2")]  # no close, no main case, nobody
    assert (uuid(5), "Zaak geregistreerd", f"-{uuid(5)}") in found  # without a number the case is called by its own id


def test_a_busy_service_is_asked_again_after_the_time_that_it_tells(service: Service, tmp_path: Path) -> None:
    def busy(handler: Any, _path: str, number: int) -> bool:
        if number in (2, 3):
            handler.answer(429 if number == 2 else 503, {}, headers={"Retry-After": "7"} if number == 2 else None)
        return number in (2, 3)

    service.trouble = busy
    fetched, waited = download(service, tmp_path / "uit")
    assert fetched.objects["zaken"] == 5
    assert waited == [7.0, 14.0]


def test_a_connection_that_breaks_half_way_loses_nothing(service: Service, tmp_path: Path) -> None:
    def broken(handler: Any, _path: str, number: int) -> bool:
        if number in (1, 5):
            handler.answer(200, {"count": 1, "next": None, "results": [{"url": "half"}]}, cut=20)
            handler.close_connection = True
        return number in (1, 5)

    service.trouble = broken
    download(service, tmp_path / "uit")
    assert cases_in(tmp_path / "uit") == [f"ZAAK-{number}" for number in range(1, 6)]


def test_a_download_that_broke_off_goes_on_where_it_was(service: Service, tmp_path: Path) -> None:
    def dead(handler: Any, _path: str, number: int) -> bool:
        if number > 5:
            handler.answer(503, {})
        return number > 5

    service.trouble = dead
    with pytest.raises(SurroundingsError, match="gaat verder"):
        download(service, tmp_path / "uit")
    came = {path for path in service.asked[:5] if "besluittypen" not in path}  # that list is not there, and may be by now
    assert not list((tmp_path / "uit").rglob("*.part"))
    service.trouble = lambda *_: False
    service.asked.clear()
    download(service, tmp_path / "uit")
    assert came.isdisjoint(service.asked)
    assert cases_in(tmp_path / "uit") == [f"ZAAK-{number}" for number in range(1, 6)]
    service.asked.clear()
    download(service, tmp_path / "uit")
    assert [path for path in service.asked if "besluit" not in path and "zaakinf" not in path and "zaakcon" not in path] == []


def test_a_page_that_changes_between_two_calls_hides_no_case_and_none_is_read_twice(service: Service, tmp_path: Path) -> None:
    path_of_cases = "/zaken/api/v1/zaken"
    every = service.lists[path_of_cases]

    def shrinking(handler: Any, path: str, _number: int) -> bool:
        if path == path_of_cases and "page=2" in handler.path and len(service.lists[path_of_cases]) == 5:
            service.lists[path_of_cases] = every[1:]  # a case was deleted: the rest moves up, and ZAAK-3 slips between two pages
        return False

    service.trouble = shrinking
    download(service, tmp_path / "uit", audit=False)
    assert set(cases_in(tmp_path / "uit")) == {f"ZAAK-{number}" for number in range(1, 6)}
    found = events(taken(tmp_path / "uit"), "case")
    assert sorted(case for (case,) in found if case != "ZAAK-1") == ["ZAAK-2", "ZAAK-3", "ZAAK-4", "ZAAK-5"]


def test_a_next_page_at_another_host_is_asked_at_our_own_and_no_redirect_is_followed(service: Service, tmp_path: Path) -> None:
    service.foreign_next = True
    fetched, _ = download(service, tmp_path / "uit", audit=False)
    assert fetched.objects["zaken"] == 5

    def elsewhere(handler: Any, _path: str, _number: int) -> bool:
        handler.answer(302, {}, headers={"Location": f"{service.base}/gestolen"})
        return True

    service.trouble = elsewhere
    service.asked.clear()
    with pytest.raises(InputError, match="302"):
        download(service, tmp_path / "anders")
    assert not any("gestolen" in path for path in service.asked)


def test_without_the_right_to_audit_trails_the_rest_still_comes(service: Service, tmp_path: Path) -> None:
    def refused(handler: Any, path: str, _number: int) -> bool:
        if path.endswith("audittrail"):
            handler.answer(403, {"code": "permission_denied"})
        return path.endswith("audittrail")

    service.trouble = refused
    fetched, _ = download(service, tmp_path / "uit")
    assert (fetched.audit_refused, fetched.objects["zaken"]) == (True, 5)
    assert {reason for _, _, reason in taken(tmp_path / "uit").execute("from incomplete").fetchall()} == {"audit_trail_missing"}


def test_a_service_that_refuses_access_is_an_error_that_names_the_rights(service: Service, tmp_path: Path) -> None:
    def refused(handler: Any, _path: str, _number: int) -> bool:
        handler.answer(401, {})
        return True

    service.trouble = refused
    with pytest.raises(InputError, match=r"audittrails\.lezen") as error:
        download(service, tmp_path / "uit")
    assert SECRET not in str(error.value)


def test_neither_names_nor_free_text_nor_the_secret_are_written(service: Service, tmp_path: Path) -> None:
    download(service, tmp_path / "uit")
    for file in (tmp_path / "uit").rglob("*"):
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            for personal in ("Wit", "Janssen", "06-12345678", SECRET):
                assert personal not in text
            assert file.stat().st_mode & 0o077 == 0
    assert SECRET not in repr(ZAAK)


def test_open_klant_is_asked_with_its_token(service: Service, tmp_path: Path) -> None:
    for name in ("actoren", "partij-identificatoren", "betrokkenen", "onderwerpobjecten", "internetaken"):
        service.lists[f"/klantinteracties/api/v1/{name}"] = []
    base = f"{service.base}/klantinteracties/api/v1/klantcontacten"
    service.lists["/klantinteracties/api/v1/klantcontacten"] = [
        {"url": f"{base}/{uuid(number)}", "uuid": uuid(number), "kanaal": "Telefoon", "plaatsgevondenOp": "2026-01-12T09:00:00Z", "inhoud": "x"} for number in range(1, 4)
    ]  # fmt: skip
    fetched = fetch("openklant", service.base, tmp_path / "uit", access=Access(token="abc"))
    assert (fetched.objects["klantcontacten"], set(service.headers)) == (3, {"Token abc"})
    assert len(events(taken(tmp_path / "uit"), "case")) == 3


@pytest.mark.parametrize("base", ["http://zaak.example.nl", "ftp://zaak.example.nl", "zaak.example.nl", "https://a:b@zaak.example.nl"])
def test_a_secret_is_never_sent_without_https(base: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        fetch("openzaak", base, tmp_path, access=ZAAK)


def test_access_comes_from_the_environment_or_a_file_and_what_is_missing_is_named(tmp_path: Path) -> None:
    (tmp_path / "toegang").write_text("JOURNEYS_OPENZAAK_CLIENT_ID = a\nJOURNEYS_OPENZAAK_SECRET=b=c\n", encoding="utf-8")
    assert access_from("openzaak", environ={}, file=tmp_path / "toegang") == Access("a", "b=c")
    assert access_from("openklant", environ={"JOURNEYS_OPENKLANT_TOKEN": "t"}) == Access(token="t")
    with pytest.raises(SettingsError, match="JOURNEYS_OPENZAAK_SECRET"):
        access_from("openzaak", environ={"JOURNEYS_OPENZAAK_CLIENT_ID": "a"})
