"""Whoever does what to recommendations and actions, in whatever order: the rules hold, and every
figure is that of a plain count over the log.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from marshmallow import ValidationError

from application.doing.access import HeldRole, Person, actor, may
from application.nouns.actions import ACTION_INTENTS
from application.nouns.recommendations import RECOMMENDATION_INTENTS
from domain.actions.action import Action
from domain.kernel.bodies import Body
from domain.kernel.deciding.evidence import Evidenced
from domain.kernel.errors import DomainError
from domain.kernel.followed import Followed
from domain.kernel.item import Item
from domain.kernel.terms import Role
from domain.recommendations.recommendation import Recommendation
from domain.recommendations.vocabulary import CLOSERS, Closing, Colour, Impact, Response, Source
from projections.actions.actions import ACTIONS
from projections.audit.audit_trail import AuditTrail
from projections.followed.redates import redates_since
from projections.recommendations.figures import figures
from projections.recommendations.follow_up import FOLLOW_UP
from tests.acts import AUDITOR, CHAIR, COUNCIL, EXECUTIVE, POLICE, TEAM, do
from tests.databases import Databases
from tests.following import (
    HEALTH,
    LSP,
    NAMES,
    SCRUTINEER,
    SECOND_OF_TEAM,
    found,
    noun_of,
    receive,
    set_action,
)
from tests.reading import disagreements, looking
from web.running.startup import open_ledger

FIRST_DAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
POLICE_AND_EXECUTIVE = Person(
    "b07b", (HeldRole(Role.EXECUTIVE), HeldRole(Role.SAAS_MEMBER, "kent-police"))
)
PEOPLE = (
    TEAM, SECOND_OF_TEAM, CHAIR, POLICE, COUNCIL, HEALTH, SCRUTINEER, EXECUTIVE, LSP, AUDITOR,
    POLICE_AND_EXECUTIVE,
)  # fmt: skip
SOURCES = (
    Source.INDEPENDENT_SCRUTINY, Source.MULTI_AGENCY_AUDIT, Source.PRACTICE_REVIEW, Source.JTAI,
)  # fmt: skip


def one_of(choices: Any) -> st.SearchStrategy[str]:
    return st.sampled_from([each.value for each in choices])


words = st.sampled_from(["Rotas", "50% – “late”", "=1+1", "<b>x</b>"])
maybe = st.one_of(st.just(""), words)
power = st.sampled_from(["", "None found"])
agency = st.sampled_from(sorted(NAMES))
past = st.sampled_from(["", "", "2026-01-05", "2025-12-31"])
due = st.dates(date(2026, 3, 1), date(2028, 12, 31)).map(str)
months = st.sampled_from(["", "3", "6", "12", "5"])
other = st.none()
"""Stands for another recommendation, or for any other item where the form asks for one."""
EVIDENCE = [
    {"kind": "document", "title": "It", "link": "https://kent.example/it"},
    {"kind": "audit", "title": "It", "file": {"name": "a.txt", "content": "A sample."}},
    {"kind": "audit", "title": "It", "link": "nowhere"},
]


def form(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields)


SHARED: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "report_progress": form(progress=words, on=past),
    "add_evidence": st.sampled_from(EVIDENCE),
    "submit": form(claim=words),
    "check_evidence": form(evidence=st.sampled_from(["1", "2"]), finding=words),
    "withdraw_evidence": form(evidence=st.sampled_from(["1", "2"]), reason=words),
    "ask_redate": form(due_on=due, reason=words),
    "approve_redate": form(),
    "refuse_redate": form(reason=words),
    "assign_owner": form(owner_role=words, owner_agency=agency),
    "link": form(other=other),
    "unlink": form(other=other, reason=words),
    "return_it": form(reason=words),
    "propose_redecision": form(
        decision=st.builds("{} {}".format, st.integers(2, 9), st.sampled_from(["words", "date"])),
        becomes=st.one_of(words, past),
        reason=words,
    ),
    "confirm_redecision": form(confirmed_by=st.just(""), known_by=maybe),
    "decline_redecision": form(reason=words),
}
FORMS: dict[str, dict[str, st.SearchStrategy[dict[str, Any]]]] = {
    "recommendation": {
        **SHARED,
        "respond": form(response=one_of(Response), reason=maybe),
        "plan": form(plan=words),
        "verify": form(
            closing=one_of([Closing.IMPLEMENTED, Closing.RESOLVED_OTHERWISE]),
            finding=words,
            unchecked=maybe,
            decision_reference=maybe,
            outsider_role=maybe,
            impact_months=months,
            power=power,
        ),
        "return_it": form(reason=words, decision_reference=maybe, power=power),
        "worsen": form(colour=one_of(Colour), reason=words),
        "review_impact": form(impact=one_of(Impact), finding=words, impact_months=months),
        "accept_risk": form(to=one_of(Body), reason=words, power=st.just("None found")),
        "supersede": form(by_other=other, reason=words),
        "withdraw": form(reason=words),
        "reopen": form(reason=words),
        "tag": form(themes=words),
        "correct": form(
            fact=st.sampled_from(["published", "due_words", "words", "title", "received_on"]),
            becomes=st.one_of(words, past, due, st.just("immediately")),
            reason=words,
        ),
        "depend": form(other=other),
        "report_status": form(status=words),
    },
    "action": {
        **SHARED,
        "verify": form(finding=words, unchecked=maybe),
        "cancel": form(reason=words),
        "correct": form(
            fact=st.sampled_from(["due_as_recorded", "title", "set_on"]),
            becomes=st.one_of(words, past, due),
            reason=words,
        ),
    },
}
"""What is typed into each form."""

IN_ERROR = {"say_in_error", "agree_in_error", "decline_in_error", "put_back"}
"""What test_recorded_in_error.py tries in any order, for every noun."""

TO_CLAIM = [("submit",), ("respond", "add_evidence")]
PURPOSES: list[list[tuple[str, ...]]] = [
    [("verify",), *TO_CLAIM],
    [("verify", "return_it", "check_evidence"), *TO_CLAIM],
    [("approve_redate", "refuse_redate"), ("ask_redate",)],
    [("reopen", "review_impact"), ("verify",), *TO_CLAIM],
    [("withdraw", "accept_risk", "supersede", "cancel")],
    [],
]
"""What somebody may be up to: the first of these moves that any page offers, else any."""

NEVER_REFUSED_FOR_ITS_CONTENT = {
    "report_progress", "submit", "approve_redate", "refuse_redate", "plan", "withdraw", "reopen",
    "report_status", "cancel",
}  # fmt: skip


class Partnership(RuleBasedStateMachine):
    """Many people do things to a few recommendations and actions, some days apart."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.ledger = open_ledger(url)
        found(self.ledger)
        self.moment = FIRST_DAY
        self.ledger.now = lambda: self.moment
        self.items: list[str] = []
        self.loaded: dict[str, Followed] = {}
        self.pictures: dict[int, tuple[date, list[dict[str, Any]]]] = {}

    @initialize(sources=st.lists(st.sampled_from(SOURCES), min_size=2, max_size=2))
    def two_recommendations_and_an_action(self, sources: list[Source]) -> None:
        for source in sources:
            self.items.append(receive(self.ledger, source=source.value, due_words="2026-03"))
        self.items.append(set_action(self.ledger, serves=self.items[0]))

    @precondition(lambda self: len(self.items) < 6)
    @rule(
        source=st.sampled_from(SOURCES),
        due=st.sampled_from(["immediately", "within one month", "to be confirmed"]),
        agencies=st.lists(agency, max_size=2),
        owner=st.one_of(st.just(""), agency),
    )
    def another_is_received(
        self, source: Source, due: str, agencies: list[str], owner: str
    ) -> None:
        reference = receive(
            self.ledger, source=source.value, published="2026-01-05", due_words=due,
            agencies=agencies, owner_agency=owner,
        )  # fmt: skip
        self.items.append(reference)

    @rule(draw=st.data(), purpose=st.sampled_from([*PURPOSES, None]), days=st.integers(0, 5))
    def somebody_does_something(
        self, draw: st.DataObject, purpose: list[tuple[str, ...]] | None, days: int
    ) -> None:
        """What their page offers, or (where they are up to nothing good) anything whatever.

        It is one rule, because hypothesis leaves whole rules out of many of its runs.
        """
        self.moment += timedelta(days=days)
        every = [each for reference in self.items for each in self._offered(reference)]
        if purpose is None:
            reference = draw.draw(st.sampled_from(self.items), label="reference")
            move = draw.draw(st.sampled_from(sorted(FORMS[noun_of(reference)])), label="move")
            chosen = [(reference, move, person) for person in PEOPLE]
        else:
            wanted = ([each for each in every if each[1] in moves] for moves in purpose)
            chosen = next(filter(None, wanted), every)
        done = draw.draw(st.sampled_from(chosen), label="done")
        self._try(draw, *done, offered=done in every)
        if len(self.pictures) < 5 and not days:
            self.pictures[self.ledger.position()] = self._today, self._list(self._today, None)

    def _offered(self, reference: str) -> list[tuple[str, str, Person]]:
        """What pages offer: to whom may do it, while it is possible, but to none who must not."""
        item, noun = self._item(reference), noun_of(reference)
        return [
            (reference, move, person)
            for move in FORMS[noun]
            if not item.why_not(move)
            for person in PEOPLE
            if may(person, f"{noun}.{move}", item)
            and not item.not_by(move, actor(person, f"{noun}.{move}", item))
        ]

    def _try(
        self, draw: st.DataObject, reference: str, move: str, person: Person, *, offered: bool
    ) -> None:
        noun, before = noun_of(reference), self.ledger.position()
        data = {**draw.draw(FORMS[noun][move], label="data")}
        for name in {"other", "by_other"} & data.keys():
            data[name] = draw.draw(st.sampled_from(self.items), label=name)
        try:
            do(self.ledger, f"{noun}.{move}", reference, by=person, **data)
        except (DomainError, ValidationError):
            assert self.ledger.position() == before
            assert not offered or move not in NEVER_REFUSED_FOR_ITS_CONTENT
        else:
            assert self.ledger.position() > before
            assert offered
            self.loaded.clear()

    @invariant()
    def no_row_is_better_than_its_dates(self) -> None:
        for row in self._list(self._today, None):
            item = self._item(row["reference"])
            assert isinstance(item, Recommendation)
            assert (row["status"], row["version"]) == (item.status, item.version)
            if item.closing:
                assert row["colour"] == "blue"
            else:
                order = list(Colour)
                computed = item.colour_on(
                    self._today,
                    calendar=self.ledger.calendar,
                    deadlines=self.ledger.deadlines,
                )
                said = item.worsened or Colour.GREEN
                shown = max(order.index(computed), order.index(said))
                assert row["colour"] == order[shown]

    def teardown(self) -> None:
        try:
            assert disagreements(self.ledger, FOLLOW_UP, ACTIONS, AuditTrail()) == []
            for position, (day, picture) in self.pictures.items():
                assert self._list(day, position) == picture
            for reference in self.items:
                history = self.ledger.history(reference)
                assert all(event.sentence({}) for event in history)
                closed_only_on_evidence_by_somebody_independent(history)
                moved_only_by_approval_or_corrected(history, self._item(reference), self._redates())
            self._actions_are_as_replayed()
            self._figures_are_those_of_a_plain_count()
        finally:
            self.ledger.close()

    def _figures_are_those_of_a_plain_count(self) -> None:
        counts = [
            plain_count(self.ledger.history(each)) for each in self.items if each.startswith("REC")
        ]
        with looking(self.ledger, on=self._today) as view:
            found_now = figures(view)
        counted = [each for each in counts if each["counted"]]
        assert found_now.total == len(counts)
        assert found_now.counted == len(counted)
        for name in ("addressed", "verified", "accepted"):
            count = len([each for each in counted if each[name]])
            assert getattr(found_now, name) == count
            expected = round(100 * count / len(counted)) if counted else None
            assert found_now.percent(getattr(found_now, name)) == expected
        for name in ("awaiting", "reopened", "returned"):
            assert getattr(found_now, name) == len([each for each in counts if each[name]])
        assert found_now.verified <= found_now.addressed <= found_now.counted

    def _actions_are_as_replayed(self) -> None:
        with looking(self.ledger, on=self._today) as view:
            rows = ACTIONS.rows(view)
        for row in rows:
            action = self.ledger.get(Action, row["reference"])
            kept = ("version", "status", "due_on", "first_due_on", "moves", "updated_on")
            assert {name: row[name] for name in kept} == {
                name: getattr(action, name) for name in kept
            }
        assert len(rows) == len([each for each in self.items if each.startswith("ACT")])

    def _item(self, reference: str) -> Followed:
        if reference not in self.loaded:
            self.loaded[reference] = self.ledger.get(Followed, reference)
        return self.loaded[reference]

    @property
    def _today(self) -> date:
        return self.moment.date()

    def _list(self, on: date, position: int | None) -> list[dict[str, Any]]:
        with looking(self.ledger, on=on, position=position) as view:
            rows = FOLLOW_UP.rows(view, sort="reference")
        return [{name: row[name] for name in row if name != "until"} for row in rows]

    def _redates(self) -> list[Any]:
        with looking(self.ledger, on=date(2099, 1, 1)) as view:
            return redates_since(view, date(2026, 1, 1))


# What the log itself says, read event by event


def closed_only_on_evidence_by_somebody_independent(history: list[Item.Event]) -> None:
    evidence, added, claimed_by, owner = set[int](), 0, None, ""
    source, addressed, checked = None, set[str](), set[int]()
    for event in history:
        match event:
            case Evidenced.EvidenceChecked():
                checked.add(event.evidence)
            case Recommendation.Received():
                source, addressed = Source(event.source), set(event.agencies)
                owner = event.owner_agency
            case Action.Set() | Followed.OwnerAssigned():
                owner = event.owner_agency
            case Evidenced.EvidenceAdded():
                added += 1
                evidence.add(added)
                assert event.link or len(event.sha256) == 64
            case Evidenced.EvidenceWithdrawn():
                evidence.remove(event.evidence)
                checked.discard(event.evidence)
            case Recommendation.Corrected():
                source = Source(event.becomes) if event.fact == "source" else source
            case Followed.Submitted():
                claimed_by = event.by
                assert event.evidence == sorted(evidence)
            case Followed.Returned() | Recommendation.Reopened():
                claimed_by = None
            case Recommendation.Verified() | Action.Verified():
                assert event.evidence == sorted(evidence)
                assert bool(event.unchecked) == (not checked)
                if isinstance(event, Recommendation.Verified) and source is not None:
                    closers = CLOSERS[source]
                    if closers.mirrored:
                        assert event.decision_reference
                        continue
                    if event.by.role in {*closers.groups, Role.BUSINESS_TEAM}:
                        assert event.minuted.words
                    if event.by.role is Role.BUSINESS_TEAM:
                        assert bool(event.outsider_role) == closers.outsider
                        continue  # whoever decided is in the minute
                    assert event.by.role in closers.roles
                owners = {owner, *addressed} - {""}
                assert claimed_by is not None
                assert event.by.person != claimed_by.person
                assert event.by.agency not in owners
                assert event.by.person != POLICE_AND_EXECUTIVE.id or "kent-police" not in owners


def moved_only_by_approval_or_corrected(
    history: list[Item.Event], item: Followed, redates: list[Any]
) -> None:
    recorded: Any = history[0]
    first = due = recorded.due_on
    moves, approvals, asked_by = 0, 0, ""
    for event in history:
        match event:
            case Followed.RedateAsked():
                assert event.was == due
                asked_by = event.by.person
            case Followed.RedateApproved():
                assert event.was == due
                assert event.reason
                assert event.asked_by == asked_by != event.by.person
                if due:
                    moves += 1
                else:  # a first date that is agreed later is no move
                    first = event.due_on
                due, approvals = event.due_on, approvals + 1
            case Recommendation.Corrected() | Action.Corrected():
                if event.fact == "due_as_recorded" or event.reckoned:
                    first = event.reckoned.get("due_on", event.becomes)
                    due = due if approvals else first
    assert (item.first_due_on, item.due_on, item.moves) == (first, due, moves)
    approved = [line for line in redates if line["item"] == item.reference and line["approved_on"]]
    assert len(approved) == approvals
    if approved:
        assert approved[-1]["due_on"] == due


def plain_count(history: list[Item.Event]) -> dict[str, bool]:
    """How one recommendation counts."""
    closing = response = ""
    awaiting = reopened = returned = False
    for event in history:
        match event:
            case Recommendation.Responded():
                response = event.response
                closing = "not_accepted" if response == "not_accepted" else closing
            case Followed.Submitted():
                awaiting = True
            case Followed.Returned():
                awaiting, returned = False, True
            case Recommendation.Verified():
                closing = event.closing
            case Recommendation.Superseded():
                closing = "superseded"
            case Recommendation.Withdrawn():
                closing = "withdrawn"
            case Recommendation.RiskAccepted():
                closing = "risk_accepted"
            case Recommendation.Reopened():
                closing, awaiting, reopened = "", False, True
                response = "" if response == "not_accepted" else response
    verified = closing in {"implemented", "resolved_otherwise"}
    return {
        "counted": closing not in {"superseded", "withdrawn"},
        "accepted": response in {"accepted", "partly_accepted"},
        "addressed": verified or (awaiting and not closing),
        "verified": verified,
        "awaiting": awaiting and not closing,
        "reopened": reopened,
        "returned": returned,
    }


def test_every_move_has_a_form() -> None:
    for noun, intents in (("recommendation", RECOMMENDATION_INTENTS), ("action", ACTION_INTENTS)):
        assert FORMS[noun].keys() | IN_ERROR == {
            intent.move for intent in intents if not intent.creates
        }


def test_any_order_of_commands_keeps_the_rules(sqlite_databases: Databases) -> None:
    urls = []

    def founded() -> Partnership:
        urls.append(sqlite_databases.prepare())
        return Partnership(urls[-1])

    usual = settings()
    try:
        run_state_machine_as_test(
            founded,
            settings=settings(usual, max_examples=usual.max_examples // 5, stateful_step_count=40),
        )
    finally:
        for url in urls:
            sqlite_databases.drop(url)
