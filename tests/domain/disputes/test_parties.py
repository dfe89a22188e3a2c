"""The parties of a dispute and those who convene it, and that nobody is judge of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from domain.disputes.dispute import Dispute
from domain.kernel.terms import Actor, Role
from domain.partnership.agency import Agency
from domain.procedure.rules import Ending
from tests.disputed import (
    CALENDAR,
    COUNCIL,
    HEALTH_BOARD,
    KENT_POLICE,
    MET,
    PROBATION,
    at_stage,
    by_the_neutral,
    complete,
    ended,
    issue,
    raise_it,
    ready_at,
    recorded,
    shipped,
)
from tests.domain.disputes.commands import (
    CHAIR_OF_COUNCIL,
    COMMANDS,
    CONVENED,
    PROBATION_MEMBER,
    do,
    newcomer,
    refused,
    sentence_of,
)
from tests.examples import news, told
from tests.followed import CHAIR, POLICE, TEAM, by
from tests.followed import COUNCIL as COUNCIL_MEMBER
from tests.followed import HEALTH as HEALTH_MEMBER

# What nobody does for an agency that is a party


@pytest.mark.parametrize(
    ("move", "stage", "what"),
    [
        ("extend", "direct", "give it more time"),
        ("return_it", "senior", "return it"),
        ("name_convener", "saas", "choose who convenes it"),
    ],
)
def test_the_chair_of_a_party_does_not_move_it(move: str, stage: str, what: str) -> None:
    """ToR 2.1: the Chair is of the council."""
    dispute = at_stage(stage)
    assert sentence_of(do, dispute, move, CHAIR_OF_COUNCIL) == (
        "Kent County Council is a party to it, so nobody from there may "
        f"{what}. Somebody from an agency that is no party can."
    )
    assert dispute.not_by(move, CHAIR) is None
    assert dispute.not_by(move, TEAM) is None
    do(dispute, move, CHAIR)
    assert len(dispute.pending_events) == 1


def test_a_party_does_not_decide_for_others_although_it_sits_on_the_body() -> None:
    police_executive = Actor("e5ec", Role.EXECUTIVE, "kent-police")
    dispute = ready_at("executive", rules=by_the_neutral(shipped()))
    assert sentence_of(do, dispute, "decide", police_executive) == (
        "Kent Police is a party to it, so nobody from there may decide it. Somebody from an agency "
        "that is no party can."
    )


def test_a_partys_own_partner_may_record_what_all_have_assented_to() -> None:
    dispute = ready_at("executive")
    do(dispute, "decide", Actor("e5ec", Role.EXECUTIVE, "kent-police"))
    assert dispute.ending is Ending.DECIDED


# Conveners


def test_a_convener_is_named_from_no_party() -> None:
    dispute = at_stage("saas")
    do(dispute, "name_convener")
    assert told(dispute) == ["named Head of Service, Probation Service, as the convener"]
    assert dispute.owning_agencies >= {"probation-service"}


def test_somebody_of_no_member_agency_may_convene() -> None:
    dispute = at_stage("saas")
    do(dispute, "name_convener", role="Independent chair", agency=None)
    assert told(dispute) == ["named Independent chair as the convener"]
    complete(dispute)
    do(dispute, "decide", **CONVENED)
    assert dispute.ending is Ending.DECIDED
    assert news(dispute)[-1][1]["chair_role"] == "Independent chair"


def test_neither_the_chair_nor_the_deputy_convenes_where_the_council_is_a_party() -> None:
    assert refused(do, at_stage("saas"), "name_convener", agency=COUNCIL) == (
        "Kent County Council is a party, so nobody from it can convene. The Chair and the deputy "
        "are both of the local authority, so neither can. A member of SAAS from an agency other "
        "than Kent Police or Kent County Council can.",
        "agency",
    )
    assert refused(do, at_stage("saas"), "name_convener", agency=KENT_POLICE) == (
        "Kent Police is a party, so nobody from it can convene. A member of SAAS from an agency "
        "other than Kent Police or Kent County Council can.",
        "agency",
    )


@pytest.mark.parametrize("role", ["SAAS Chair", "the Chair of SAAS", "Deputy chair", "CHAIR"])
@pytest.mark.parametrize("agency", [None, PROBATION])
def test_the_chair_does_not_convene_by_leaving_the_agency_out_or_naming_another(
    role: str, agency: Agency | None
) -> None:
    assert refused(do, at_stage("saas"), "name_convener", role=role, agency=agency) == (
        "The Chair and the deputy are both of the local authority. Select it as the agency. If it "
        "is not offered, it is a party, so neither can convene: enter somebody else.",
        "agency",
    )


def test_the_words_of_a_role_that_name_a_party_are_of_that_party() -> None:
    role = "Director, KENT  Police"
    assert refused(do, at_stage("saas"), "name_convener", role=role, agency=None) == (
        "Kent Police is a party, so nobody from it can convene. Enter somebody of no party.",
        "role",
    )


def test_the_chair_of_the_group_does_not_chair_by_leaving_the_agency_out() -> None:
    dispute = at_stage("executive")
    complete(dispute)
    assert refused(do, dispute, "decide", chair_role="SAAS Chair", chair_agency=None) == (
        "The Chair and the deputy are both of the local authority. Select it as the agency. If it "
        "is not offered, it is a party, so neither can chair this: enter somebody else.",
        "chair_agency",
    )
    do(dispute, "decide", chair_role="Chair", chair_agency=None)
    assert dispute.ending is Ending.DECIDED


def test_whoever_stood_aside_does_not_convene() -> None:
    dispute = at_stage("saas")
    do(dispute, "recuse", role="Head of Service", agency="probation-service")
    stood_aside = (
        "Probation Service stood aside from it on 12 May 2026. Where that no longer holds, record "
        "so first.",
        "agency",
    )
    assert refused(do, dispute, "name_convener") == stood_aside
    do(dispute, "return_it", stage="senior")
    raise_it(dispute)
    assert refused(do, dispute, "name_convener") == stood_aside


@pytest.mark.parametrize("role", ["head of service", "Deputy head, Probation Service"])
def test_nor_by_leaving_the_agency_out(role: str) -> None:
    dispute = at_stage("saas")
    do(dispute, "recuse", role="Head of Service", agency="probation-service")
    sentence, field = refused(do, dispute, "name_convener", role=role, agency=None)
    assert sentence.startswith("Head of Service stood aside from it on 12 May 2026.")
    assert field == "agency"


def test_a_role_without_its_agency_stands_aside_whatever_agency_is_entered_later() -> None:
    dispute = at_stage("saas")
    do(dispute, "recuse", role="Head of Service", agency="")
    sentence, _ = refused(do, dispute, "name_convener", role="Head of Service")
    assert sentence.startswith("Head of Service stood aside from it")
    do(dispute, "name_convener", role="Deputy head")
    assert dispute.visit.convener_agency == "probation-service"


def test_a_convener_who_stands_aside_no_longer_convenes() -> None:
    dispute = ready_at("saas")
    do(dispute, "recuse", role="Head of Service", agency="probation-service")
    assert told(dispute) == ["recorded that Head of Service (probation-service) stood aside"]
    assert dispute.visit.convener_agency == ""
    assert sentence_of(do, dispute, "decide") == "First name the convener of this stage."


def test_somebody_of_another_agency_who_stands_aside_leaves_the_convener() -> None:
    dispute = ready_at("saas")
    do(dispute, "recuse")
    do(dispute, "recuse", role="Deputy", agency="")
    assert dispute.visit.convener_agency == "probation-service"
    assert told(dispute)[-1] == "recorded that Deputy stood aside"


def test_a_convener_whose_agency_becomes_a_party_no_longer_convenes() -> None:
    dispute = ready_at("saas")
    do(dispute, "add_party", agency=PROBATION)
    assert dispute.visit.convener_agency == ""
    do(dispute, "add_party", agency=HEALTH_BOARD)
    assert dispute.parties[-1] == "nhs-kent-and-medway"


@pytest.mark.parametrize("stage", ["direct", "senior", "executive", "lsp", "external"])
def test_only_a_convened_stage_has_a_convener(stage: str) -> None:
    assert sentence_of(do, at_stage(stage), "name_convener") == "This stage has no convener."


# Parties, replies and what is on record


def test_a_reply_is_recorded_and_no_longer_awaited() -> None:
    dispute = recorded()
    do(dispute, "reply", COUNCIL_MEMBER)
    assert news(dispute) == [
        (
            Dispute.Replied,
            {
                "at": "",
                "agency": "kent-county-council",
                "name": "Kent County Council",
                "stage": "direct",
                "due_on": "2026-05-13",
                "reply": "By day.",
            },
        )
    ]
    assert dispute.awaited == []
    do(dispute, "reply", reply="And by night.")
    do(dispute, "reply", on=date(2026, 5, 11), reply="This had come before.")
    assert dispute.visit.replies == {"kent-county-council": "2026-05-11"}
    assert [dispute.visit.is_first(each) for each in dispute.visit.answers] == [False, False, True]


@pytest.mark.parametrize("move", ["reply", "state_position"])
def test_a_member_speaks_only_for_their_own_agency(move: str) -> None:
    other = {"agency": "kent-county-council"}
    assert refused(do, recorded(), move, POLICE, **other) == (
        "You can speak only for your own agency.",
        "agency",
    )
    assert refused(do, recorded(), move, agency="probation-service") == (
        "That agency is not a party to it.",
        "agency",
    )


def test_dissent_is_a_members_own() -> None:
    assert refused(do, recorded(), "record_dissent", COUNCIL_MEMBER) == (
        "You can speak only for your own agency.",
        "agency",
    )
    dispute = ended()
    do(dispute, "record_dissent", POLICE)
    assert dispute.dissents == ["kent-police: Nights."]


def test_nobody_replies_before_the_stage_began_or_where_nobody_decides() -> None:
    assert refused(do, recorded(), "reply", on=date(2026, 5, 5)) == (
        "The dispute began on 6 May 2026; the date is before that.",
        "on",
    )
    assert sentence_of(do, at_stage("external"), "reply") == "Nobody has to reply at this stage."


def test_a_reply_is_kept_with_the_stage_in_which_it_came_however_late_it_is_recorded() -> None:
    dispute = recorded()
    raise_it(dispute, by(TEAM, date(2026, 5, 14)))
    assert dispute.visits[0].awaited == ["kent-county-council"]
    dispute.reply(replace(by(TEAM, date(2026, 5, 20)), on=MET), **COMMANDS["reply"])
    assert dispute.visits[0].replies == {"kent-county-council": "2026-05-06"}
    assert dispute.awaited == ["kent-county-council"], "the next stage waits for another"
    [reply] = dispute.visits[0].answers
    assert (reply.recorded_on, dispute.visits[0].is_late(reply)) == ("2026-05-20", False)


def test_who_stands_aside_or_facilitates_may_be_recorded_after_the_stage_was_left() -> None:
    dispute = recorded()
    raise_it(dispute, by(TEAM, date(2026, 5, 14)))
    later = replace(by(TEAM, date(2026, 5, 20)), on=MET)
    dispute.recuse(later, **COMMANDS["recuse"])
    dispute.facilitate(later, **COMMANDS["facilitate"])
    assert [len(each.recusals) for each in dispute.visits] == [1, 0]
    assert dispute.facilitators


def test_a_late_reply_is_taken() -> None:
    dispute = recorded()
    late = by(TEAM, date(2026, 6, 1))
    dispute.notice_overdue(late, calendar=CALENDAR)
    dispute.reply(late, **COMMANDS["reply"])
    assert dispute.visit.replies == {"kent-county-council": "2026-06-01"}


def test_another_party_joins_and_is_awaited() -> None:
    dispute = recorded()
    do(dispute, "add_party")
    assert told(dispute) == ["added NHS Kent and Medway as a party: Either."]
    assert dispute.awaited == ["kent-county-council", "nhs-kent-and-medway"]
    assert dispute.positions["nhs-kent-and-medway"] == "Either."


def test_who_is_a_party_or_was_no_member_does_not_become_one() -> None:
    assert refused(do, recorded(), "add_party", agency=COUNCIL) == (
        "Kent County Council is a party already.",
        "agency",
    )
    assert refused(do, recorded(), "add_party", agency=newcomer(), on=date(2026, 5, 5)) == (
        "Newcomer was not a member on 5 May 2026.",
        "agency",
    )


def test_a_position_is_stated_anew() -> None:
    dispute = recorded()
    do(dispute, "state_position", POLICE)
    assert dispute.positions["kent-police"] == "The council, by day."


def test_only_what_the_procedure_asks_for_is_put_on_record_and_once() -> None:
    dispute = recorded()
    assert dispute.missing == ["The named lead of each party", "What was tried and what came of it"]
    do(dispute, "keep_record")
    assert dispute.missing == ["What was tried and what came of it"]
    assert refused(do, dispute, "keep_record") == (
        "The procedure does not ask for that now.",
        "record",
    )
    complete(dispute)
    assert sentence_of(do, dispute, "keep_record") == "The record of this stage is complete."


# Nobody is judge of their own dispute


@pytest.mark.parametrize(
    ("move", "words"),
    [("agree", "write down what was agreed"), ("drop", "end it"), ("return_it", "return it")],
)
def test_the_chair_of_a_party_does_not_take_the_dispute_out_of_the_way(
    move: str, words: str
) -> None:
    dispute = ready_at("senior")
    assert sentence_of(do, dispute, move, CHAIR_OF_COUNCIL) == (
        f"Kent County Council is a party to it, so nobody from there may {words}. Somebody from "
        "an agency that is no party can."
    )
    do(dispute, move, TEAM)


def test_the_chair_of_a_party_does_not_reopen_it() -> None:
    dispute = ended(Ending.NO_LONGER)
    assert "may reopen it" in sentence_of(do, dispute, "reopen", CHAIR_OF_COUNCIL)


def test_a_party_cannot_say_that_those_who_decide_stand_aside() -> None:
    dispute = at_stage("executive")
    facts = {"role": "Chief Nurse", "agency": "nhs-kent-and-medway"}
    assert refused(do, dispute, "recuse", POLICE, **facts) == (
        "You can record only that somebody of your own agency stands aside.",
        "agency",
    )
    do(dispute, "recuse", HEALTH_MEMBER, **facts)
    assert dispute.stood_aside == {"nhs-kent-and-medway"}


def test_the_scrutineer_does_not_convene() -> None:
    assert refused(do, at_stage("saas"), "name_convener", role="Independent Scrutineer") == (
        "The Independent Scrutineer may facilitate, but never decides, so cannot convene.",
        "role",
    )


def test_partners_who_are_ticked_where_a_convener_decides_are_not_dropped_without_a_word() -> None:
    dispute = ready_at("saas")
    do(dispute, "name_convener")
    assert refused(do, dispute, "decide") == (
        "At this stage the convener decides. Leave the Safeguarding Partners and the chair empty.",
        "assenting",
    )


def test_the_convener_is_not_offered_a_partys_reply() -> None:
    dispute = at_stage("saas")
    do(dispute, "name_convener")
    for move in ("reply", "state_position"):
        assert dispute.not_by(move, PROBATION_MEMBER) == (
            "Only its parties reply and say what they hold."
        )
        assert dispute.not_by(move, POLICE) is None


def test_an_issue_is_not_agreed_by_nobody() -> None:
    assert sentence_of(do, issue(), "agree") == (
        "An issue has no parties that could agree. It is decided, or dropped."
    )
