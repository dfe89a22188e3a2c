"""What somebody says of a recommendation or an action until somebody else has looked at it: claims
that it is done, wishes for another due date."""

from __future__ import annotations

from dataclasses import dataclass

from domain.kernel.deciding.minutes import NO_MINUTE, Minute
from domain.kernel.terms import Actor


@dataclass(frozen=True)
class Redate:
    """A request for another due date, and what came of it.

    `was` and `due_on` are ISO dates ("": no date before), `slip` the days between them;
    `approved_on` is "" unless it was approved, `decided_by` "" until somebody decided. Both people
    are named by the ids of their accounts; `asked_for` is the agency that one of them only wrote it
    down for.
    """

    was: str
    due_on: str
    reason: str
    asked_on: str
    asked_by: str
    asked_for: str = ""
    approved_on: str = ""
    decided_by: str = ""
    slip: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What somebody independent said of a claim.

    `closing` is the code of how it was closed where a recommendation was; `decision_reference`
    names an outside decision, `minute` is that of a group's; `unchecked` says why nobody had
    checked the evidence, "" where somebody had. The outsider is somebody from outside its owners
    among those who decided. `version` is that of the item which it made.
    """

    verified: bool
    finding: str
    by: Actor
    on: str
    closing: str = ""
    decision_reference: str = ""
    unchecked: str = ""
    minute: Minute = NO_MINUTE
    outsider_role: str = ""
    outsider_agency: str = ""
    version: int = 0


@dataclass(frozen=True)
class Claim:
    """Somebody said that it is done; the `verdict` is None while it waits for one.

    Where an outside body decided unasked nobody had claimed anything: then `by` is None.
    `evidence` are the numbers of what it rests on.
    """

    words: str = ""
    by: Actor | None = None
    on: str = ""
    evidence: tuple[int, ...] = ()
    verify_by: str = ""
    working: str = ""
    verdict: Verdict | None = None


def although_unchecked(reason: str) -> str:
    """What follows a verification that rests on nothing checked; "" where something was."""
    return f" (nobody had checked the evidence: {reason})" if reason else ""
