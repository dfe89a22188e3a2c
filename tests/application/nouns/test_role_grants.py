"""An administrator gives roles and ends them."""

from __future__ import annotations

from datetime import date

import pytest
from freezegun import freeze_time
from marshmallow import ValidationError

from application.ledger.ledger import Ledger
from domain.kernel.errors import NotAllowedError
from domain.kernel.terms import Role
from domain.partnership.role_grant import RoleGrant
from projections.partnership.role_grants import roles_held
from tests.acts import TEAM, do, join


@freeze_time("2026-05-12")
def test_a_role_is_given_from_today_without_an_end(ledger: Ledger) -> None:
    outcome = do(ledger, "role.give", person="c0ffee", role="auditor")
    grant = ledger.get(RoleGrant, outcome.reference)
    assert (grant.from_on, grant.to_on, grant.role) == ("2026-05-12", "", Role.AUDITOR)
    with ledger.reading() as connection:
        assert roles_held(connection, "c0ffee", on=date(2026, 5, 12)) == [(Role.AUDITOR, "")]


def test_a_member_needs_an_agency(ledger: Ledger) -> None:
    with pytest.raises(ValidationError) as refused:
        do(ledger, "role.give", person="c0ffee", role="saas_member")
    assert refused.value.messages == {"agency": ["Select an agency."]}


def test_an_unknown_role_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValidationError, match="Select a role: Business Team, "):
        do(ledger, "role.give", person="c0ffee", role="superuser")


def test_nobody_acts_for_an_agency_that_has_left(ledger: Ledger) -> None:
    police = join(ledger)
    do(ledger, "agency.leave", police, reason="x")
    with pytest.raises(ValidationError, match="no longer a member"):
        do(ledger, "role.give", person="c0ffee", role="saas_member", agency=police)


def test_dates_are_not_the_wrong_way_round(ledger: Ledger) -> None:
    with pytest.raises(ValidationError) as refused:
        do(
            ledger, "role.give",
            person="1", role="auditor", from_on="2026-05-12", to_on="2026-05-11",
        )  # fmt: skip
    assert refused.value.messages == {"to_on": ["The last day must not be before the first."]}


def test_a_role_is_ended(ledger: Ledger) -> None:
    given = do(ledger, "role.give", person="1", role="auditor", from_on="2026-05-12")
    do(ledger, "role.end", given.reference, to_on="2026-06-30", reason="x")
    with ledger.reading() as connection:
        assert roles_held(connection, "1", on=date(2026, 6, 30))
        assert not roles_held(connection, "1", on=date(2026, 7, 1))


def test_only_an_administrator_gives_roles(ledger: Ledger) -> None:
    with pytest.raises(NotAllowedError, match="only by: Administrator"):
        do(ledger, "role.give", by=TEAM, person="1", role="administrator")
    assert ledger.position() == 0
