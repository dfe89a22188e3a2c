"""Every recorded fact that a noun says can be corrected: it is, everywhere, and nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from freezegun import freeze_time
from marshmallow import ValidationError

from application.ledger.ledger import Ledger
from domain.actions.action import Action
from domain.disputes.dispute import Dispute
from domain.kernel.errors import DomainError
from domain.kernel.mending.correcting import Correctable, Fact, FactKind
from projections.actions.actions import ACTIONS
from projections.commissions.commissions import COMMISSIONS
from projections.comparing import comparison_of
from projections.decisions.decisions import DECISIONS
from projections.disputes.disputes import DISPUTES
from projections.followed.redates import redates_since
from projections.forward.entries import ENTRIES
from projections.groups.groups import GROUPS
from projections.meetings.meetings import MEETINGS
from projections.recommendations.figures import status_changes
from projections.recommendations.follow_up import FOLLOW_UP
from projections.register import Register
from projections.risks.movements import changes
from projections.risks.risk_register import RISKS
from tests.acts import do
from tests.databases import Databases
from tests.examples import aggregates
from tests.reading import disagreements, looking, row_of
from tests.web.deeds import ITEMS, lived
from web.running.startup import open_ledger

KINDS: list[type[Correctable]] = [each for each in aggregates() if issubclass(each, Correctable)]
REGISTERS: dict[str, Register[Any]] = {
    "risk": RISKS, "recommendation": FOLLOW_UP, "action": ACTIONS, "dispute": DISPUTES,
    "meeting": MEETINGS, "decision": DECISIONS, "commission": COMMISSIONS, "entry": ENTRIES,
    "group": GROUPS,
}  # fmt: skip
EVERY = [(kind, fact) for kind in KINDS for fact in kind.can_be_corrected]
EVERY_FACT = pytest.mark.parametrize(
    ("kind", "fact"), EVERY, ids=[f"{kind.__name__}-{fact.key}" for kind, fact in EVERY]
)
OTHER = {
    FactKind.LINE: "Another line",
    FactKind.PROSE: "Other words.",
    FactKind.DAY: "2026-05-28",
    FactKind.MOMENT: "2026-06-09T16:30+01:00",
    FactKind.TAGS: "Neglect, Transitions",
    FactKind.AGENCY: "cafcass",
    FactKind.AGENCIES: ["cafcass", "kent-county-council"],
}
PARTICULAR = {
    ("Recommendation", "source"): "jtai",
    ("Recommendation", "to_body"): "executive",
    ("Recommendation", "published"): "2026-01",
    ("Recommendation", "due_words"): "2027-01-31",
    ("Risk", "raised_in"): "executive",
    ("Dispute", "raised_by"): "kent-police",
    ("Dispute", "met_on"): "2026-06-01",
    ("Dispute", "circulated_on"): "2026-06-11",
    ("Dispute", "approved_on"): "2026-06-19",
    ("Group", "kind"): "sub_group",
    ("Group", "meetings"): "3",
    ("Group", "since"): "2024-02-05",
    ("Group", "ended_on"): "2026-06-24",
    ("Decision", "kind"): "recommended",
    ("Commission", "asked_on"): "2026-06-09",
    ("Commission", "due_on"): "2026-11-30",
    ("Commission", "started_on"): "2026-06-11",
    ("Commission", "reported_on"): "2026-06-24",
    ("Meeting", "kind"): "extraordinary",
    ("Meeting", "mode"): "virtual",
    ("Meeting", "meets_on"): "2026-06-05",
    ("Meeting", "starts_at"): "09:30",
    ("Meeting", "minutes"): "75",
    ("Meeting", "agreed_on"): "2026-06-01",
    ("Meeting", "cleared_on"): "2026-06-13",
    ("Meeting", "circulated_on"): "2026-06-21",
    ("Meeting", "confirmed_on"): "2026-06-24",
    ("Meeting", "quorate"): "said_no",
}
MOVES = ("moves", "target_moves", "assessment", "extensions", "escalations", "reopened", "returned",
         "times_down", "status")  # fmt: skip
"""What a movement, a slip or an extension changes, of whatever noun has it."""


@pytest.fixture
def ledger(sqlite_databases: Databases) -> Iterator[Ledger]:
    with sqlite_databases.lend(sqlite_databases.prepare(lived.lived)) as url:
        ledger = open_ledger(url)
        yield ledger
        ledger.close()


def _item_with(ledger: Ledger, kind: type[Correctable], fact: Fact) -> Correctable:
    """An item of the kind of which that fact is on record; some facts are put there first."""
    register = REGISTERS[kind.word]
    with looking(ledger) as view:
        every = [ledger.get(kind, row["reference"]) for row in register.rows(view)]
    found = [each for each in every if each.why_over() is None or fact.key == "ended_on"]
    with_it = [each for each in found if each.facts_to_correct().count(fact)]
    for reference in () if with_it else [each.reference for each in found][:1]:
        return _given(ledger, kind, fact, reference)
    return next(
        (each for each in with_it if not isinstance(each, Dispute) or each.names), with_it[0]
    )


def _given(ledger: Ledger, kind: type[Correctable], fact: Fact, reference: str) -> Correctable:
    """An item to which what the fact is about has happened."""
    match kind.__name__, fact.key:
        case "Risk", "reviewed_on":
            do(ledger, "risk.review", reference, finding="Looked.", review_on="2026-12-01")
        case "Risk", "proximity":
            do(ledger, "risk.judge_proximity", reference, proximity="This year")
        case "Risk", "first_target_on":
            do(ledger, "risk.set_target_date", reference, target_on="2026-07-31")
            do(ledger, "risk.set_target_date", reference, target_on="2026-08-31", reason="Late.")
        case "Action", "first_due_on":
            reference = do(
                ledger, "action.load", title="Old", due_on="2026-09-30", first_due_on="2026-07-31"
            ).reference
        case "Recommendation", "first_due_on":
            reference = do(
                ledger, "recommendation.receive", source="jtai", title="Old", words="Do it.",
                due_words="2026-09-30", first_due_on="2026-07-31",
            ).reference  # fmt: skip
        case "Dispute", ("number" | "note"):
            reference = do(
                ledger, "dispute.load_past", kind="dispute", title="Old", raised_by="kent-police",
                other_agency="kent-county-council", met_on="2026-01-14", number="7", note="Odd.",
            ).reference  # fmt: skip
        case "Decision", _:
            reference = do(
                ledger, "decision.load_past", group="GRP-2026-001", words="Adopt it.",
                taken_on="2026-06-01", meeting="SAAS", minute="5", number="7", note="Odd.",
            ).reference  # fmt: skip
        case "Meeting", ("agreed_on" | "agreed_by"):
            reference = do(
                ledger, "meeting.plan", group="GRP-2026-001", kind="ordinary", mode="both",
                meets_on="2026-07-02",
            ).reference  # fmt: skip
            do(
                ledger, "meeting.add_item", reference, title="Neglect", asked="note",
                restricted="no", about_scrutineer="no",
            )  # fmt: skip
            do(ledger, "meeting.agree_agenda", reference, known_by="her e-mail")
        case "Meeting", _:
            reference = do(
                ledger, "meeting.load_past", group="GRP-2026-001", meets_on="2026-06-01",
                cleared_on="2026-06-15", circulated_on="2026-06-19", confirmed_on="2026-06-23",
            ).reference  # fmt: skip
        case "Dispute", _:
            do(
                ledger, "dispute.date_minutes", reference,
                circulated_on="2026-06-12", approved_on="2026-06-18",
            )  # fmt: skip
        case _:
            raise LookupError(f"Nothing makes {fact.key} of a {kind.word} known.")
    return ledger.get(kind, reference)


def _other(kind: type[Correctable], fact: Fact) -> str | list[str]:
    return PARTICULAR.get((kind.__name__, fact.key)) or OTHER[fact.kind]


def _moved(row: Any) -> dict[str, Any]:
    return {key: row[key] for key in MOVES if key in row}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_facts_of_a_noun_have_names_of_their_own(kind: type[Correctable]) -> None:
    assert kind.can_be_corrected
    for each in ("key", "label"):
        names = [getattr(fact, each) for fact in kind.can_be_corrected]
        assert len(set(names)) == len(names)


@EVERY_FACT
def test_a_correction_shows_everywhere_and_is_no_movement(
    kind: type[Correctable], fact: Fact, ledger: Ledger
) -> None:
    with freeze_time("2026-06-25T09:00:00Z"):
        item = _item_with(ledger, kind, fact)
        register, reference = REGISTERS[kind.word], item.reference
        before, position = row_of(ledger, register, reference), ledger.position()
        with looking(ledger) as view:
            redates = redates_since(view, date(2000, 1, 1)) if kind.word in _FOLLOWED else []
        typed = _other(kind, fact)
        do(
            ledger, f"{kind.word}.correct", reference,
            fact=fact.key, becomes=typed, reason="Misread.",
        )  # fmt: skip

    corrected = ledger.get(kind, reference)
    expected = typed if isinstance(typed, str) else ", ".join(typed)
    assert fact.text(corrected) == expected
    after = row_of(ledger, register, reference)
    assert after["corrections"] == before["corrections"] + 1
    assert _moved(after) == _moved(before)
    if fact.key in after:
        assert after[fact.key] != before[fact.key]
    event = ledger.history(reference)[-1]
    assert (event.fact, event.becomes, event.why) == (fact.key, expected, "Misread.")
    assert event.sentence({}).startswith(f"corrected “{fact.label}” from ")
    with looking(ledger) as view, looking(ledger, position=position) as then:
        if kind.word in _FOLLOWED:
            assert redates_since(view, date(2000, 1, 1)) == redates
        told = _COMPARED[kind.word](then, view)
        assert [each["change"] for each in told if each["reference"] == reference] == ["corrected"]
    assert disagreements(ledger) == []


_FOLLOWED = {"recommendation", "action"}
_COMPARED: dict[str, Any] = {
    "risk": changes,
    "recommendation": status_changes,
    "action": comparison_of(ACTIONS).rows,
    "dispute": comparison_of(DISPUTES).rows,
    "meeting": comparison_of(MEETINGS).rows,
    "decision": comparison_of(DECISIONS).rows,
    "commission": comparison_of(COMMISSIONS).rows,
    "entry": comparison_of(ENTRIES).rows,
    "group": comparison_of(GROUPS).rows,
}


@EVERY_FACT
def test_what_is_on_record_already_is_no_correction(
    kind: type[Correctable], fact: Fact, ledger: Ledger
) -> None:
    with freeze_time("2026-06-25T09:00:00Z"):
        item = _item_with(ledger, kind, fact)
        with pytest.raises(ValidationError, match=r"on record already|what .* should be"):
            do(
                ledger, f"{kind.word}.correct", item.reference,
                fact=fact.key, becomes=fact.text(item), reason="Misread.",
            )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_was_decided_is_not_corrected(kind: type[Correctable], ledger: Ledger) -> None:
    reference = ITEMS[kind.word][1]
    with pytest.raises(ValidationError, match="cannot be corrected"):
        do(ledger, f"{kind.word}.correct", reference, fact="closing", becomes="x", reason="No.")


def test_an_ended_item_can_be_corrected(ledger: Ledger) -> None:
    with looking(ledger) as view:
        ended = next(row["reference"] for row in ACTIONS.rows(view) if row["ended_on"])
    do(ledger, "action.correct", ended, fact="title", becomes="Said better", reason="Misheard.")
    assert ledger.get(Action, ended).corrections == 1


def test_nothing_is_corrected_to_what_makes_no_sense(ledger: Ledger) -> None:
    for fact, becomes in (("met_on", "soon"), ("parties", ["kent-police"]), ("meeting", "")):
        with pytest.raises((ValidationError, DomainError)):
            do(
                ledger, "dispute.correct", "DSP-2026-001",
                fact=fact, becomes=becomes, reason="A mistake.",
            )  # fmt: skip
