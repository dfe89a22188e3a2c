"""The one way to do anything: checked, loaded, acted on and saved whole, or refused whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from freezegun import freeze_time
from marshmallow import ValidationError
from sqlalchemy import Connection, func, select

from application.doing.access import Person
from application.doing.intents import perform
from application.ledger.commands import Command, Origin, commands
from application.ledger.ledger import Ledger
from application.ledger.log.log_tables import stored_events
from application.nouns.catalogue import CATALOGUE
from domain.kernel.days.happened import Happened
from domain.kernel.errors import (
    ChangedSinceError,
    DomainError,
    NotAllowedError,
    NotFoundError,
    RepeatedCommandError,
)
from domain.kernel.item import Item
from domain.kernel.terms import Actor, Role
from domain.risks.risk import Risk
from tests.acts import (
    AUDITOR,
    CHAIR,
    COUNCIL,
    EXECUTIVE,
    POLICE,
    SCRUTINEER,
    TEAM,
    do,
    join,
    record,
)
from tests.kent import OPERATOR
from tests.reading import disagreements
from web.nouns import every_projection


def rows(ledger: Ledger) -> dict[str, int]:
    """How many rows there are of everything that an act writes."""
    tables = [stored_events, commands, *(each.table for each in ledger.projections)]
    with ledger.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }


@pytest.fixture
def nothing_written(ledger: Ledger) -> Callable[[Callable[[], Any]], None]:
    """Calls something that must fail, and sees that the database is as it was."""

    def call(act: Callable[[], Any]) -> None:
        before = rows(ledger)
        act()
        assert rows(ledger) == before

    return call


# What comes of it


def test_recording_a_risk_gives_its_reference_version_and_position(ledger: Ledger) -> None:
    outcome = do(ledger, "risk.record", kind="risk", title="A risk", likelihood="3", impact="4")
    assert outcome.reference.startswith("RSK-")
    assert (outcome.version, outcome.position, outcome.repeated) == (2, 2, False)


def test_a_risk_is_recorded_with_its_owner_score_and_review_in_one_breath(ledger: Ledger) -> None:
    join(ledger)
    reference = record(
        ledger,
        owner_role="Chief Constable",
        owner_agency="kent-police",
        likelihood="4",
        impact="5",
        review_on="2999-01-01",
    )
    assert [type(event) for event in ledger.history(reference)] == [
        Risk.Recorded,
        Risk.OwnerAssigned,
        Risk.Assessed,
        Risk.ReviewScheduled,
    ]


@freeze_time("2026-05-12T23:30:00Z")
def test_what_happened_today_happened_today_in_london(ledger: Ledger) -> None:
    [event] = ledger.history(record(ledger))
    assert event.on == "2026-05-13"
    assert event.timestamp == datetime(2026, 5, 12, 23, 30, tzinfo=UTC)


@freeze_time("2026-05-12")
def test_when_it_happened_may_be_before_it_was_recorded(ledger: Ledger) -> None:
    reference = record(ledger, on="2026-04-01")
    assert ledger.history(reference)[0].on == "2026-04-01"


@freeze_time("2026-05-12")
def test_nothing_is_recorded_as_happening_in_the_future(ledger: Ledger) -> None:
    with pytest.raises(ValidationError) as refused:
        record(ledger, on="2026-05-13")
    assert refused.value.messages == {"on": ["The date it happened must not be in the future."]}


def test_the_log_names_who_did_it_in_which_role_for_which_agency(ledger: Ledger) -> None:
    join(ledger)
    reference = do(ledger, "risk.record", by=POLICE, kind="risk", title="A risk").reference
    [event] = ledger.history(reference)
    assert event.by == Actor("c0ffee", Role.SAAS_MEMBER, "kent-police")


def test_what_two_risks_have_to_do_with_each_other_is_kept_by_both(ledger: Ledger) -> None:
    one, two = record(ledger, "One"), record(ledger, "Two")
    do(ledger, "risk.link", one, other=two.lower())
    assert ledger.get(Risk, one).links == [two]
    assert ledger.get(Risk, two).links == [one]


def test_a_duplicate_is_merged_in_one_act(ledger: Ledger) -> None:
    one, two = record(ledger, "One"), record(ledger, "Two")
    outcome = do(ledger, "risk.merge", one, into=two, reason="The same")
    assert outcome.reference == one
    assert outcome.position == ledger.position()
    assert type(ledger.history(two)[-1]) is Risk.Absorbed


def test_an_agency_merges_into_another(ledger: Ledger) -> None:
    police, council = join(ledger), join(ledger, "Kent County Council", "local_authority")
    do(ledger, "agency.merge", police, into=council, reason="An example")
    assert type(ledger.history(police)[-1]).__qualname__ == "Agency.Merged"


def test_a_decision_is_made_on_the_position_that_the_log_had(ledger: Ledger) -> None:
    reference = record(ledger)
    record(ledger, "Another")
    do(ledger, "risk.close", reference, closing="managed", reason="Done")
    closed = ledger.history(reference)[-1]
    assert closed.facts["decided_position"] == 2
    assert closed.facts["decided_version"] == 1


def test_the_item_and_each_that_is_named_are_read_once(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, get = list[str](), Ledger.get

    def noting(self: Ledger, kind: type[Any], reference: str, **more: Any) -> Any:
        read.append(reference)
        return get(self, kind, reference, **more)

    police, council = join(ledger), join(ledger, "Kent County Council", "local_authority")
    one, two = record(ledger, "One"), record(ledger, "Two")
    monkeypatch.setattr(Ledger, "get", noting)
    do(ledger, "risk.assign_owner", one, owner_role="Director", owner_agency=council)
    do(ledger, "risk.merge", one, into=two, reason="The same")
    do(ledger, "agency.merge", police, into=council, reason="An example")
    assert read == [one, council, one, two, police, council]


# What is refused


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        ({"title": "A risk"}, {"kind": ["Select what it is."]}),
        ({"kind": "risk", "title": " "}, {"title": ["Enter a title."]}),
        (
            {"kind": "risk", "title": "x" * 100_000},
            {"title": ["Title must be 200 characters or fewer; it has 100,000."]},
        ),
        (
            {"kind": "risk", "title": "A\x00risk", "review_on": "soon"},
            {
                "title": ["Title has a character that cannot be printed (U+0000). Remove it."],
                "review_on": ["Next review must be a real date, such as 14 January 2026."],
            },
        ),
        (
            {"kind": "risk", "title": "A risk", "likelihood": "6", "impact": "3"},
            {"likelihood": ["Likelihood must be a whole number from 1 to 5."]},
        ),
        (
            {"kind": "risk", "title": "A risk", "warning": "Latent"},
            {"warning": ["How it showed itself is for early warnings only."]},
        ),
        (
            {"kind": "risk", "title": "A risk", "review_on": "2020-01-01"},
            {"review_on": ["The next review must not be in the past."]},
        ),
        (
            {"kind": "risk", "title": "A risk", "owner_agency": "nobody"},
            {"owner_agency": ["There is no agency nobody."]},
        ),
        (
            {"kind": "risk", "title": "A risk", "raised_by": "RSK-2026-001"},
            {"raised_by": ["There is no agency RSK-2026-001."]},
        ),
    ],
    ids=lambda each: str(each)[:80],
)
def test_bad_input_is_refused_field_by_field(
    ledger: Ledger, nothing_written: Any, data: dict[str, str], messages: dict[str, list[str]]
) -> None:
    def act() -> None:
        with pytest.raises(ValidationError) as refused:
            do(ledger, "risk.record", command="1", **data)
        assert refused.value.messages == messages

    nothing_written(act)


def test_what_nobody_asked_for_is_refused(ledger: Ledger) -> None:
    """A misspelt key in a program's data must not be lost words."""
    sent = {"kind": "risk", "title": "A risk", "thme": "Neglect"}
    with pytest.raises(ValidationError) as refused:
        perform(ledger, CATALOGUE["risk.record"], sent, person=OPERATOR)
    assert refused.value.messages == {"thme": ["Unknown field."]}
    assert not ledger.position()


def test_a_risk_is_not_an_agency(ledger: Ledger) -> None:
    """A reference of one kind of item does not pass for another."""
    police = join(ledger)
    with pytest.raises(NotFoundError, match=f"There is no risk {police}"):
        do(ledger, "risk.reopen", police, reason="x")
    with pytest.raises(ValidationError, match="There is no item"):
        do(ledger, "risk.link", record(ledger), other=police)


def test_an_agency_that_has_left_takes_on_nothing_new(ledger: Ledger) -> None:
    police = join(ledger)
    do(ledger, "agency.leave", police, reason="x")
    with pytest.raises(ValidationError) as refused:
        record(ledger, owner_agency=police)
    assert refused.value.messages == {
        "owner_agency": ["Owner’s agency: that agency is no longer a member."]
    }


def test_an_unknown_item_is_not_found(ledger: Ledger, nothing_written: Any) -> None:
    def act() -> None:
        with pytest.raises(NotFoundError, match="There is no risk RSK-2026-999"):
            do(ledger, "risk.reopen", "RSK-2026-999", command="1", reason="x")

    nothing_written(act)


def test_a_rule_of_the_domain_is_said_in_its_words(ledger: Ledger, nothing_written: Any) -> None:
    reference = record(ledger)

    def act() -> None:
        with pytest.raises(DomainError, match=f"{reference} is open"):
            do(ledger, "risk.reopen", reference, command="1", reason="x")

    nothing_written(act)


@pytest.mark.parametrize("person", [AUDITOR, CHAIR, COUNCIL, EXECUTIVE], ids=lambda each: each.id)
def test_who_may_not_do_it_is_told_who_may(
    ledger: Ledger, nothing_written: Any, person: Any
) -> None:
    join(ledger)
    reference = record(ledger, raised_in="saas", owner_role="x", owner_agency="kent-police")

    def act() -> None:
        with pytest.raises(NotAllowedError) as refused:
            do(
                ledger,
                "risk.assess",
                reference,
                by=person,
                command="1",
                measure="target",
                published="6",
            )
        assert refused.value.sentence == (
            "This can be done only by: Business Team, SAAS member of the agency that owns it."
        )

    nothing_written(act)


def test_what_a_person_may_not_see_is_not_there_for_them(
    ledger: Ledger, nothing_written: Any
) -> None:
    """SAF 2: the register is not SAAS's. Its Chair escalates what was raised there."""
    hidden, open_to_saas = record(ledger, "Hidden"), record(ledger, "Open", raised_in="saas")
    data = {"to": "executive", "question": "Who pays?", "reason": "x"}

    def act() -> None:
        with pytest.raises(NotFoundError, match=f"There is no risk {hidden}"):
            do(ledger, "risk.escalate", hidden, by=CHAIR, **data)
        with pytest.raises(ValidationError, match=f"There is no item {hidden}"):
            do(ledger, "risk.link", open_to_saas, by=CHAIR, other=hidden)

    nothing_written(act)
    do(ledger, "risk.escalate", open_to_saas, by=CHAIR, **data)


# Two people at once


def test_a_change_since_the_page_was_opened_is_not_overwritten(
    ledger: Ledger, nothing_written: Any
) -> None:
    reference = record(ledger)
    do(ledger, "risk.add_control", reference, version=1, text="A weekly look")

    def act() -> None:
        with pytest.raises(ChangedSinceError) as refused:
            do(ledger, "risk.add_control", reference, version=1, command="1", text="A rota")
        assert (refused.value.shown, refused.value.version) == (1, 2)
        assert refused.value.sentence == f"{reference} has changed since you opened this page."

    nothing_written(act)
    do(ledger, "risk.add_control", reference, version=2, command="1", text="A rota")
    assert list(ledger.get(Risk, reference).controls.values()) == ["A weekly look", "A rota"]


def test_who_is_not_allowed_does_not_learn_that_it_changed(ledger: Ledger) -> None:
    reference = record(ledger)
    with pytest.raises(NotAllowedError):
        do(ledger, "risk.add_control", reference, by=AUDITOR, version=7, text="A rota")


# The same form twice


def test_a_repeated_command_returns_the_first_outcome(ledger: Ledger, nothing_written: Any) -> None:
    data = {"kind": "risk", "title": "A risk", "review_on": "2999-01-01"}
    first = do(ledger, "risk.record", command="form-1", **data)
    record(ledger, "Another in between")

    def act() -> None:
        again = do(ledger, "risk.record", command="form-1", **data)
        assert again.repeated
        assert (again.reference, again.version, again.position) == (
            first.reference, first.version, first.position,
        )  # fmt: skip

    nothing_written(act)


def test_a_repeat_is_harmless_although_the_item_has_changed(ledger: Ledger) -> None:
    """The first answer was lost on its way; the form comes again with the version it showed."""
    reference = record(ledger)
    data = {"text": "A weekly look", "version": 1, "command": "form-1"}
    first = do(ledger, "risk.add_control", reference, **data)
    again = do(ledger, "risk.add_control", reference, **data)
    assert (again.version, again.repeated) == (first.version, True)
    assert len(ledger.get(Risk, reference).controls) == 1


def test_what_a_command_led_to_can_be_asked_later(ledger: Ledger) -> None:
    first = do(ledger, "risk.record", command="form-1", kind="risk", title="A risk")
    form = Command(Origin.PERSON, OPERATOR.id, "risk.record", "form-1")
    found = ledger.performed(form)
    assert found
    assert (found.reference, found.version, found.repeated) == (first.reference, 1, True)
    assert ledger.performed(replace(form, id="form-2")) is None
    assert ledger.performed(replace(form, of=TEAM.id)) is None
    assert ledger.performed(replace(form, origin=Origin.IMPORT)) is None
    assert ledger.performed(replace(form, to="agency.join")) is None


@pytest.mark.parametrize(
    "data", [{"kind": "risk", "title": "Another risk"}, {"kind": "issue", "title": "A risk"}]
)
def test_a_repeated_command_with_other_content_is_refused(
    ledger: Ledger, nothing_written: Any, data: dict[str, str]
) -> None:
    first = do(ledger, "risk.record", command="form-1", kind="risk", title="A risk")

    def act() -> None:
        with pytest.raises(RepeatedCommandError) as refused:
            do(ledger, "risk.record", command="form-1", **data)
        assert refused.value.sentence == (
            f"This was already recorded as {first.reference}, with other content."
        )

    nothing_written(act)


def test_the_same_command_on_another_item_is_other_content(ledger: Ledger) -> None:
    one, two = record(ledger, "One"), record(ledger, "Two")
    do(ledger, "risk.add_control", one, command="form-1", text="x")
    with pytest.raises(RepeatedCommandError, match=one):
        do(ledger, "risk.add_control", two, command="form-1", text="x")


# For whom something is recorded


@pytest.mark.parametrize("field", ["owner_agency", "raised_by"])
@pytest.mark.parametrize("by", [POLICE, CHAIR, SCRUTINEER], ids=["member", "chair", "scrutineer"])
def test_nobody_records_for_another_agency_who_may_not_assign(
    ledger: Ledger, nothing_written: Any, by: Person, field: str
) -> None:
    join(ledger)
    other = join(ledger, "Kent County Council", "local_authority")

    def act() -> None:
        with pytest.raises(ValidationError) as refused:
            do(ledger, "risk.record", by=by, kind="risk", title="A risk", **{field: other})
        assert refused.value.messages == {
            field: [
                "Only these can record it for another agency: Business Team, Executive member. "
                "Name your own, or leave this empty."
            ]
        }

    nothing_written(act)
    do(ledger, "risk.record", by=by, kind="risk", title="A risk")
    for may_assign in (TEAM, EXECUTIVE):
        do(ledger, "risk.record", by=may_assign, kind="risk", title="A risk", **{field: other})


def test_a_member_records_for_their_own_agency(ledger: Ledger) -> None:
    own = join(ledger)
    reference = do(
        ledger, "risk.record", by=POLICE, kind="risk", title="A risk",
        owner_agency=own, raised_by=own,
    ).reference  # fmt: skip
    assert ledger.get(Risk, reference).owner_agency == own


# Whose a command is: nobody hits another's, or learns of it


def test_two_people_may_happen_on_the_same_id(ledger: Ledger) -> None:
    first = do(ledger, "risk.record", by=TEAM, command="form-1", kind="risk", title="A risk")
    other = do(ledger, "risk.record", by=CHAIR, command="form-1", kind="risk", title="A risk")
    assert not other.repeated
    assert other.reference != first.reference


def test_one_person_may_use_an_id_for_two_intents(ledger: Ledger) -> None:
    do(ledger, "risk.record", command="form-1", kind="risk", title="A risk")
    assert not do(ledger, "agency.join", command="form-1", kind="police", name="A risk").repeated


def test_the_id_of_another_persons_command_tells_nothing_of_it(
    ledger: Ledger, nothing_written: Any
) -> None:
    """A member who has come by the id of the team's form is answered as if it were any other."""
    join(ledger)
    hidden = record(ledger, command="form-1")

    def act() -> None:
        for command in ("form-1", "form-2"):
            with pytest.raises(NotFoundError) as refused:
                do(ledger, "risk.assess", hidden, by=POLICE, command=command,
                   measure="current", likelihood="1", impact="1")  # fmt: skip
            assert refused.value.sentence == f"There is no risk {hidden}."

    nothing_written(act)


@pytest.mark.parametrize("title", ["A risk", "Another risk"], ids=["the same", "other words"])
def test_what_a_command_led_to_is_told_to_nobody_who_may_no_longer_see_it(
    ledger: Ledger, nothing_written: Any, title: str
) -> None:
    """The Executive's own risk, asked after by the same person once they are of the group."""
    join(ledger)
    first = do(ledger, "risk.record", by=EXECUTIVE, command="form-1", kind="risk", title="A risk")
    later = Person(EXECUTIVE.id, POLICE.roles)

    def act() -> None:
        with pytest.raises(NotFoundError) as refused:
            do(ledger, "risk.record", by=later, command="form-1", kind="risk", title=title)
        assert first.reference not in refused.value.sentence

    nothing_written(act)


def test_a_repeat_is_answered_to_nobody_who_may_no_longer_do_it(ledger: Ledger) -> None:
    join(ledger)
    reference = record(ledger, raised_in="saas", owner_agency="kent-police")
    do(ledger, "risk.review", reference, by=POLICE, command="form-1", finding="x")
    nobody = Person(POLICE.id, ())
    with pytest.raises(NotFoundError):
        do(ledger, "risk.review", reference, by=nobody, command="form-1", finding="x")
    auditor = Person(POLICE.id, AUDITOR.roles)
    with pytest.raises(NotAllowedError):
        do(ledger, "risk.review", reference, by=auditor, command="form-1", finding="x")


def test_a_command_that_was_refused_can_be_sent_again(ledger: Ledger) -> None:
    with pytest.raises(ValidationError):
        do(ledger, "risk.record", command="form-1", kind="risk", title="")
    outcome = do(ledger, "risk.record", command="form-1", kind="risk", title="A risk")
    assert not outcome.repeated


def test_without_a_command_every_act_counts(ledger: Ledger) -> None:
    assert record(ledger) != record(ledger)


@pytest.mark.parametrize(
    "command", ["x" * 10_000, "\x00", "’", " "], ids=["long", "NUL", "quote", "space"]
)
def test_any_words_will_do_for_a_command(ledger: Ledger, command: str) -> None:
    """A form is in its sender's hands."""
    first = do(ledger, "risk.record", command=command, kind="risk", title="A risk")
    again = do(ledger, "risk.record", command=command, kind="risk", title="A risk")
    assert (again.reference, again.repeated) == (first.reference, True)


# A projection that fails


class Refusing:
    """A projection that takes every event but one."""

    def __init__(self, event_class: type[Item.Event]) -> None:
        self.event_class = event_class

    def row(self, happened: Happened) -> dict[str, Any]:
        return {"event": happened.event}

    def put(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        if any(isinstance(row["event"], self.event_class) for row in rows):
            raise LookupError("a projection cannot handle this event")


def test_a_projection_that_fails_stops_the_write(ledger: Ledger, nothing_written: Any) -> None:
    """The last of three events fails; neither the log nor any table holds the first two."""
    refusing = Ledger(
        ledger.engine, projections=[*every_projection(), Refusing(Risk.ReviewScheduled)]
    )
    data = {
        "kind": "risk", "title": "A risk", "likelihood": "3", "impact": "3",
        "review_on": "2999-01-01",
    }  # fmt: skip

    def act() -> None:
        with pytest.raises(LookupError, match="cannot handle"):
            do(refusing, "risk.record", command="form-1", **data)

    nothing_written(act)
    outcome = do(ledger, "risk.record", command="form-1", **data)
    assert outcome.position == 3
    assert not outcome.repeated
    assert not disagreements(ledger)


def test_the_two_risks_of_one_act_are_kept_together_or_not_at_all(
    ledger: Ledger, nothing_written: Any
) -> None:
    one, two = record(ledger, "One"), record(ledger, "Two")
    refusing = Ledger(ledger.engine, projections=[*every_projection(), Refusing(Risk.Absorbed)])

    def act() -> None:
        with pytest.raises(LookupError):
            do(refusing, "risk.merge", one, into=two, reason="x")

    nothing_written(act)
    assert not ledger.get(Risk, one).closed


def test_an_act_within_a_larger_one_is_undone_with_it(ledger: Ledger, nothing_written: Any) -> None:
    def act() -> None:
        with ledger.writing():
            record(ledger)
            raise ZeroDivisionError

    def failing() -> None:
        with pytest.raises(ZeroDivisionError):
            act()

    nothing_written(failing)


def test_a_team_is_allowed_what_a_member_is_not(ledger: Ledger) -> None:
    join(ledger)
    reference = record(ledger, raised_in="saas")
    do(ledger, "risk.assess", reference, by=TEAM, measure="target", likelihood="1", impact="1")
    with pytest.raises(NotAllowedError):
        do(ledger, "risk.review", reference, by=POLICE, finding="x")
    do(ledger, "risk.assign_owner", reference, owner_role="x", owner_agency="kent-police")
    do(ledger, "risk.review", reference, by=POLICE, finding="x")
    assert ledger.get(Risk, reference).reviewed_on
