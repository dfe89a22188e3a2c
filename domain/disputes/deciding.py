"""How a body of several Safeguarding Partners decides: by the assent of all, or of all who are
neutral. Nothing is put to a vote: they are equal, and none is bound by the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.disputes.state import DisputeState
from domain.kernel.errors import DomainError
from domain.kernel.item import in_a_row, long_date
from domain.kernel.plain import normal
from domain.partnership.agency import Agency, Partners
from domain.procedure.rules import HowDecided


@dataclass(frozen=True)
class TakingPart:
    """Who took part in a decision, as it was recorded, and why the others did not."""

    dispute: DisputeState
    partners: Partners
    assenting: Sequence[Agency]
    absent: Sequence[Agency]
    absence: str

    def part(self, on: date, decision: str) -> tuple[dict[str, str], dict[str, str]]:
        """The date of each assent, and the reason of each absence, both by agency.

        Raises DomainError where somebody is missing whose assent it needs.
        """
        for agency in (*self.assenting, *self.absent):
            must_be_a_partner(agency, self.partners, field="assenting")
        both = {each.reference for each in self.assenting} & {
            each.reference for each in self.absent
        }
        if both:
            names = in_a_row(self.partners.names[each] for each in sorted(both))
            raise DomainError(f"{names} cannot both assent and be absent.", field="absent")
        if self.dispute.stage.how is HowDecided.ALL_ASSENT:
            return self._of_all(on, decision), {}
        return self._of_the_neutral(on)

    def _of_all(self, on: date, decision: str) -> dict[str, str]:
        if self.absent:
            raise DomainError(
                "Nobody can be absent: at this stage all Safeguarding Partners assent. Record the "
                "assent of each when it comes.",
                field="absent",
            )
        given = {
            agency: assent.on
            for agency, assent in self.dispute.visit.assents.items()
            if normal(assent.decision) == normal(decision)
        }
        for agency, day in given.items():
            if day > on.isoformat():
                raise DomainError(
                    f"{self.partners.names[agency]} assented on {long_date(day)}. Give the day on "
                    "which the last of them did as the date of the decision.",
                    field="on",
                )
        for each in self.assenting:
            must_not_stand_aside(self.dispute, each, field="assenting")
        assents = {**{each.reference: on.isoformat() for each in self.assenting}, **given}
        if missing := self._without(assents):
            raise DomainError(
                f"Record the assent of {in_a_row(missing)} first. At this stage all Safeguarding "
                "Partners decide together, and none is bound by the others.",
                field="assenting",
            )
        return assents

    def _of_the_neutral(self, on: date) -> tuple[dict[str, str], dict[str, str]]:
        not_neutral = {*self.dispute.names, *self.dispute.stood_aside}
        for agency in self.assenting:
            if agency.reference in self.dispute.names:
                raise DomainError(
                    f"{agency.name} is a party, so its member cannot decide. The other "
                    "Safeguarding Partners can; where all are parties, escalate it.",
                    field="assenting",
                )
            if agency.reference in not_neutral:
                raise DomainError(f"{agency.name} stood aside from this.", field="assenting")
        if not self.assenting:
            raise DomainError(
                "Select the Safeguarding Partners who decided.",
                field="assenting",
            )
        if self.absent and not self.absence:
            raise DomainError("Enter why they were absent.", field="absence")
        assents = {each.reference: on.isoformat() for each in self.assenting}
        reasons = {each.reference: self.absence for each in self.absent}
        if missing := self._without({**assents, **reasons, **dict.fromkeys(not_neutral, "")}):
            raise DomainError(
                f"{in_a_row(missing)} could decide and took no part: say that it was absent, and "
                "why.",
                field="absent",
            )
        return assents, reasons

    def _without(self, accounted_for: Mapping[str, str]) -> list[str]:
        """The names of the Safeguarding Partners that are not accounted for."""
        names = self.partners.names
        return [name for agency, name in names.items() if agency not in accounted_for]


def must_not_stand_aside(dispute: DisputeState, agency: Agency, *, field: str) -> None:
    """Refuse the assent of an agency that stands aside from the dispute."""
    if agency.reference in dispute.stood_aside:
        raise DomainError(
            f"{agency.name} stood aside from this. If it no longer does, record that first, with "
            "the reason. Where it still does, not all can assent: escalate it.",
            field=field,
        )


def must_be_a_partner(agency: Agency, partners: Partners, *, field: str) -> None:
    """Refuse any agency that is no Safeguarding Partner."""
    if agency.reference not in partners.names:
        raise DomainError(
            f"{agency.name} is not a Safeguarding Partner: it has no say at this stage.",
            field=field,
        )
