"""What may stand in the way of several moves of a dispute."""

from __future__ import annotations

from domain.disputes.state import DisputeState
from domain.kernel.moves import Guard, GuardOfPerson
from domain.kernel.terms import Actor, Role
from domain.procedure.rules import ENDINGS, Decider, Ending, HowDecided


def not_of_a_party(what: str) -> GuardOfPerson:
    """A guard: nobody does it for an agency that is a party, but the Business Team."""

    def guard(item: DisputeState, by: Actor) -> str | None:
        if by.role is Role.BUSINESS_TEAM or by.agency not in item.names:
            return None
        return (
            f"{item.names[by.agency]} is a party to it, so nobody from there may {what}. "
            "Somebody from an agency that is no party can."
        )

    return guard


def decides_for_no_party(item: DisputeState, by: Actor) -> str | None:
    """A guard: who decides for others is of no party. Assenting with all others decides for
    nobody, so a party's own Safeguarding Partner may record that."""
    if item.stage.how is HowDecided.ALL_ASSENT:
        return None
    return not_of_a_party("decide it")(item, by)


def has_the_ending(ending: Ending) -> Guard:
    """A guard: the procedure that it follows has that ending."""

    def guard(item: DisputeState) -> str | None:
        if ending in item.rules.endings:
            return None
        words = ENDINGS[ending].lower()
        return f"Version {item.procedure} of the procedure has no ending “{words}”."

    return guard


def has_ended(item: DisputeState) -> str | None:
    """A guard: it has ended."""
    return None if item.ending else f"{item.reference} has not ended yet."


def has_parties(item: DisputeState) -> str | None:
    """A guard: it has parties, which an issue has not."""
    return None if item.names else "An issue has no parties."


def is_past(item: DisputeState) -> str | None:
    """A guard: it ran before it was recorded here."""
    if item.past:
        return None
    return "This is only for disputes that ran before they were recorded here."


def has_its_convener(item: DisputeState) -> str | None:
    """A guard: nothing is settled at a convened stage, and it is not left, without a convener."""
    if item.stage.decided_by is Decider.CONVENER and not item.visit.convener_role:
        return "First name the convener of this stage."
    return None


def may_be_left(item: DisputeState) -> str | None:
    """A guard: all is on record that its stage asks for at its beginning."""
    # What is asked for at the end can be put on record in the moment of leaving.
    if lacking := item.missing_at_entry:
        return f"First put on record for this stage: {'; '.join(lacking)}."
    return None
