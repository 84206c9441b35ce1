"""The table behind a journey map: every turn, contact and official who took a question up, whatever the drawing left out."""

from __future__ import annotations

import pandas as pd

from journeys.texts import say
from mining.calendar_dates import calendar_days, local_moments
from mining.journey_data import JourneyData
from visuals.lanes import Lanes
from visuals.picture_frame import other_departments

_STATES = {
    "not_picked_up": "not picked up",
    "underway": "underway",
    "lost": "lost",
    "unrecorded": "not recorded",
    "department": "department",
    "resident": "resident",
    "unknown": "department unknown",
    "over": "over",
}


def table(data: JourneyData, lanes: Lanes) -> pd.DataFrame:
    """This gives every turn, contact and official who took the question up, one row each, in order of time.

    Whatever the drawing merged, folded or left out is here. The lane says where the map shows it.
    """
    turns, events, held = data.turns, data.events, data.holdings
    contacts = events[events["answer"].notna()]
    days = calendar_days(turns["started"], turns["ended"]).astype("Int64").mask(data.end_unknown)
    answers = {
        "answered": say("heard"),
        "unanswered": say("no answer"),
        "broken": say("not called back"),
        "outgoing": say("by the municipality"),
    }
    parts = [
        pd.DataFrame(
            {
                "sort": "turn",
                "order": turns["started_row_no"],
                "case": turns["case"],
                "started": turns["started"],
                "ended": turns["ended"].mask(data.end_unknown),
                "days": days,
                "working_days": turns["working_days"].astype("Int64").mask(data.end_unknown),
                "department": turns["department"],
                "from_department": turns["from_department"],
                "to_department": turns["to_department"],
                "state": turns["state"].map({state: say(text) for state, text in _STATES.items()}),
            }
        ),
        pd.DataFrame(
            {
                "sort": "contact",
                "order": contacts["row_no"],
                "case": contacts["case"],
                "started": contacts["moment"],
                "department": contacts["department"],
                "official": contacts["official"],
                "channel": contacts["channel"].map(_channel_word),
                "state": contacts["answer"].map(answers),
            }
        ),
        pd.DataFrame(
            {
                "sort": "official",
                "order": held["row_no"],
                "case": held["case"],
                "started": held["moment"],
                "department": held["department"],
                "official": held["official"],
                "state": held["first"].map({True: say("first time"), False: say("again")}),
            }
        ),
    ]
    rows = pd.concat([part for part in parts if not part.empty] or parts, ignore_index=True)
    rows = rows.reindex(
        columns=[
            "sort", "order", "case", "started", "ended", "days", "working_days", "department", "from_department", "to_department",
            "official", "channel", "state",
        ]
    )  # fmt: skip
    rows["place"] = rows["sort"].map({"contact": 0, "turn": 1, "official": 2})
    rows = rows.sort_values(["started", "order", "place"], kind="stable", ignore_index=True)
    unit = rows["department"].map(lanes.units).fillna(rows["department"])
    for name in ("started", "ended"):
        rows[name] = local_moments(rows[name]).dt.strftime("%Y-%m-%d" if data.rounding else "%Y-%m-%d %H:%M").fillna("")
    words = {"turn": say("turn"), "contact": say("contact"), "official": say("official")}
    texts = rows[["department", "from_department", "to_department", "channel", "state"]].astype(object)
    texts = texts.where(texts.notna(), "")
    lane = unit.astype(object).where(unit.notna(), "").mask(unit.isin(lanes.folded), other_departments(len(lanes.folded)))
    return pd.DataFrame(
        {
            say("sort"): rows["sort"].map(words),
            say("question"): rows["case"],
            say("from"): rows["started"],
            say("until"): rows["ended"],
            say("days"): rows["days"].astype("Int64"),
            say("working days"): rows["working_days"].astype("Int64"),
            say("department"): texts["department"],
            say("sent by"): texts["from_department"],
            say("sent to"): texts["to_department"],
            say("official no."): rows["official"].astype("Int64"),
            say("channel"): texts["channel"],
            say("what"): texts["state"],
            say("lane"): lane,
        }
    )


def _channel_word(channel: object) -> str:
    words = {
        "phone": say("phone"),
        "email": say("e-mail"),
        "letter": say("letter"),
        "desk": say("desk"),
        "visit": say("visit"),
        "web": say("web"),
        "chat": say("chat"),
        "other": say("other"),
    }
    return words.get(str(channel), say("unknown"))
