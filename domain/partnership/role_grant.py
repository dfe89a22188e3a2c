"""Who held which role for which agency, from when to when: so that "who could do this then" has
an answer."""

from __future__ import annotations

from datetime import date

from domain.kernel.errors import DomainError
from domain.kernel.item import Item, as_day, long_date, still_open
from domain.kernel.mending.twice import likeness_of
from domain.kernel.moves import move
from domain.kernel.terms import AgencyNames, Occasion, Role
from domain.kernel.vocabulary import sentence_case, with_article
from domain.kernel.words import Code, Day, Ref, Words


class Administrators(frozenset[str]):
    """The people who can administer the ledger now, by accounts that are in use, with no end."""

    def only(self, person: str) -> bool:
        """Whether that person is the only one."""
        return set(self) == {person}


LAST_ADMINISTRATOR = (
    "This is the only administrator. Give the role to somebody else first, without a last day."
)


class RoleGrant(Item):
    """One role given to one person, for one agency or for none."""

    word = "role grant"
    prefix = "GRT"
    alike_by = "the same person, role and agency for some of those days"

    class Event(Item.Event):
        """Anything that happens to a role grant."""

    class Granted(Event, Item.Created):
        """A person may act in a role from one date to another, both included ("": no end)."""

        person: Ref
        role: Code
        agency: Ref
        from_on: Day
        to_on: Day
        reason: Words

        def apply(self, aggregate: RoleGrant) -> None:
            aggregate._start(self)

        def sentence(self, names: AgencyNames) -> str:
            agency = f" for {names.get(self.agency, self.agency)}" if self.agency else ""
            until = f" to {long_date(self.to_on)}" if self.to_on else ""
            label, first = Role(self.role).label, long_date(self.from_on)
            return f"gave the role {label}{agency} to a person, from {first}{until}"

    class Ended(Event):
        """The role ended; `to_on` is the last day on which it was held."""

        to_on: Day
        reason: Words

        def apply(self, aggregate: RoleGrant) -> None:
            aggregate.to_on, aggregate.ended = self.to_on, True

        def sentence(self, names: AgencyNames) -> str:
            return f"ended the role after {long_date(self.to_on)}"

    def _start(self, event: Granted) -> None:
        self.person, self.role, self.agency = event.person, Role(event.role), event.agency
        self.from_on, self.to_on = event.from_on, event.to_on
        self.granted_by, self.reason = event.by.person, event.reason
        self.ended = False

    @property
    def likeness(self) -> str:
        return likeness_of([self.person, self.role, self.agency])

    def is_like(self, other: RoleGrant) -> bool:
        """Whether both are held on any one day; what ended the day before it began never was."""
        begins, ends = max(self.from_on, other.from_on), [self.to_on, other.to_on]
        return begins <= min(end or "9999" for end in ends)

    def why_over(self) -> str | None:
        return "This role has already been ended." if self.ended else None

    @classmethod
    @move()
    def give(
        cls,
        occasion: Occasion,
        *,
        reference: str,
        person: str,
        role: Role,
        agency: str,
        from_on: date | None = None,
        to_on: date | None = None,
        reason: str = "",
    ) -> RoleGrant:
        """Give a role, from today where no day is given.

        A member of the group must belong to an agency (ToR 4.1). Nobody gives themselves a role.
        """
        if person == occasion.by.person:
            raise DomainError(
                "Nobody gives themselves a role. Another administrator can, or whoever runs the "
                "server, by “scrutiny user give-role”.",
                field="person",
            )
        from_on = from_on or occasion.on
        if role is Role.SAAS_MEMBER and not agency:
            raise DomainError(
                f"{sentence_case(with_article(role.label))} acts for an agency. Select it.",
                field="agency",
            )
        if to_on and to_on < from_on:
            raise DomainError("The last day must not be before the first.", field="to_on")
        return cls._begin(
            occasion,
            cls.Granted,
            reference=reference,
            person=person,
            role=role.value,
            agency=agency,
            from_on=from_on.isoformat(),
            to_on=as_day(to_on),
            reason=reason,
        )

    @move(still_open)
    def end(
        self, occasion: Occasion, *, to_on: date, reason: str, administrators: Administrators
    ) -> None:
        """End the role; the day before it began means that it was never held.

        The only administrator stays one: nobody could put that right.
        """
        if self.role is Role.ADMINISTRATOR and administrators.only(self.person):
            raise DomainError(LAST_ADMINISTRATOR)
        if to_on.toordinal() < date.fromisoformat(self.from_on).toordinal() - 1:
            raise DomainError(f"The role began on {long_date(self.from_on)}.", field="to_on")
        if self.to_on and to_on.isoformat() > self.to_on:
            raise DomainError(f"The role ends on {long_date(self.to_on)} already.", field="to_on")
        self._record(occasion, self.Ended, to_on=to_on.isoformat(), reason=reason)
