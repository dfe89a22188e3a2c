"""Recording on behalf of an agency: most members never sign in, and answer by e-mail.

Somebody of the Business Team writes down what an agency said, with its e-mail. It counts as the
agency's: whoever judges it must not be of that agency, and the recorder's own does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import Schema

from application.doing.access import JUDGEMENTS, Person
from application.doing.chosen_files import LARGEST, TAKEN
from application.doing.fields import AgencyField, Day, FileField, Needed, WebLink
from application.ledger.ledger import Ledger
from domain.kernel.deciding.evidence import Evidenced, EvidenceKind
from domain.kernel.deciding.files import File
from domain.kernel.errors import DomainError, NotFoundError
from domain.kernel.item import Item, Linkable, in_a_row, long_date
from domain.kernel.terms import Actor, Occasion, Role
from domain.partnership.agency import Agency

LEGEND = "On behalf of an agency"
FILE_HINT = f"Up to {LARGEST // 1024**2} MB, and nothing about a single child. {TAKEN}"
WHOSE = "behalf_of"
"""The field that names the agency, where no other of the form does."""


def _has_an_email(typed: Mapping[str, Any]) -> bool:
    return bool(typed.get("behalf_file") or typed.get("behalf_link"))


class WhatItSaid(Schema):
    """The e-mail by which an agency answered, for whoever records that for it."""

    behalf_file = FileField(
        "Its e-mail, as a file",
        hint=FILE_HINT,
        required=False,
    )
    behalf_link = WebLink("Its e-mail, as a link", hint="Where it can be read.", required=False)
    behalf_dated = Day(
        "Date of the e-mail", required=False, needed=Needed("with an e-mail", _has_an_email)
    )


class OnBehalf(WhatItSaid):
    """The same, and which agency it was."""

    behalf_of = AgencyField(
        "On behalf of which agency?",
        hint="Only where an agency told you in writing. Otherwise leave these empty.",
        required=False,
    )
    behalf_file = FileField(
        "Its e-mail, as a file",
        hint=FILE_HINT,
        required=False,
        needed=Needed("where you select an agency, unless you enter a link"),
    )


FIELDS = (WHOSE, "behalf_file", "behalf_link", "behalf_dated")


@dataclass(frozen=True)
class Said:
    """What an agency said in writing; `link` "" and `file` None where nobody has its e-mail."""

    link: str = ""
    file: File | None = None
    dated: date | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Said:
        """What was typed of it."""
        return cls(
            values.get("behalf_link") or "", values.get("behalf_file"), values.get("behalf_dated")
        )

    def must_be_whole(self, on: date, *, needed: bool) -> None:
        """Raises DomainError where it is asked for, or begun, and lacks something."""
        if not (needed or self != Said()):
            return
        if bool(self.link) == bool(self.file):
            raise DomainError(
                "Choose the e-mail as a file, or enter a link to it: one of them.",
                field="behalf_link",
            )
        if self.dated is None:
            raise DomainError("Enter the date of the e-mail.", field="behalf_dated")
        if self.dated > on:
            raise DomainError(
                f"The e-mail is dated {long_date(self.dated.isoformat())}, after the day on which "
                "it happened.",
                field="behalf_dated",
            )


def for_whom(
    ledger: Ledger, item: Item | None, occasion: Occasion, person: Person, *,
    deed: str, named_by: str, values: Mapping[str, Any],
) -> Occasion:  # fmt: skip
    """The occasion with whoever it is recorded for; evidence of that is put with the item first.

    `named_by` is the field that names the agency, "" where nothing is recorded for one.

    Raises DomainError.
    """
    if not named_by:
        return occasion
    said, agency = Said.of(values), values.get(named_by) or ""
    of_the_team = any(held.role is Role.BUSINESS_TEAM for held in person.roles)
    if not of_the_team or (named_by != WHOSE and occasion.by.role is not Role.BUSINESS_TEAM):
        if said != Said() or (agency and named_by == WHOSE):
            raise DomainError(
                "Only the Business Team records on behalf of an agency. Leave it empty.",
                field=named_by if named_by == WHOSE else "behalf_link",
            )
        return occasion
    if not agency:
        if said != Said():
            raise DomainError("Select the agency whose e-mail it is.", field=named_by)
        return occasion
    its = _agency(ledger, agency, occasion, item, deed=deed, field=named_by)
    said.must_be_whole(occasion.on, needed=named_by == WHOSE)
    by = Actor(occasion.by.person, Role.BUSINESS_TEAM, "", on_behalf_of=agency)
    recorded = Occasion(by, occasion.at, occasion.on, occasion.position, occasion.clock)
    if said != Said() and isinstance(item, Evidenced):
        item.add_evidence(
            recorded,
            kind=EvidenceKind.SAID,
            title=f"E-mail of {its.name}",
            link=said.link,
            file=said.file,
            dated=said.dated,
        )
    return recorded


def _agency(
    ledger: Ledger, reference: str, occasion: Occasion, item: Item | None, *, deed: str, field: str
) -> Agency:
    """The agency that it is recorded for. Raises DomainError where it could not do that itself."""
    try:
        agency = ledger.get(Agency, reference)
    except NotFoundError as error:
        raise DomainError(error.sentence, field=field) from error
    if field != WHOSE:
        return agency  # the command itself says which agencies can
    if not agency.was_member(occasion.on):
        day = long_date(occasion.on.isoformat())
        raise DomainError(f"{agency.name} was not a member on {day}.", field=field)
    judging = deed in JUDGEMENTS
    if isinstance(item, Linkable) and not judging and reference not in item.owning_agencies:
        owners = [ledger.get(Agency, each).name for each in sorted(item.owning_agencies)]
        can = f" {in_a_row(owners, joint='or')} can." if owners else ""
        raise DomainError(
            f"{item.reference} is not that agency’s, so it does not do this.{can}", field=field
        )
    return agency
