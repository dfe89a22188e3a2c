"""What happens next with meetings, decisions, commissions and what is planned ahead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from application.doing.foresight import Follows, Foresight
from domain.kernel.item import long_date
from domain.meetings.planning import MINUTES_AFTER, PAPERS_BEFORE


def _papers(item: Any) -> str:
    return (
        f"The agenda and papers are due on {long_date(item.papers_due.day)}."
        if item.papers_due.day
        else ""
    )


def _minutes(item: Any) -> str:
    return f"The minutes are to be circulated by {long_date(item.minutes_due.day)}."


def _forecast(item: Any, known: Foresight) -> str:
    return f"The page of the meeting says at once whether it would have a quorum. {_papers(item)}"


OF_MEETINGS: Mapping[str, Follows] = {
    "plan": lambda item, known: (
        f"Its papers are due {PAPERS_BEFORE} working days before it, and its minutes "
        f"{MINUTES_AFTER} working days after it. Those who hold a seat can say on its page whether "
        "they come."
    ),
    "move_date": lambda item, known: (
        f"Its papers are due {PAPERS_BEFORE} working days before the new day, and its minutes "
        f"{MINUTES_AFTER} working days after it."
    ),
    "agree_agenda": lambda item, known: _papers(item),
    "reply": _forecast,
    "reply_oneself": _forecast,
    "open": lambda item, known: (
        "Who is there, what is decided and the minutes can be recorded from now on. "
        f"{_minutes(item)}"
    ),
    "close": lambda item, known: (
        f"{known.whoever('meeting.clear_minutes')} clears the minutes. {_minutes(item)}"
    ),
    "clear_minutes": lambda item, known: _minutes(item),
    "circulate_minutes": lambda item, known: (
        "The next meeting confirms them. Until then corrections of them can be asked for."
    ),
    "ask_correction": lambda item, known: (
        f"{known.whoever('meeting.accept_correction')} accepts or declines it. The minutes are not "
        "confirmed while one waits."
    ),
    "capture": lambda item, known: (
        "It waits on the page of the meeting until it is recorded as an item, or let go."
    ),
    "defer_item": lambda item, known: (
        "It is among the matters arising of the next meetings, until one of them comes to an end "
        "with it."
    ),
    "decide": lambda item, known: "It stands in the register of decisions at once.",
}
OF_DECISIONS: Mapping[str, Follows] = {
    "take_between": lambda item, known: (
        "It stands in the register of decisions at once, and waits to be reported to the next "
        "meeting of its group."
    ),
    "load_past": lambda item, known: "It stands in the register as one from before this ledger.",
}
OF_COMMISSIONS: Mapping[str, Follows] = {
    "ask": lambda item, known: (
        f"{known.whoever('commission.ratify')} ratifies it or says no. Its report is due on the "
        "day that you give."
    ),
    "ratify": lambda item, known: f"The work can start. {_report(item)}",
    "start": lambda item, known: _report(item),
    "report_back": lambda item, known: (
        f"{known.whoever('commission.consider')} says that the report was considered."
    ),
    "consider": lambda item, known: (
        f"{known.whoever('commission.close')} closes it, once nothing is left to do."
    ),
    "close": lambda item, known: "It is over. Nothing falls due any more.",
    "withdraw": lambda item, known: "It is over. Nothing falls due any more.",
}


def _report(item: Any) -> str:
    return f"The report is due on {long_date(item.due_on)}." if item.due_on else ""


OF_ENTRIES: Mapping[str, Follows] = {
    "plan": lambda item, known: (
        "It can be taken onto the agenda of the meeting that you name, and is listed there."
    ),
}
