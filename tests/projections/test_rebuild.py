"""Projections are disposable: built anew while others write, and checked against the log."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, insert, inspect, select, update

from application.ledger.ledger import Ledger
from application.ledger.recorder import stored_events
from domain.kernel.item import Item
from domain.procedure.procedure import Procedure
from projections.audit.audit_trail import AuditTrail, audit_trail
from projections.partnership.agencies import Agencies, agencies
from projections.partnership.role_grants import RoleGrants
from projections.rebuild import (
    Projection,
    differences,
    every_projection,
    outdated,
    rebuild,
    versions,
)
from projections.risks.risk_register import RiskRegister, risk_register
from projections.versioned import UnhandledEventError, VersionedProjection
from tests.acts import do, join, record
from tests.examples import aggregates, event_classes, example
from tests.following import receive, redate, set_action, submit, verify
from tests.tampering import retold

EVERY_PROJECTION = [type(each) for each in every_projection()]


@pytest.fixture
def history(ledger: Ledger) -> str:
    """A ledger in which a little of everything has happened; the reference of its first risk."""
    join(ledger)
    do(ledger, "agency.rename", "kent-police", name="One Police", reason="x")
    one = record(ledger, "One", owner_agency="kent-police", likelihood="3", impact="3")
    do(ledger, "risk.correct_score", one,
       measure="current", likelihood="4", impact="3", reason="x")  # fmt: skip
    two = record(ledger, "Two")
    do(ledger, "risk.merge", two, into=one, reason="x")
    given = do(ledger, "role.give", person="1", role="auditor", from_on="2020-01-01")
    do(ledger, "role.end", given.reference, to_on="2020-12-31", reason="x")
    recommendation = receive(ledger, due_words="2099-12-31")
    submit(ledger, recommendation)
    verify(ledger, recommendation)
    action = set_action(ledger, due_on="2099-12-31")
    redate(ledger, action, "2100-01-31")
    do(ledger, "action.link", action, other=one)
    do(ledger, "indicator.rate", extent="partly", reason="x")
    do(ledger, "indicator.rate", extent="largely", reason="x")
    return one


def content(ledger: Ledger, projection: Projection) -> list[Any]:
    """Every row, without the number that says only in which order rows were written."""
    columns = [column for column in projection.table.c if column.name != "row"]
    order = [each for each in columns if each.name in {"since", "position", "reference"}]
    with ledger.reading() as connection:
        return list(connection.execute(select(*columns).order_by(*order)).tuples())


def tables(ledger: Ledger) -> set[str]:
    with ledger.reading() as connection:
        return set(inspect(connection).get_table_names())


# Every event has a home


@pytest.mark.parametrize(
    "projection", [each for each in EVERY_PROJECTION if issubclass(each, VersionedProjection)]
)
def test_every_event_of_an_item_has_a_handler(projection: type[VersionedProjection]) -> None:
    of_its_item = {
        event_class for _, event_class in event_classes()
        if issubclass(event_class, projection.events)
        and not issubclass(event_class, Item.WordsConfirmed)
    }  # fmt: skip
    assert of_its_item
    assert of_its_item == projection.handlers.keys()


def test_every_item_has_a_projection() -> None:
    events = {each.events for each in EVERY_PROJECTION if issubclass(each, VersionedProjection)}
    # There is one procedure, which is read whole.
    assert events == {item.Event for item in aggregates()} - {Procedure.Event}


def test_an_event_that_a_projection_does_not_know_stops_the_write(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {
        event: handler
        for event, handler in RiskRegister.handlers.items()
        if event.__name__ != "Recorded"
    }
    monkeypatch.setattr(RiskRegister, "handlers", known)
    with pytest.raises(UnhandledEventError, match=r"risk_register cannot handle Risk\.Recorded"):
        record(ledger)
    assert ledger.position() == 0
    assert content(ledger, AuditTrail()) == []


# Built anew


@pytest.mark.parametrize("projection", EVERY_PROJECTION)
def test_a_projection_built_anew_is_the_same(
    ledger: Ledger, history: str, projection: type[Projection]
) -> None:
    before, there = content(ledger, projection()), tables(ledger)
    assert rebuild(ledger, projection()) == ledger.position()
    assert content(ledger, projection()) == before
    assert tables(ledger) == there


@pytest.mark.parametrize("projection", EVERY_PROJECTION)
def test_the_ledger_goes_on_after_a_projection_was_built_anew(
    ledger: Ledger, history: str, projection: type[Projection]
) -> None:
    rebuild(ledger, projection())
    do(ledger, "risk.add_control", history, text="x")
    do(ledger, "agency.add_alias", "kent-police", alias="The Constabulary")
    do(ledger, "role.give", person="2", role="auditor")
    record(ledger, "Another")
    assert not [words for each in every_projection() for words in differences(ledger, each)]


@pytest.mark.parametrize("projection", EVERY_PROJECTION)
def test_indexes_are_there_again(
    ledger: Ledger, history: str, projection: type[Projection]
) -> None:
    def indexes() -> set[str | None]:
        with ledger.reading() as connection:
            return {
                each["name"] for each in inspect(connection).get_indexes(projection().table.name)
            }

    before = indexes()
    rebuild(ledger, projection())
    rebuild(ledger, projection())
    assert indexes() == before
    assert before


def test_a_lost_table_is_built_anew(ledger: Ledger, history: str) -> None:
    before = content(ledger, RiskRegister())
    with ledger.writing() as connection:
        risk_register.drop(connection)
    rebuild(ledger, RiskRegister())
    assert content(ledger, RiskRegister()) == before


def test_a_build_that_was_broken_off_is_begun_again(ledger: Ledger, history: str) -> None:
    def broken_off(*progress: Any) -> None:
        raise KeyboardInterrupt

    before = content(ledger, RiskRegister())
    with pytest.raises(KeyboardInterrupt):
        rebuild(ledger, RiskRegister(), progress=broken_off)
    assert content(ledger, RiskRegister()) == before
    rebuild(ledger, RiskRegister())
    assert content(ledger, RiskRegister()) == before


def test_it_is_built_in_batches_and_says_how_far_it_is(
    ledger: Ledger, history: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projections.rebuild.BATCH", 4)
    told: list[tuple[str, int, int]] = []
    rebuild(ledger, AuditTrail(), progress=lambda *progress: told.append(progress))
    last = ledger.position()
    assert told == [("audit_trail", done, last) for done in (*range(4, last, 4), last)]


def test_an_empty_ledger_has_empty_projections(ledger: Ledger) -> None:
    for projection in every_projection():
        assert rebuild(ledger, projection) == 0
        assert content(ledger, projection) == []


def test_others_write_and_read_while_it_is_built(
    ledger: Ledger, history: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two batches somebody records a risk, and the old rows can still be read."""
    monkeypatch.setattr("projections.rebuild.BATCH", 3)
    seen = []

    def meanwhile(*progress: Any) -> None:
        with ThreadPoolExecutor(max_workers=1) as thread:
            thread.submit(record, ledger, f"While {len(seen)}").result(timeout=30)
            seen.append(len(thread.submit(content, ledger, RiskRegister()).result(timeout=30)))

    before = len(content(ledger, RiskRegister()))
    assert rebuild(ledger, RiskRegister(), progress=meanwhile) == ledger.position()
    assert seen == [*range(before + 1, before + len(seen) + 1)]
    assert len(seen) >= 3
    assert differences(ledger, RiskRegister()) == []


# Versions


def test_what_was_never_built_is_out_of_date(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        assert outdated(connection, every_projection()) == []
        connection.execute(delete(versions).where(versions.c.name == "agencies"))
        assert [each.name for each in outdated(connection, every_projection())] == ["agencies"]
        versions.drop(connection)
        assert len(outdated(connection, every_projection())) == len(EVERY_PROJECTION)


def test_a_projection_of_another_version_is_out_of_date(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RiskRegister, "version", RiskRegister.version + 1)
    with ledger.reading() as connection:
        assert [each.name for each in outdated(connection, every_projection())] == ["risk_register"]
    rebuild(ledger, RiskRegister())
    with ledger.reading() as connection:
        assert outdated(connection, every_projection()) == []


# Differences


def test_there_are_none_to_begin_with(ledger: Ledger, history: str) -> None:
    for projection in every_projection():
        assert differences(ledger, projection) == []
    assert not {name for name in tables(ledger) if name.endswith("_check")}


def test_a_row_that_somebody_altered_is_found(ledger: Ledger, history: str) -> None:
    with ledger.writing() as connection:
        since = connection.scalar(
            select(risk_register.c.since).where(
                risk_register.c.reference == history, risk_register.c.until.is_(None)
            )
        )
        altered = update(risk_register).where(risk_register.c.since == since)
        connection.execute(altered.values(current_figure=1))
    assert differences(ledger, RiskRegister()) == [
        f"risk_register: the row of {history} from position {since} is not what the log gives.",
        f"risk_register: the row of {history} from position {since} is missing.",
    ]


def test_a_row_that_somebody_removed_is_found(ledger: Ledger, history: str) -> None:
    with ledger.writing() as connection:
        connection.execute(delete(audit_trail).where(audit_trail.c.position == 4))
    assert differences(ledger, AuditTrail()) == [
        f"audit_trail: the row of {history} from position 4 is missing."
    ]


def test_a_row_that_somebody_added_is_found(ledger: Ledger, history: str) -> None:
    with ledger.writing() as connection:
        line = connection.execute(select(audit_trail).limit(1)).mappings().one()
        connection.execute(insert(audit_trail), {**line, "position": 1000})
    assert differences(ledger, AuditTrail()) == [
        "audit_trail: the row of kent-police from position 1000 is not what the log gives."
    ]


@pytest.mark.parametrize(
    ("kind", "alteration", "found_by"),
    [
        ("Risk.Recorded", {"title": "Another title"}, {RiskRegister, AuditTrail}),
        ("Risk.Assessed", {"figure": 1}, {RiskRegister, AuditTrail}),
        ("Risk.Merged", {"reason": "Another reason"}, {RiskRegister, AuditTrail}),
        ("Agency.Renamed", {"name": "Another Police"}, {Agencies, AuditTrail}),
        ("RoleGrant.Granted", {"person": "another"}, {RoleGrants}),
    ],
)
def test_an_event_that_somebody_altered_is_found(
    ledger: Ledger,
    history: str,
    kind: str,
    alteration: dict[str, Any],
    found_by: set[type[Projection]],
) -> None:
    log = stored_events.c
    with ledger.reading() as connection:
        position = connection.scalar(select(log.position).where(log.topic.endswith(kind)).limit(1))
    assert position is not None
    retold(ledger, position, **alteration)
    found = {type(each) for each in every_projection() if differences(ledger, each)}
    assert found == found_by


def test_the_last_event_removed_is_found(ledger: Ledger, history: str) -> None:
    with ledger.writing() as connection:
        last = select(func.max(stored_events.c.position)).scalar_subquery()
        connection.execute(delete(stored_events).where(stored_events.c.position == last))
    assert [words for each in every_projection() for words in differences(ledger, each)]


def test_no_more_than_a_few_differences_of_a_kind_are_listed(ledger: Ledger) -> None:
    for number in range(10):
        record(ledger, f"Risk {number}")
    with ledger.writing() as connection:
        connection.execute(update(risk_register).values(title="Altered"))
    assert len(differences(ledger, RiskRegister())) == 10


def test_they_are_looked_for_while_others_write(ledger: Ledger, history: str) -> None:
    class Writing(RiskRegister):
        """Somebody records a risk in the middle of the check."""

        def apply(self, connection: Connection, *, position: int, event: Item.Event) -> None:
            super().apply(connection, position=position, event=event)
            if position == 4:
                with ThreadPoolExecutor(max_workers=1) as thread:
                    thread.submit(record, ledger, "In the middle").result(timeout=30)

    before = ledger.position()
    assert differences(ledger, Writing()) == []
    assert ledger.position() == before + 1


# One row


def test_a_row_ends_where_the_next_begins(ledger: Ledger, history: str) -> None:
    do(ledger, "risk.add_control", history, text="x")
    with ledger.reading() as connection:
        rows = connection.execute(
            select(risk_register.c.since, risk_register.c.until, risk_register.c.version)
            .where(risk_register.c.reference == history)
            .order_by(risk_register.c.since)
        ).all()
    assert [row.until for row in rows] == [*(row.since for row in rows[1:]), None]
    assert [row.version for row in rows] == [*range(1, len(rows) + 1)]


def test_a_projection_leaves_the_events_of_others_alone(ledger: Ledger) -> None:
    with ledger.writing() as connection:
        for _, event_class in event_classes():
            if not issubclass(event_class, Agencies.events):
                Agencies().apply(connection, position=1, event=example(event_class))
        assert connection.scalar(select(func.count()).select_from(agencies)) == 0
