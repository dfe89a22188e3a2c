"""How a dispute ends, who decides it, and how it is reopened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.actions.action import Action
from domain.disputes.dispute import Dispute
from domain.disputes.vocabulary import ActionsDone
from domain.kernel.errors import SeveralErrors
from domain.kernel.finder import Finder
from domain.kernel.terms import Actor
from domain.partnership.agency import AgencyKind
from domain.procedure.rules import ENDINGS, Decider, Ending
from domain.risks.risk import Risk
from tests.disputed import (
    CALENDAR,
    COUNCIL,
    HEALTH_BOARD,
    KENT_POLICE,
    PARTNERS,
    PROBATION,
    agency,
    at_stage,
    by_the_neutral,
    complete,
    end,
    ended,
    issue,
    ready_at,
    recorded,
    shipped,
)
from tests.domain.disputes.commands import (
    COMMANDS,
    CONVENED,
    EVERY_ENDING,
    PROBATION_MEMBER,
    do,
    refused,
    sentence_of,
)
from tests.examples import NOW, finds, given, news, told
from tests.followed import (
    CHAIR,
    EXECUTIVE,
    LSP,
    POLICE,
    SCRUTINEER,
    TEAM,
    by,
    set_action,
    settled,
)
from tests.followed import COUNCIL as COUNCIL_MEMBER
from tests.followed import HEALTH as HEALTH_MEMBER
from tests.minuted import MINUTE

# Endings


@EVERY_ENDING
def test_every_ending_closes_the_stage_that_it_is_at(ending: Ending) -> None:
    dispute = recorded()
    end(dispute, ending)
    event = dispute.pending_events[-1]
    assert isinstance(event, Dispute.EndedEvent)
    assert event.ending is ending
    assert event.decided_position == NOW.position
    assert event.decided_version == event.originator_version - 1
    assert dispute.ended_on == dispute.visit.left_on == "2026-05-12"
    assert dispute.visit.outcome == ending
    assert dispute.outcome
    assert dispute.awaited == []


IN_ERROR = {"say_in_error", "agree_in_error", "decline_in_error", "put_back"}
REDECIDING = {"propose_redecision", "confirm_redecision", "decline_redecision"}


@EVERY_ENDING
@pytest.mark.parametrize(
    "move",
    sorted(
        COMMANDS.keys()
        - {"reopen", "note_learning", "check_actions", "describe", "date_minutes"}
        - {"record_dissent", "link", "unlink", "correct"}
        - {"add_evidence", "check_evidence", "withdraw_evidence"}
        - IN_ERROR
        - REDECIDING
    ),
)
def test_what_has_ended_stays_as_it_is(ending: Ending, move: str) -> None:
    assert sentence_of(do, ended(ending), move) == (
        f"DSP-2026-001 has ended: {ENDINGS[ending].lower()}."
    )


@EVERY_ENDING
def test_how_it_was_written_down_is_mended_after_its_end_too(ending: Ending) -> None:
    dispute = ended(ending)
    assert [move for move in sorted(IN_ERROR | REDECIDING) if not dispute.why_not(move)] == [
        "propose_redecision", "say_in_error",
    ]  # fmt: skip
    (decision, _), *_ = dispute.decisions_to_correct()
    do(dispute, "propose_redecision", decision=decision, becomes="5 May 2026")
    do(dispute, "say_in_error")
    assert dispute.why_not("confirm_redecision") is None
    assert (dispute.ending, dispute.ended_on) == (ending, "2026-05-12")


@pytest.mark.parametrize("move", ["reopen", "note_learning", "check_actions"])
def test_what_comes_after_the_end_does_not_come_before(move: str) -> None:
    assert sentence_of(do, recorded(), move) == "DSP-2026-001 has not ended yet."


@EVERY_ENDING
def test_after_the_end_it_is_learned_from_checked_described_and_dissented_from(
    ending: Ending,
) -> None:
    dispute = ended(ending)
    for move in ("note_learning", "check_actions", "describe", "date_minutes", "record_dissent"):
        do(dispute, move)
    assert dispute.learning == ["Ask about nights first."]
    assert dispute.actions_done is ActionsDone.SOME
    assert dispute.title == "Nights"


@pytest.mark.parametrize(
    ("ending", "move"),
    [
        (Ending.AGREED, "agree"),
        (Ending.DECIDED, "decide"),
        (Ending.WITHDRAWN, "withdraw"),
        (Ending.SUPERSEDED, "supersede"),
        (Ending.NO_LONGER, "drop"),
        (Ending.ANSWERED, "record_answer"),
    ],
)
def test_an_ending_that_the_procedure_lacks_is_refused(ending: Ending, move: str) -> None:
    endings = tuple(each for each in Ending if each is not ending)
    dispute = recorded(rules=shipped(endings=endings))
    assert sentence_of(do, dispute, move) == (
        f"Version 1 of the procedure has no ending “{ENDINGS[ending].lower()}”."
    )


def test_it_is_notified_only_at_the_last_stage_and_settled_nowhere_there() -> None:
    assert sentence_of(do, ready_at("lsp"), "notify") == (
        "It is notified externally only at the last stage, when nobody can settle it."
    )
    for move in ("agree", "decide"):
        assert sentence_of(do, ready_at("external"), move) == (
            "Nothing is settled at this stage: it is a record of who was told."
        )


def test_only_the_agency_that_raised_it_withdraws_it() -> None:
    assert sentence_of(do, recorded(), "withdraw", COUNCIL_MEMBER) == (
        "Only the agency that raised it can withdraw it."
    )
    for actor in (POLICE, TEAM):
        dispute = recorded()
        do(dispute, "withdraw", actor)
        assert dispute.ending is Ending.WITHDRAWN


def test_it_is_superseded_by_a_linked_item() -> None:
    dispute, other = recorded(), recorded(reference="DSP-2026-002")
    dispute.supersede(NOW, other=other, reason="Wider.")
    assert told(dispute) == [
        "linked it to DSP-2026-002",
        "ended it because DSP-2026-002 takes its place",
    ]
    assert told(other) == ["linked it to DSP-2026-001"]
    risk = given(Risk.Recorded)
    linked = recorded()
    linked.link(NOW, other=risk)
    settled(linked).supersede(NOW, other=risk, reason="It is a risk now.")
    assert len(linked.pending_events) == 1


def test_it_is_not_superseded_by_itself_or_by_what_was_superseded() -> None:
    dispute = recorded()
    assert refused(do, dispute, "supersede", other=recorded()) == (
        "A dispute cannot take its own place.",
        "other",
    )
    other = settled(end(recorded(reference="DSP-2026-004"), Ending.SUPERSEDED))
    assert refused(do, dispute, "supersede", other=other) == (
        "DSP-2026-004 has itself been superseded.",
        "other",
    )


def test_telling_somebody_outside_settles_nothing_until_the_answer_comes() -> None:
    dispute = ready_at("external")
    assert sentence_of(do, dispute, "record_answer") == (
        "Nobody outside the partnership has been told."
    )
    do(dispute, "notify", LSP)
    assert (dispute.ending, dispute.notified_on) == (None, "2026-05-12")
    do(dispute, "notify", told="Inspectorate")
    do(dispute, "record_answer")
    assert (dispute.ending, dispute.outcome) == (Ending.ANSWERED, "As last year.")
    assert told(dispute) == [
        "notified DfE, reference 17",
        "notified Inspectorate, reference 17",
        "recorded the answer of DfE: As last year.",
    ]


# Decisions


TODAY = NOW.on
CAFCASS = agency("cafcass", "Cafcass", AgencyKind.RELEVANT)
THREE = ["kent-police", "kent-county-council", "nhs-kent-and-medway"]


@pytest.mark.parametrize("stage", ["executive", "lsp"])
def test_a_body_decides_by_the_assent_of_all_its_partners_parties_included(stage: str) -> None:
    dispute = ready_at(stage)
    do(dispute, "decide")
    assert dispute.ending is Ending.DECIDED
    facts = news(dispute)[0][1]
    assert facts["assents"] == dict.fromkeys(THREE, TODAY.isoformat())
    assert (facts["how"], facts["absent"]) == ("all_assent", {})
    assert list(facts["partners"]) == THREE


@pytest.mark.parametrize("missing", range(3))
def test_two_of_the_three_never_bind_the_third(missing: int) -> None:
    two = [each for at, each in enumerate(PARTNERS) if at != missing]
    assert refused(do, ready_at("executive"), "decide", assenting=two) == (
        f"Record the assent of {PARTNERS[missing].name} first. At this stage all Safeguarding "
        "Partners decide together, and none is bound by the others.",
        "assenting",
    )


def test_assents_may_come_one_by_one_each_with_its_date() -> None:
    dispute = ready_at("executive")
    for partner, day in zip(PARTNERS, (12, 13, 14), strict=True):
        later = replace(by(TEAM), on=date(2026, 5, day), at=NOW.at + timedelta(days=3))
        dispute.assent(later, **{**COMMANDS["assent"], "agency": partner})
    dispute.decide(later, **{**COMMANDS["decide"], "assenting": []})
    assert news(dispute)[-1][1]["assents"] == {
        "kent-police": "2026-05-12",
        "kent-county-council": "2026-05-13",
        "nhs-kent-and-medway": "2026-05-14",
    }


def test_an_assent_to_other_words_is_no_assent_to_the_decision() -> None:
    dispute = ready_at("executive")
    do(dispute, "assent", decision="The police.")
    others = [each for each in PARTNERS if each is not HEALTH_BOARD]
    assert refused(do, dispute, "decide", assenting=others)[1] == "assenting"
    do(dispute, "assent", decision="the  council")
    do(dispute, "decide", assenting=others)
    assert dispute.ending is Ending.DECIDED


def test_an_assent_is_recorded_once_and_says_how_it_is_known() -> None:
    dispute = ready_at("executive")
    do(dispute, "assent")
    assert told(dispute) == ["recorded that nhs-kent-and-medway assents: The council."]
    assert refused(do, dispute, "assent") == (
        "NHS Kent and Medway has assented to that already.", "agency",
    )  # fmt: skip
    assert refused(do, dispute, "assent", agency=COUNCIL, known_by="")[1] == "known_by"
    assert refused(do, dispute, "assent", agency=PROBATION) == (
        "Probation Service is not a Safeguarding Partner: it has no say at this stage.", "agency",
    )  # fmt: skip
    assert refused(do, dispute, "assent", EXECUTIVE, agency=COUNCIL) == (
        "You can record the assent of your own agency only.", "agency",
    )  # fmt: skip


def test_an_assent_ends_with_the_stage() -> None:
    dispute = ready_at("executive")
    do(dispute, "assent")
    do(dispute, "escalate")
    assert dispute.visit.assents == {}


@pytest.mark.parametrize("stage", ["direct", "saas"])
def test_nothing_is_decided_by_assent_where_no_body_decides(stage: str) -> None:
    assert sentence_of(do, ready_at(stage), "assent") == (
        "Nothing is decided by assent at this stage."
    )


def test_somebody_of_no_party_chairs() -> None:
    dispute = ready_at("executive")
    assert refused(do, dispute, "decide", chair_role="") == (
        "Enter who chaired, by their role.", "chair_role",
    )  # fmt: skip
    assert refused(do, dispute, "decide", chair_agency=COUNCIL) == (
        "Kent County Council is a party, so nobody from it can chair this. Somebody from an agency "
        "other than Kent Police or Kent County Council can.",
        "chair_agency",
    )
    do(dispute, "decide", chair_role="Chief Nurse", chair_agency=HEALTH_BOARD)
    assert news(dispute)[-1][1]["chair_agency"] == "nhs-kent-and-medway"


def test_where_all_partners_are_parties_one_of_them_may_chair() -> None:
    dispute = ready_at("executive")
    do(dispute, "add_party", agency=HEALTH_BOARD, position="Either.")
    do(dispute, "decide", chair_role="Chief Nurse", chair_agency=HEALTH_BOARD)
    assert dispute.ending is Ending.DECIDED


def test_a_decision_is_written_down_with_its_minute() -> None:
    for stage, body in (
        ("executive", "the KSCMP Executive"),
        ("lsp", "the Lead Safeguarding Partners"),
    ):
        sentence, field = refused(do, ready_at(stage), "decide", minute=None)
        assert f"the minute in which {body} decided this." in sentence
        assert field == "meeting"
        dispute = ready_at(stage)
        do(dispute, "decide")
        assert dispute.ending is Ending.DECIDED
    sentence, field = refused(do, ready_at("saas"), "decide", minute=None, **CONVENED)
    assert "the minute in which the convener decided this." in sentence
    assert field == "meeting"


@pytest.mark.parametrize(
    ("stage", "actor", "sentence"),
    [
        ("executive", LSP, "At this stage only the KSCMP Executive can decide."),
        ("executive", CHAIR, "At this stage only the KSCMP Executive can decide."),
        ("executive", HEALTH_MEMBER, "At this stage only the KSCMP Executive can decide."),
        ("lsp", EXECUTIVE, "At this stage only the Lead Safeguarding Partners can decide."),
        ("saas", EXECUTIVE, "At this stage only the convener can decide."),
        ("saas", CHAIR, "At this stage only the convener can decide."),
        ("saas", POLICE, "At this stage only the convener can decide."),
        *(
            (stage, SCRUTINEER, "The Independent Scrutineer may facilitate, but never decides.")
            for stage in ("saas", "executive", "lsp")
        ),
    ],
)
def test_nobody_decides_but_those_who_decide_its_stage(
    stage: str, actor: Actor, sentence: str
) -> None:
    dispute = ready_at(stage)
    assert sentence_of(do, dispute, "decide", actor) == sentence
    assert dispute.not_by("decide", actor) == sentence


def test_the_convener_decides_a_convened_stage() -> None:
    dispute = ready_at("saas")
    do(dispute, "decide", PROBATION_MEMBER, minute=None, **CONVENED)
    assert news(dispute)[0][1]["assents"] == {"probation-service": TODAY.isoformat()}
    assert news(dispute)[0][1]["decided_by"] == Decider.CONVENER


@pytest.mark.parametrize("stage", ["direct", "senior"])
def test_nobody_decides_where_parties_agree(stage: str) -> None:
    assert sentence_of(do, ready_at(stage), "decide") == (
        "Nobody decides at this stage: the parties agree, or it is escalated."
    )


def neutral_decide(**facts: Any) -> Dispute:
    """A dispute at a body that decides by all who are neutral, with its record complete."""
    return ready_at("executive", rules=by_the_neutral(shipped()), **facts)


def test_a_body_may_decide_by_all_who_are_neutral() -> None:
    dispute = neutral_decide()
    do(dispute, "decide", EXECUTIVE, assenting=[HEALTH_BOARD], minute=MINUTE)
    assert told(dispute) == [
        f"recorded the decision of nhs-kent-and-medway ({MINUTE.words}): The council."
    ]


@pytest.mark.parametrize(
    ("facts", "sentence", "field"),
    [
        (
            {"assenting": []},
            "Select the Safeguarding Partners who decided.",
            "assenting",
        ),
        (
            {"assenting": [HEALTH_BOARD, COUNCIL]},
            "Kent County Council is a party, so its member cannot decide. The other Safeguarding "
            "Partners can; where all are parties, escalate it.",
            "assenting",
        ),
        (
            {"assenting": [PROBATION]},
            "Probation Service is not a Safeguarding Partner: it has no say at this stage.",
            "assenting",
        ),
        (
            {"assenting": [HEALTH_BOARD], "absent": [HEALTH_BOARD]},
            "NHS Kent and Medway cannot both assent and be absent.",
            "absent",
        ),
    ],
)
def test_who_may_not_take_the_decision(facts: dict[str, Any], sentence: str, field: str) -> None:
    assert refused(do, neutral_decide(), "decide", EXECUTIVE, **facts) == (sentence, field)


def test_a_neutral_partner_that_was_absent_is_recorded_with_the_reason() -> None:
    dispute = neutral_decide(
        raised_by=KENT_POLICE, others=[CAFCASS], positions=["The council.", "The police."]
    )
    facts: dict[str, Any] = {"assenting": [HEALTH_BOARD]}
    assert refused(do, dispute, "decide", EXECUTIVE, **facts) == (
        "Kent County Council could decide and took no part: say that it was absent, and why.",
        "absent",
    )
    facts["absent"] = [COUNCIL]
    assert refused(do, dispute, "decide", EXECUTIVE, **facts) == (
        "Enter why they were absent.", "absence",
    )  # fmt: skip
    do(dispute, "decide", EXECUTIVE, absence="Ill.", **facts)
    assert news(dispute)[-1][1]["absent"] == {"kent-county-council": "Ill."}


def test_nobody_is_absent_where_all_must_assent() -> None:
    assert refused(do, ready_at("executive"), "decide", absent=[COUNCIL], absence="Ill.")[1] == (
        "absent"
    )


def test_a_decision_is_not_dated_before_the_last_assent_to_it() -> None:
    dispute = issue()
    complete(dispute)
    words = COMMANDS["decide"]["decision"]
    do(dispute, "assent", agency=HEALTH_BOARD, decision=words)
    assert refused(do, dispute, "decide", on=date(2026, 5, 11)) == (
        "NHS Kent and Medway assented on 12 May 2026. Give the day on which the last of them did "
        "as the date of the decision.",
        "on",
    )
    do(dispute, "decide")
    assert dispute.ending is Ending.DECIDED


def test_whoever_stood_aside_neither_decides_nor_chairs_at_any_later_stage() -> None:
    dispute = at_stage("senior")
    do(dispute, "recuse", role="Chief Nurse", agency="nhs-kent-and-medway")
    for stage in ("saas", "executive"):
        complete(dispute)
        if stage == "executive":
            do(dispute, "name_convener")
        do(dispute, "escalate")
        assert dispute.stood_aside == {"nhs-kent-and-medway"}
    complete(dispute)
    chair: dict[str, Any] = {"chair_role": "Chief Nurse", "chair_agency": HEALTH_BOARD}
    aside = (
        "NHS Kent and Medway stood aside from this. If it no longer does, record that first, with "
        "the reason. Where it still does, not all can assent: escalate it."
    )
    chairs = (
        "NHS Kent and Medway stood aside from it on 12 May 2026. Where that no longer holds, "
        "record so first."
    )
    assert sentence_of(do, dispute, "decide", **chair) == f"{aside} {chairs}"
    assert refused(do, dispute, "assent", agency=HEALTH_BOARD) == (aside, "agency")
    do(dispute, "end_recusal")
    assert told(dispute)[-1] == (
        "recorded that Chief Nurse (nhs-kent-and-medway) no longer stands aside"
    )
    do(dispute, "decide", **chair)
    assert dispute.ending is Ending.DECIDED


def test_all_that_a_decision_lacks_is_told_at_once() -> None:
    dispute = at_stage("executive")
    for record in dispute.missing_at_entry:
        do(dispute, "keep_record", record=record, words="As minuted.")
    nothing: dict[str, Any] = {
        "assenting": [HEALTH_BOARD], "chair_role": "", "minute": None, "for_the_record": "",
    }  # fmt: skip
    with pytest.raises(SeveralErrors) as refused:
        do(dispute, "decide", **nothing)
    assert [each.field for each in refused.value.errors] == [
        "meeting", "assenting", "chair_role", "for_the_record",
    ]  # fmt: skip
    assert not dispute.ending


def test_whoever_stood_aside_still_does_after_it_was_reopened() -> None:
    dispute = neutral_decide()
    do(dispute, "recuse", role="Chief Nurse", agency="nhs-kent-and-medway")
    do(dispute, "drop")
    do(dispute, "reopen")
    complete(dispute)
    assert sentence_of(do, dispute, "decide", EXECUTIVE, assenting=[HEALTH_BOARD]) == (
        "NHS Kent and Medway stood aside from this."
    )


def test_facilitation_decides_nothing() -> None:
    dispute = at_stage("saas")
    do(dispute, "facilitate", SCRUTINEER)
    assert told(dispute) == ["recorded that Independent Scrutineer facilitated: Met both."]
    assert dispute.ending is None


# Reopened


@EVERY_ENDING
def test_it_is_reopened_at_the_stage_where_it_ended(ending: Ending) -> None:
    dispute = ended(ending)
    stage, left = dispute.visit.stage, dispute.visit
    later = by(TEAM, date(2026, 6, 1))
    dispute.reopen(later, reason="It was not done.", calendar=CALENDAR)
    assert dispute.ending is None
    assert (dispute.ended_on, dispute.outcome) == ("", "")
    assert (dispute.visit.stage, dispute.visit.entered_on) == (stage, "2026-06-01")
    assert dispute.visits[-2] == left, "the stay that ended is as it was"
    clock = dispute.stage.days and CALENDAR.after(date(2026, 6, 1), dispute.stage.days)
    assert dispute.visit.due_on == (str(clock) if clock else "")


def test_it_is_not_reopened_before_it_ended() -> None:
    assert refused(do, ended(), "reopen", on=date(2026, 5, 11)) == (
        "It ended on 12 May 2026.",
        "on",
    )


def test_a_dispute_that_is_reopened_can_end_again() -> None:
    dispute = ended()
    do(dispute, "reopen")
    complete(dispute)
    do(dispute, "agree", terms="Every second night.")
    assert dispute.outcome == "Every second night."


def test_what_was_checked_before_it_was_reopened_is_checked_again() -> None:
    dispute = ended()
    do(dispute, "check_actions")
    assert dispute.actions_done
    do(dispute, "reopen")
    assert dispute.actions_done is None


# ------------------------------------------------------------------ agreed actions


def served_by(*actions: Action) -> tuple[Dispute, Finder]:
    """A dispute that has ended, which those actions serve."""
    dispute = ended(Ending.AGREED)
    for action in actions:
        dispute.link(NOW, other=action)
    return dispute, finds(*actions)


def test_all_done_is_challenged_while_an_action_is_open_and_says_which() -> None:
    open_one, done = set_action("ACT-2026-001"), set_action("ACT-2026-002")
    done.cancel(NOW, reason="Not needed.")
    dispute, find = served_by(open_one, done)
    check: dict[str, Any] = {"done": ActionsDone.ALL, "find": find}
    sentence, field = refused(do, dispute, "check_actions", **check)
    assert sentence.startswith("ACT-2026-001 is still open.")
    assert field == "although_open"
    do(dispute, "check_actions", **check, although_open="Only its report is to be written.")
    assert dispute.open_when_checked == ["ACT-2026-001"]
    assert told(dispute)[-1].endswith(
        "although ACT-2026-001 had not ended: Only its report is to be written."
    )


@pytest.mark.parametrize("done", [ActionsDone.SOME, ActionsDone.NONE])
def test_that_not_all_were_done_is_not_challenged(done: ActionsDone) -> None:
    dispute, find = served_by(set_action())
    do(dispute, "check_actions", done=done, find=find)
    assert refused(do, dispute, "check_actions", done=done, find=find, although_open="x")[1] == (
        "although_open"
    )


def test_all_done_is_believed_once_every_action_has_ended() -> None:
    action = set_action()
    action.cancel(NOW, reason="Not needed.")
    dispute, find = served_by(action)
    do(dispute, "check_actions", done=ActionsDone.ALL, find=find)
    assert dispute.actions_done is ActionsDone.ALL
    assert not dispute.done_although_open
