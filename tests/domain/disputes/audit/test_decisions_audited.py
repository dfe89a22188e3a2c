"""A dispute held against the procedure that it carries: who decided, chaired and convened."""

from __future__ import annotations

from typing import Any

import pytest

from domain.disputes.audit.breach_kinds import BreachKind
from domain.disputes.dispute import Dispute
from domain.kernel.deciding.minutes import NONE_FOUND
from domain.kernel.terms import Actor, Role
from tests.domain.disputes.day_by_day import (
    CAFCASS,
    CALENDAR,
    COUNCIL,
    DECIDED_ON,
    HEALTH,
    NEUTRAL,
    PARTNERS,
    at_saas,
    decide,
    dispute,
    escalate,
    found,
    happen,
    issue,
    keep_all,
    on,
)
from tests.examples import finds
from tests.minuted import minuted


def test_a_party_that_decides_is_found() -> None:
    item = issue(rules=NEUTRAL)
    keep_all(item, "2026-01-15")
    happen(
        item, "2026-01-16", Dispute.PartyAdded, agency="nhs", name="NHS", position="No."
    )  # fmt: skip
    happen(item, "2026-01-20", Dispute.Decided, **decided("nhs", *THREE[:2]))
    assert found(item) == [(BreachKind.WRONG_DECIDER, "NHS is a party, and took part in deciding.")]


THREE = ("kent-police", "kent-county-council", "nhs")


def decided(*deciders: str, **facts: Any) -> dict[str, Any]:
    """What is known of a decision of these, or of all three Safeguarding Partners."""
    given = {
        "at": "",
        "stage": "executive",
        "decision": "One rule.",
        "decided_by": "executive",
        "how": "all_assent",
        "partners": PARTNERS.names,
        "assents": dict.fromkeys(deciders or THREE, "2026-01-20"),
        "absent": {},
        "chair_role": "Independent chair",
        "chair_agency": "",
        **minuted("7.1", on="2026-01-20"),
    }
    return {**given, **DECIDED_ON, **facts}


@pytest.mark.parametrize("missing", THREE)
def test_a_decision_of_two_of_the_three_is_found(missing: str) -> None:
    item = issue()
    keep_all(item, "2026-01-15")
    two = [each for each in THREE if each != missing]
    happen(item, "2026-01-20", Dispute.Decided, **decided(*two))
    assert found(item) == [
        (
            BreachKind.NOT_ALL_DECIDED,
            f"{PARTNERS.names[missing]} took no part, and KSCMP Executive decides by the assent of "
            "all its Safeguarding Partners, parties included.",
        )
    ]


def test_a_neutral_partner_that_is_left_out_is_found_and_one_that_was_absent_is_not() -> None:
    for absent, kinds in (({}, [BreachKind.NOT_ALL_DECIDED]), ({"nhs": "Ill."}, [])):
        item = issue(rules=NEUTRAL)
        keep_all(item, "2026-01-15")
        facts = decided(*THREE[:2], how="all_neutral", absent=absent)
        happen(item, "2026-01-20", Dispute.Decided, **facts)
        assert [kind for kind, _ in found(item)] == kinds


@pytest.mark.parametrize(
    ("chair", "words"),
    [
        ({"chair_role": ""}, "It does not say who chaired KSCMP Executive."),
        (
            {"chair_role": "Leader", "chair_agency": "kent-county-council"},
            "Leader, Kent County Council chaired, and is of a party.",
        ),
        (
            {"chair_role": "Head of Service", "chair_agency": "cafcass"},
            "Head of Service, Cafcass chaired, and had stood aside.",
        ),
        (
            {"chair_role": "SAAS Chair"},
            "SAAS Chair chaired: the agency is not on record, so nobody can tell whether it is a "
            "party.",
        ),
        (
            {"chair_role": "Leader of Kent County Council"},
            "Leader of Kent County Council chaired: by these words of Kent County Council, which "
            "is a party.",
        ),
        (
            {"chair_role": "independent  chair of before"},
            "independent  chair of before chaired, and had stood aside.",
        ),
    ],
)
def test_a_chair_that_is_not_neutral_is_found(chair: dict[str, str], words: str) -> None:
    item = dispute()
    for day in ("2026-01-15", "2026-01-16", "2026-01-19"):
        escalate(item, day)
    keep_all(item, "2026-01-20")
    item.recuse(on("2026-01-20"), role="Head", agency="cafcass", reason="Friends.")
    item.recuse(on("2026-01-20"), role="Independent chair of before", agency="", reason="Friends.")
    happen(item, "2026-01-20", Dispute.Decided, **decided(**chair))
    assert found(item) == [(BreachKind.NO_NEUTRAL_CHAIR, words)]


def test_where_all_partners_are_parties_no_chair_is_a_breach() -> None:
    item = dispute(others=[COUNCIL, HEALTH], positions=["Yes.", "No.", "Either."])
    for day in ("2026-01-15", "2026-01-16", "2026-01-19"):
        escalate(item, day)
    keep_all(item, "2026-01-20")
    facts = decided(chair_role="Leader", chair_agency="kent-county-council")
    happen(item, "2026-01-20", Dispute.Decided, **facts)
    assert found(item) == []


def test_a_convened_stage_that_is_left_without_a_convener_is_found() -> None:
    item = at_saas()
    keep_all(item, "2026-01-19")
    happen(item, "2026-01-20", Dispute.Agreed, terms="Turns.", stage="saas", **DECIDED_ON)
    assert found(item) == [
        (
            BreachKind.NO_CONVENER,
            "The stage SAAS convened resolution was left without a convener named.",
        )
    ]


def test_an_agency_that_becomes_a_party_after_it_decided_is_found() -> None:
    item = dispute(others=[CAFCASS], positions=["Yes.", "No."])
    for day in ("2026-01-15", "2026-01-16", "2026-01-19"):
        escalate(item, day)
    keep_all(item, "2026-01-20")
    decide(item, "2026-01-20")
    item.reopen(on("2026-02-02"), reason="New facts.", calendar=CALENDAR)
    item.add_party(on("2026-02-02"), agency=HEALTH, position="No.")
    assert found(item) == [
        (
            BreachKind.WRONG_DECIDER,
            "NHS became a party after it had taken part in deciding.",
        )
    ]


def test_an_agency_that_becomes_a_party_after_it_was_named_the_convener_is_found() -> None:
    item = at_saas()
    item.name_convener(on("2026-01-16"), role="Director", agency=HEALTH)
    item.add_party(on("2026-01-19"), agency=HEALTH, position="No.")
    assert found(item) == [
        (
            BreachKind.WRONG_DECIDER,
            "NHS became a party after it was named to convene SAAS convened resolution.",
        )
    ]


def convener(**facts: str) -> dict[str, str]:
    return {"role": "Chair", "agency": "kent-county-council", "name": "Kent County Council"} | facts


def test_a_convener_of_a_party_and_the_scrutineer_as_convener_are_found() -> None:
    item = at_saas()
    happen(item, "2026-01-19", Dispute.ConvenerNamed, **convener())
    role = {"role": "Independent Scrutineer", "agency": "", "name": "nobody"}
    happen(item, "2026-01-19", Dispute.ConvenerNamed, **convener(**role))
    assert found(item) == [
        (
            BreachKind.WRONG_DECIDER,
            "Kent County Council is a party, and its Chair was named as the convener.",
        ),
        (
            BreachKind.WRONG_DECIDER,
            "The Independent Scrutineer was named as the convener, who decides.",
        ),
    ]


def test_a_decision_of_the_scrutineer_is_found() -> None:
    item = issue()
    keep_all(item, "2026-01-15")
    by = Actor("5c17", Role.SCRUTINEER)
    happen(item, "2026-01-20", Dispute.Decided, by=by, **decided())
    assert found(item) == [
        (
            BreachKind.WRONG_DECIDER,
            "The Independent Scrutineer may facilitate, but never decides.",
        )
    ]


def test_who_stood_aside_and_who_did_not_convene_cannot_decide() -> None:
    item = at_saas()
    keep_all(item, "2026-01-16")
    item.name_convener(on("2026-01-16"), role="Director", agency=HEALTH)
    item.recuse(on("2026-01-16"), role="Head", agency="cafcass", reason="Friends.")
    facts = decided("cafcass", "probation", stage="saas", decided_by="convener", how="")
    happen(item, "2026-01-20", Dispute.Decided, **facts)
    assert [words for _, words in found(item)] == [
        "Cafcass was not the convener, and decided.",
        "Cafcass had stood aside, and took part in deciding.",
        "probation was not the convener, and decided.",
    ]


def at_executive(**facts: Any) -> Dispute:
    item = issue(**facts)
    keep_all(item, "2026-01-15")
    return item


ALONE = "KSCMP Executive decides by the assent of all its Safeguarding Partners, parties included."
OTHERS_ASSENT = {"kent-county-council": "2026-01-20", "nhs": "2026-01-20"}


@pytest.mark.parametrize(
    ("facts", "kind", "words"),
    [
        ({"assents": {"kent-police": "2026-01-20"}}, BreachKind.NOT_ALL_DECIDED,
         f"Kent County Council and NHS took no part, and {ALONE}"),
        ({"assents": {"kent-police": "2026-01-20", "nhs": "2026-01-20"},
          "absent": {"kent-county-council": "Withheld its assent."}}, BreachKind.NOT_ALL_DECIDED,
         f"Kent County Council took no part, and {ALONE}"),
        ({"assents": {"kent-police": "2026-01-23", **OTHERS_ASSENT}}, BreachKind.OUT_OF_ORDER,
         "The assent of Kent Police is of 23 January 2026, after the decision of 20 January 2026."),
        ({"assents": {"kent-police": "2026-01-13", **OTHERS_ASSENT}}, BreachKind.OUT_OF_ORDER,
         "The assent of Kent Police is of 13 January 2026, before the stage KSCMP Executive began "
         "on 14 January 2026."),
        ({"assents": {"kent-police": "2026-01-20", **OTHERS_ASSENT, "cafcass": "2026-01-20"}},
         BreachKind.WRONG_DECIDER,
         "Cafcass is not a Safeguarding Partner, and took part in deciding."),
        ({"partners": {}}, BreachKind.DECIDERS_UNKNOWN,
         "It does not say who the Safeguarding Partners were, so nobody can tell whether all "
         "decided."),
        ({"meeting": "", "minute": "", "minuted_on": ""}, BreachKind.NOT_MINUTED,
         "It does not say in which minute KSCMP Executive decided, nor that it was outside a "
         "meeting."),
        ({"meeting": "", "minute": "", "minuted_on": "", "power": NONE_FOUND},
         BreachKind.NOT_MINUTED,
         "KSCMP Executive decided outside a meeting, and no power to do so was found."),
    ],
)  # fmt: skip
def test_each_defect_of_a_decision_by_assent_is_found_alone_and_named(
    facts: dict[str, Any], kind: BreachKind, words: str
) -> None:
    item = at_executive()
    happen(item, "2026-01-20", Dispute.Decided, **decided(**facts))
    assert found(item) == [(kind, words)]


def test_an_assent_to_other_words_is_no_assent_to_the_decision() -> None:
    item = at_executive()
    item.assent(
        on("2026-01-16"), agency=HEALTH, decision="Two rules.", known_by="E-mail",
        partners=PARTNERS,
    )  # fmt: skip
    assents = {"kent-police": "2026-01-20", "kent-county-council": "2026-01-20"}
    happen(item, "2026-01-20", Dispute.Decided, **decided(assents={**assents, "nhs": "2026-01-16"}))
    assert found(item) == [
        (
            BreachKind.NOT_ALL_DECIDED,
            "NHS had assented to other words than those of the decision.",
        )
    ]
    again = at_executive()
    happen(again, "2026-01-20", Dispute.Decided, **decided())
    assert found(again) == []


def test_who_stood_aside_and_assents_later_is_found_where_all_assent() -> None:
    item = at_executive()
    item.recuse(on("2026-01-16"), role="Chief Nurse", agency="nhs", reason="Friends.")
    happen(item, "2026-01-20", Dispute.Decided, **decided())
    assert found(item) == [
        (BreachKind.WRONG_DECIDER, "NHS Kent had stood aside, and took part in deciding.")
    ]
    ended = at_executive()
    ended.recuse(on("2026-01-16"), role="Chief Nurse", agency="nhs", reason="Friends.")
    ended.end_recusal(on("2026-01-19"), recusal=1, reason="She has left.")
    happen(ended, "2026-01-20", Dispute.Decided, **decided())
    assert found(ended) == []


def test_a_neutral_partner_that_was_absent_without_a_reason_is_found() -> None:
    item = at_executive(rules=NEUTRAL)
    facts = decided(*THREE[:2], how="all_neutral", absent={"nhs": ""})
    happen(item, "2026-01-20", Dispute.Decided, **facts)
    assert found(item) == [(BreachKind.NOT_ALL_DECIDED, "NHS was absent, and it does not say why.")]


def test_where_all_are_parties_and_only_the_neutral_decide_each_that_did_is_found() -> None:
    item = dispute(NEUTRAL, others=[COUNCIL, HEALTH], positions=["Yes.", "No.", "Either."])
    for day in ("2026-01-15", "2026-01-16", "2026-01-19"):
        escalate(item, day)
    keep_all(item, "2026-01-20")
    happen(item, "2026-01-20", Dispute.Decided, **decided(how="all_neutral"))
    assert [words for _, words in found(item)] == [
        f"{name} is a party, and took part in deciding."
        for name in ("Kent Police", "Kent County Council", "NHS")
    ]


@pytest.mark.parametrize(
    ("aside", "named", "words"),
    [
        ({"role": "Chief Nurse", "agency": "nhs"}, {"role": "Director", "agency": "nhs",
         "name": "NHS"}, "Director, NHS, was named as the convener, and Chief Nurse had stood "
         "aside."),
        ({"role": "Lay member", "agency": ""}, {"role": "lay  member", "agency": "", "name": ""},
         "lay  member, was named as the convener, and Lay member had stood aside."),
    ],
)  # fmt: skip
def test_a_convener_who_had_stood_aside_is_found(
    aside: dict[str, str], named: dict[str, str], words: str
) -> None:
    item = at_saas()
    item.recuse(on("2026-01-16"), reason="Friends.", **aside)
    happen(item, "2026-01-19", Dispute.ConvenerNamed, **named)
    assert found(item) == [(BreachKind.WRONG_DECIDER, words)]


def test_somebody_other_than_a_convener_of_no_agency_who_decides_is_found() -> None:
    item = at_saas()
    keep_all(item, "2026-01-16")
    item.name_convener(on("2026-01-16"), role="Lay member")
    facts = decided("nhs", stage="saas", decided_by="convener", how="", partners={})
    happen(item, "2026-01-20", Dispute.Decided, **facts)
    assert found(item) == [
        (BreachKind.WRONG_DECIDER, "NHS Kent was not the convener, and decided.")
    ]


def test_a_decision_without_a_convener_is_found() -> None:
    item = at_saas()
    keep_all(item, "2026-01-19")
    facts = decided("nhs", stage="saas", decided_by="convener", how="", partners={})
    happen(item, "2026-01-20", Dispute.Decided, **facts)
    assert [kind for kind, _ in found(item)] == [BreachKind.NO_CONVENER]


def test_a_decider_that_is_corrected_into_a_party_is_found() -> None:
    item = dispute(others=[CAFCASS], positions=["Yes.", "No."])
    for day in ("2026-01-15", "2026-01-16", "2026-01-19"):
        escalate(item, day)
    keep_all(item, "2026-01-20")
    decide(item, "2026-01-20")
    agencies = finds(HEALTH, CAFCASS, *PARTNERS)
    item.correct(
        on("2026-02-02"), fact="parties", becomes="kent-police, cafcass, nhs", reason="Left out.",
        calendar=CALENDAR, find=agencies,
    )  # fmt: skip
    assert found(item) == [
        (BreachKind.WRONG_DECIDER, "NHS became a party after it had taken part in deciding.")
    ]
