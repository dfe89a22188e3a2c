"""A role is given from one day to another, and ended once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.kernel.errors import DomainError
from domain.kernel.terms import Role
from domain.partnership.role_grant import Administrators, RoleGrant
from tests.examples import NOW, given, happened, news, told

OTHERS = Administrators({"c0ffee", "another"})


def give(**facts: Any) -> RoleGrant:
    usual = {
        "reference": "GRT-2026-001",
        "person": "c0ffee",
        "role": Role.SAAS_MEMBER,
        "agency": "kent-police",
        "from_on": date(2026, 4, 1),
    }
    return RoleGrant.give(NOW, **usual | facts)


def test_a_role_is_given_for_an_agency_without_an_end() -> None:
    grant = give(reason="Named by the agency.")
    assert news(grant) == [
        (
            RoleGrant.Granted,
            {
                "person": "c0ffee",
                "role": "saas_member",
                "agency": "kent-police",
                "from_on": "2026-04-01",
                "to_on": "",
                "reason": "Named by the agency.",
            },
        )
    ]
    assert told(grant) == [
        "gave the role SAAS member for Kent Police to a person, from 1 April 2026"
    ]


def test_a_role_is_given_for_no_agency_with_an_end() -> None:
    grant = give(role=Role.AUDITOR, agency="", to_on=date(2026, 4, 30))
    assert told(grant) == ["gave the role Auditor to a person, from 1 April 2026 to 30 April 2026"]


def test_a_saas_member_acts_for_an_agency() -> None:
    with pytest.raises(DomainError, match="A SAAS member acts for an agency") as refused:
        give(agency="")
    assert refused.value.field == "agency"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SAAS_MEMBER}))
def test_every_other_role_needs_no_agency(role: Role) -> None:
    assert give(role=role, agency="").role is role


def test_the_last_day_is_not_before_the_first() -> None:
    with pytest.raises(DomainError, match="must not be before the first") as refused:
        give(to_on=date(2026, 3, 31))
    assert refused.value.field == "to_on"
    assert give(to_on=date(2026, 4, 1)).to_on == "2026-04-01"


def test_a_role_is_ended() -> None:
    grant = given(RoleGrant.Granted)
    grant.end(NOW, to_on=date(2026, 12, 31), reason="Moved to another post.", administrators=OTHERS)
    assert news(grant) == [
        (RoleGrant.Ended, {"to_on": "2026-12-31", "reason": "Moved to another post."})
    ]
    assert told(grant) == ["ended the role after 31 December 2026"]


def test_a_role_is_ended_once() -> None:
    grant = given(RoleGrant.Granted, RoleGrant.Ended)
    assert grant.why_not("end") == "This role has already been ended."
    with pytest.raises(DomainError, match="already been ended"):
        grant.end(NOW, to_on=date(2026, 12, 31), reason="x", administrators=OTHERS)


def test_a_role_ended_on_the_day_before_it_began_was_never_held() -> None:
    grant = given(RoleGrant.Granted)
    grant.end(NOW, to_on=date(2026, 3, 31), reason="Given by mistake.", administrators=OTHERS)
    assert grant.to_on == "2026-03-31"
    with pytest.raises(DomainError, match="began on 1 April 2026") as refused:
        given(RoleGrant.Granted).end(
            NOW, to_on=date(2026, 3, 30), reason="x", administrators=OTHERS
        )
    assert refused.value.field == "to_on"


def test_ending_a_role_does_not_make_it_longer() -> None:
    with pytest.raises(DomainError, match="ends on 31 March 2027") as refused:
        given(RoleGrant.Granted).end(NOW, to_on=date(2027, 4, 1), reason="x", administrators=OTHERS)
    assert refused.value.field == "to_on"
    endless = given(happened(RoleGrant.Granted, to_on=""))
    endless.end(NOW, to_on=date(2040, 1, 1), reason="x", administrators=OTHERS)
    assert endless.to_on == "2040-01-01"


def test_nobody_gives_themselves_a_role() -> None:
    with pytest.raises(DomainError, match="Nobody gives themselves a role") as refused:
        give(person=NOW.by.person)
    assert refused.value.field == "person"


@pytest.mark.parametrize("to_on", [date(2026, 3, 31), date(2099, 1, 1)])
def test_the_only_administrator_stays_one(to_on: date) -> None:
    grant = given(happened(RoleGrant.Granted, role="administrator", to_on=""))
    only = Administrators({grant.person})
    with pytest.raises(DomainError, match="the only administrator"):
        grant.end(NOW, to_on=to_on, reason="x", administrators=only)
    grant.end(NOW, to_on=to_on, reason="x", administrators=Administrators({*only, "another"}))


def test_other_roles_of_the_only_administrator_can_end() -> None:
    grant = given(RoleGrant.Granted)
    only = Administrators({grant.person})
    grant.end(NOW, to_on=date(2026, 12, 31), reason="x", administrators=only)
