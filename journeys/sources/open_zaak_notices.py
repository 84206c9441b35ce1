"""Notices of Open Zaak: that something happened to a case and when, never what changed and never who had it.

Three systems send them: the log of Open Zaak (lines of JSON by structlog), CloudEvents (`nl.overheid.zaken.*`) and the Notificaties API.
They stand in for moments that only the audit trail knows (made, suspended, extended, result, closed) where a case has none. They are no
audit trail: a role that was deleted is gone, so handovers stay unknown. `zaak-geopend` is the resident who looks at the case, no event.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journeys.sources.event_rows import moment_text
from journeys.sources.object_fields import Found, reference, text
from journeys.sources.shelf import Item

LOG_EVENTS = {
    "zaak_created": "created",
    "zaak_opgeschort": "suspended",
    "zaak_verlengd": "extended",
    "zaak_afgesloten": "closed",
    "resultaat_created": "result",
    "rol_deleted": "role gone",
}
"""Event of the log -> what it says; `zaak_updated`, `rol_created` and `status_created` say nothing that the objects do not."""
CLOUD_EVENTS = {"geregistreerd": "created", "opgeschort": "suspended", "verlengd": "extended", "afgesloten": "closed"}
NOTIFICATIONS = {("zaak", "create"): "created", ("resultaat", "create"): "result", ("rol", "destroy"): "role gone"}

Row = tuple[str | None, ...]
_ID, _OWNER, _AT, _F, _PLACE = 1, 2, 3, 4, -1


def notice_sort(found: Found) -> str:
    """This tells a notice by its fields: "logregels", "cloudevents", "notificaties"; "" for anything else."""
    if "hoofdObject" in found and "resource" in found and "actie" in found and "wijzigingen" not in found:
        return "notificaties"
    if "specversion" in found and str(found.get("type", "")).startswith("nl.overheid."):
        return "cloudevents"
    return "logregels" if isinstance(found.get("event"), str) and "timestamp" in found else ""


def as_changes(notices: Sequence[Row]) -> list[Row]:
    """This gives notices as the lines of an audit trail that they stand in for, without an account; each thing that happened once."""
    rows: list[Row] = []
    told: set[tuple[str | None, str | None]] = set()
    for one in notices:
        what, about = one[_F], one[_F + 1]
        key = (what, about if what == "result" else (one[_AT] or "")[:16])  # the three systems tell of one thing within the minute
        if what in ("created", "suspended", "extended", "result") and key not in told:
            told.add(key)
            head: Row = ("audit", one[_ID], one[_OWNER], one[_AT])
            resource = "resultaat" if what == "result" else "zaak"
            action = "partial_update" if what in ("suspended", "extended") else "create"
            kept = (None, None) if what == "result" else (what, None)
            rows.append((*head, resource, action, None, about, *kept, None, None, None, None, one[_PLACE]))
    return rows


def _of_log(found: Found) -> Iterator[Item]:
    event = text(found.get("event")) or ""
    what = LOG_EVENTS.get(event)
    own = reference(found.get("uuid"))
    case = reference(found.get("zaak_uuid")) or (own if event.startswith("zaak_") else None)
    yield from _kept(what, case, text(found.get("timestamp")), own, f"log {event} {own} {found.get('timestamp')}")


def _of_cloud(found: Found) -> Iterator[Item]:
    sort = str(found.get("type", ""))
    what = CLOUD_EVENTS.get(sort.rsplit("-", 1)[-1]) if sort.startswith("nl.overheid.zaken.zaak-") else None
    yield from _kept(what, reference(found.get("subject")), text(found.get("time")), None, f"event {found.get('id')}")


def _of_channel(found: Found) -> Iterator[Item]:
    resource, action = text(found.get("resource")) or "", text(found.get("actie")) or ""
    what, about = NOTIFICATIONS.get((resource, action)), reference(found.get("resourceUrl"))
    moment = text(found.get("aanmaakdatum"))
    yield from _kept(what, reference(found.get("hoofdObject")), moment, about, f"notice {resource} {action} {about} {moment}")


def _kept(what: str | None, case: str | None, moment: str | None, about: str | None, key: str) -> Iterator[Item]:
    yield Item("notice", key, case, moment_text(moment), (what, about)) if what and case and moment else Item("", "")


READERS = {"logregels": _of_log, "cloudevents": _of_cloud, "notificaties": _of_channel}
