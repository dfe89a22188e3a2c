"""Whatever commands let happen breaks no rule of the procedure, but those of time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from domain.disputes.audit.breach_kinds import BreachKind
from domain.disputes.audit.by_other_rules import what_if
from domain.disputes.audit.conformance import breaches
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import Kind
from domain.kernel.days.calendar import Calendar
from domain.kernel.errors import DomainError
from domain.kernel.item import Item
from domain.kernel.terms import Actor, Occasion, Role
from domain.partnership.agency import Agency, AgencyKind, Partners
from tests.disputed import URGENT, record
from tests.domain.disputes.day_by_day import URGENCY
from tests.examples import finds
from tests.kent import placeholder
from tests.minuted import NOT_MINUTED

RULES = placeholder()
CALENDAR = Calendar(frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
MET = date(2026, 3, 25)
OF_TIME = {BreachKind.LATE_REPLY, BreachKind.LEFT_LATE}
ALLOWED = {*OF_TIME, BreachKind.NOT_MINUTED}
"""What happens although every command keeps the rules: time passes, and no power was found."""
TEAM = Actor("b7e1", Role.BUSINESS_TEAM)
ACTORS = st.sampled_from(
    [
        TEAM,
        Actor("c4a1", Role.SAAS_CHAIR, "kent-county-council"),
        Actor("c0ffee", Role.SAAS_MEMBER, "kent-police"),
        Actor("4ea1", Role.SAAS_MEMBER, "nhs"),
        Actor("e5ec", Role.EXECUTIVE),
        Actor("15b0", Role.LSP),
        Actor("5c17", Role.SCRUTINEER),
    ]
)
KEYS = st.sampled_from([stage.key for stage in RULES.stages])


def at(day: date, by: Actor = TEAM) -> Occasion:
    return Occasion(by, datetime(2027, 1, 4, 9, tzinfo=UTC), day, clock=time(12))


def agency(reference: str, kind: AgencyKind) -> Agency:
    return Agency.join(at(date(2020, 1, 6)), name=reference, kind=kind, find=finds())


POLICE = agency("kent-police", AgencyKind.POLICE)
COUNCIL = agency("kent-county-council", AgencyKind.LOCAL_AUTHORITY)
HEALTH = agency("nhs", AgencyKind.HEALTH)
CAFCASS = agency("cafcass", AgencyKind.RELEVANT)
MEMBERS = {each.reference: each for each in (POLICE, COUNCIL, HEALTH, CAFCASS)}
AGENCIES = st.sampled_from([*MEMBERS])
PARTNERS = Partners([POLICE, COUNCIL, HEALTH])

Move = Callable[[Dispute, Occasion], object]


def keep_all(item: Dispute, occasion: Occasion) -> None:
    for asked in item.missing:
        item.keep_record(occasion, record=asked, words="It is.")


def leave(move: str, **facts: Any) -> Move:
    """Complete the record, then leave the stage by this move."""

    def act(item: Dispute, occasion: Occasion) -> None:
        if not item.ending:
            keep_all(item, occasion)
        getattr(item, move)(occasion, **facts)

    return act


def plain(move: str, **facts: Any) -> Move:
    return lambda item, occasion: getattr(item, move)(occasion, **facts)


MOVES = st.one_of(
    st.builds(lambda to: leave("escalate", reason="No.", calendar=CALENDAR, to=to), KEYS),
    st.just(leave("escalate", reason="No.", calendar=CALENDAR)),
    st.just(plain("escalate", reason="No.", calendar=CALENDAR)),
    st.builds(lambda key: plain("return_it", stage=key, reason="Offer.", calendar=CALENDAR), KEYS),
    st.builds(
        lambda days: plain("extend", days=days, reason="Leave.", calendar=CALENDAR),
        st.integers(1, 10),
    ),
    st.builds(lambda who: plain("reply", agency=who, reply="No."), AGENCIES),
    st.builds(lambda who: plain("name_convener", role="Director", agency=MEMBERS[who]), AGENCIES),
    st.builds(
        lambda who: plain("recuse", role="Director", agency=who, reason="Friends."),
        AGENCIES,
    ),
    st.builds(
        lambda who: leave(
            "assent", agency=MEMBERS[who], decision="Yes.", known_by="E-mail", partners=PARTNERS
        ),
        AGENCIES,
    ),
    st.builds(
        lambda who, chair: leave(
            "decide",
            decision="Yes.",
            minute=NOT_MINUTED,
            partners=PARTNERS,
            assenting=PARTNERS[:who],
            chair_role="Chair" if who else "",
            chair_agency=MEMBERS.get(chair),
        ),
        st.integers(0, 3),
        st.sampled_from(["", *MEMBERS]),
    ),
    st.just(plain("end_recusal", recusal=1, reason="No longer.")),
    st.just(plain("declare_urgent", **URGENCY)),
    st.just(plain("extend", hours=3, reason="Leave.", calendar=CALENDAR)),
    st.just(leave("agree", terms="Yes.")),
    st.just(plain("withdraw", reason="Settled.")),
    st.just(plain("drop", reason="Settled.")),
    st.just(leave("notify", told="Inspectorate", told_reference="1", reason="Nobody can.")),
    st.just(plain("reopen", reason="New facts.", calendar=CALENDAR)),
    st.just(plain("notice_overdue", calendar=CALENDAR)),
)
STEPS = st.lists(st.tuples(MOVES, ACTORS, st.integers(0, 4)), max_size=25)


def played(
    steps: list[tuple[Move, Actor, int]], *, kind: Kind, urgent: bool, start_at: str = ""
) -> Dispute:
    """A dispute to which all of the steps happened that commands allow, some days apart."""
    both = kind is Kind.DISPUTE
    item = record(
        at(MET),
        kind=kind,
        raised_by=POLICE,
        others=[COUNCIL] if both else [],
        positions=["Yes.", "No."] if both else [],
        met_on=MET,
        rules=RULES,
        calendar=CALENDAR,
        **({**URGENT, "start_at": start_at} if urgent else {}),
    )
    day = MET
    for move, by, wait in steps:
        day += timedelta(days=wait)
        with suppress(DomainError):
            move(item, at(day, by))
    return item


def events_of(item: Dispute) -> list[Item.Event]:
    return cast("list[Item.Event]", list(item.pending_events))


@given(STEPS, st.sampled_from(Kind), st.booleans())
def test_what_commands_let_happen_breaks_only_rules_of_time_and_of_minutes(
    steps: list[tuple[Move, Actor, int]], kind: Kind, urgent: bool
) -> None:
    item = played(steps, kind=kind, urgent=urgent)
    assert {breach.kind for breach in breaches(events_of(item))} <= ALLOWED


@given(STEPS, st.sampled_from(Kind), st.booleans())
def test_by_its_own_rules_every_due_date_is_the_one_that_it_had(
    steps: list[tuple[Move, Actor, int]], kind: Kind, urgent: bool
) -> None:
    item = played(steps, kind=kind, urgent=urgent)
    for each in what_if(events_of(item), RULES, CALENDAR):
        assert (each.due_then, each.late_then) == (each.due_there, each.late_there)


@given(STEPS, st.integers(1, 30))
def test_with_more_days_nothing_is_later(steps: list[tuple[Move, Actor, int]], more: int) -> None:
    item = played(steps, kind=Kind.DISPUTE, urgent=False)
    stages = tuple(
        replace(stage, days=stage.days + more) if stage.days else stage for stage in RULES.stages
    )
    rules = replace(RULES, stages=stages, urgent_hours=RULES.urgent_hours + more)
    for each in what_if(events_of(item), rules, CALENDAR):
        assert each.late_there.rank <= each.late_then.rank
