"""The codes of disputes in words."""

from __future__ import annotations

from domain.disputes.vocabulary import ActionsDone, Kind

KINDS = {Kind.DISPUTE: "Dispute", Kind.ISSUE: "Issue"}
STATUSES = {"open": "Open", "ended": "Ended"}
ACTIONS_DONE = {
    ActionsDone.ALL: "All of them",
    ActionsDone.SOME: "Some of them",
    ActionsDone.NONE: "None of them",
}
