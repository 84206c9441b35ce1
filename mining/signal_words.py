"""The words of signals: each instance explained in a sentence that a team can discuss, by signal and by what became of it.

No sentence names an official or judges one: it tells what happened to the question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from journeys.texts import capitalised, say, say_n


@dataclass(frozen=True)
class Instance:
    """This is one instance of a signal, in texts: a row of tables/signals.csv.

    `officials` and `cases` are those of its journey (None: unknown); `topic` is the topic of its case.
    """

    signal: str
    status: str
    journey: str | None
    case: str | None
    anchor: str
    rows: str
    started: datetime | None
    ended: datetime | None
    calendar_days: float | None
    working_days: int | None
    from_department: str | None
    to_department: str | None
    topic: str | None = None
    officials: int | None = None
    cases: int | None = None


def sentence(one: Instance, *, title: str = "") -> str:
    """This explains an instance; a signal of the municipality's own is told by its title, status and days."""
    template = _SENTENCES.get((one.signal, one.status)) or _SENTENCES.get((one.signal, ""))
    if template is not None:
        return capitalised(template(_Told(one)))
    told = title or one.signal
    if one.status not in ("", "found"):
        told += f" ({status_word(one.status)})"
    days = f": {_days(one.working_days)}" if one.working_days is not None else ""
    return capitalised(f"{told}{days}.")


def status_word(status: str) -> str:
    """This gives the word for a status; an own word of a municipality's signal stays as it is."""
    words = {
        "found": lambda: say("found"), "late": lambda: say("too late"), "lost": lambda: say("lost"), "never": lambda: say("never"),
        "overdue": lambda: say("overdue"), "open": lambda: say("open"), "ended": lambda: say("ended"),
        "undecided": lambda: say("undecided"), "conversation": lambda: say("conversation"), "decision": lambda: say("decision"),
        "rejected": lambda: say("rejected"), "withdrawn": lambda: say("withdrawn"), "worked": lambda: say("worked on"),
        "decided": lambda: say("decided"), "taken": lambda: say("taken up"), "closed": lambda: say("closed"),
    }  # fmt: skip
    return words[status]() if status in words else status


class _Told:
    """This is an instance with its values in words."""

    def __init__(self, one: Instance) -> None:
        self.sender = one.from_department or say("an unknown department")
        self.receiver = one.to_department or say("an unknown department")
        self.days = _days(one.working_days)
        self.same_day = one.working_days == 0
        self.calendar = _calendar(one.calendar_days)
        self.officials = say_n("{n} official", "{n} officials", one.officials) if one.officials else say("a number of officials")
        self.in_cases = say_n("in {n} case", "in {n} cases", one.cases) if one.cases else say("in this journey")


def _days(count: int | None) -> str:
    return say("some working days") if count is None else say_n("{n} working day", "{n} working days", count)


def _calendar(count: float | None) -> str:
    return say("some days") if count is None else say_n("{n} day", "{n} days", round(count))


_SENTENCES: dict[tuple[str, str], Callable[[_Told], str]] = {
    ("dropped_handoff", "late"): lambda t: say(
        "{sender} passed the question to {receiver}; that department acted only after {days}.",
        sender=t.sender, receiver=t.receiver, days=t.days,
    ),
    ("dropped_handoff", "lost"): lambda t: say(
        "{sender} passed the question to {receiver}; after {days} that department had still done nothing.",
        sender=t.sender, receiver=t.receiver, days=t.days,
    ),
    ("bounce", ""): lambda t: say(
        "{receiver} sent the question back to {sender} without having worked on it.", sender=t.sender, receiver=t.receiver
    ),
    ("circle", ""): lambda t: say(
        "The question came back to {sender} after a round past other departments, without a decision.", sender=t.sender
    ),
    ("silence", "ended"): lambda t: say(
        "The resident asked more than once and heard nothing for {days}; then something happened.", days=t.days
    ),
    ("silence", "open"): lambda t: say(
        "The resident asked more than once and has heard nothing for {days}, up to the log's end.", days=t.days
    ),
    ("unanswered_callback", "late"): lambda t: say("The resident was promised a call back; it came after {days}.", days=t.days),
    ("unanswered_callback", "never"): lambda t: say("The resident was promised a call back; after {days} nobody had called.", days=t.days),
    ("unanswered_callback", "overdue"): lambda t: say(
        "The resident was promised a call back, {days} ago; this one can still be put right.", days=t.days
    ),
    ("orphan", ""): lambda t: say("This case is open and nobody has it: for {days} nothing was done.", days=t.days),
    ("stall", ""): lambda t: say("This case is open and has an owner, but for {days} nothing was done.", days=t.days),
    ("repeat", ""): lambda t: (
        say("The question was closed, and on the same day the resident asked about the same topic again.")
        if t.same_day
        else say("The question was closed, and {days} later the resident asked about the same topic again.", days=t.days)
    ),
    ("closed_unanswered", ""): lambda _: say(
        "The case was closed, but after the resident's last question there was no decision and nobody contacted the resident."
    ),
    ("parallel", ""): lambda t: say(
        "Two cases of one resident lay side by side with {sender} and {receiver} for {days}. Nothing was passed between them, and the"
        " resident had to ask.", sender=t.sender, receiver=t.receiver, days=t.days,
    ),
    ("many_hands", ""): lambda t: say(
        "{officials} worked {cases} for this resident: more hands than one person can keep apart.", officials=t.officials, cases=t.in_cases
    ),
    ("unexplained_no", ""): lambda _: say(
        "The answer was no, and nobody explained it in person: by telephone, at the desk or at home."
    ),
    ("over_term", "late"): lambda t: say("The decision came {calendar} after the request, after the term was over.", calendar=t.calendar),
    ("over_term", "undecided"): lambda t: say(
        "The request came {calendar} ago; the term is over and there is no decision yet.", calendar=t.calendar
    ),
    ("departed", ""): lambda t: say(
        "The question went to an official who does not appear in the log any more; that was {days} ago.", days=t.days
    ),
    ("one_owner", ""): lambda t: say(
        "One official did nearly all the work for this resident {cases}, and all of it is finished.", cases=t.in_cases
    ),
    ("warm_handover", ""): lambda t: say(
        "{sender} passed the question to {receiver}; it was taken up at once, and the resident heard of it.",
        sender=t.sender, receiver=t.receiver,
    ),
    ("visit_turns", ""): lambda t: say(
        "Five or more officials had been in this case when somebody went to see the resident. {days} later there was a decision or the"
        " case was closed.", days=t.days,
    ),
    ("explained_no", ""): lambda _: say(
        "The answer was no, somebody explained it in person, and no objection or complaint followed."
    ),
    ("early_conversation", ""): lambda t: (
        say("On the day of the request somebody already spoke with the resident.")
        if t.same_day
        else say("{days} after the request somebody spoke with the resident.", days=t.days)
    ),
    ("same_day", ""): lambda _: say("The request had its answer on the same day."),
    ("connector", ""): lambda _: say("After this official came in, questions that were stuck moved on more often than could be expected."),
    ("invisible_work", "worked"): lambda t: say(
        "The municipality worked on the question, but the resident heard nothing of it for {days}.", days=t.days
    ),
    ("invisible_work", "decided"): lambda t: say(
        "The municipality worked on the question and decided; for {days} the log shows nobody who told the resident.", days=t.days
    ),
    ("wrong_door", "taken"): lambda t: say(
        "{sender} and others only passed the question on; after {days} somebody at {receiver} did something with it.",
        sender=t.sender, receiver=t.receiver, days=t.days,
    ),
    ("wrong_door", "closed"): lambda t: say(
        "{sender} and others only passed the question on; after {days} it was closed and nobody had done anything with it.",
        sender=t.sender, days=t.days,
    ),
    ("wrong_door", "open"): lambda t: say(
        "{sender} and others only passed the question on; after {days} nobody has done anything with it.", sender=t.sender, days=t.days
    ),
    ("callback_chain", "ended"): lambda t: say(
        "The resident asked again to be called back, because nobody had called; the call came {days} after the first request.", days=t.days
    ),
    ("callback_chain", "open"): lambda t: say(
        "The resident asked again to be called back, because nobody had called; {days} after the first request nobody has.", days=t.days
    ),
    ("only_after_pressure", "conversation"): lambda t: say(
        "The resident asked and asked. Only after an objection or complaint, {days} later, somebody spoke with the resident.", days=t.days
    ),
    ("only_after_pressure", "decision"): lambda t: say(
        "The decision changed after an objection or complaint, {days} later.", days=t.days
    ),
    ("reversed_yes", ""): lambda t: say(
        "The answer was yes. {calendar} later it became no, without a new request of the resident.", calendar=t.calendar
    ),
}  # fmt: skip
"""By signal and status; an empty status stands for every other one."""
