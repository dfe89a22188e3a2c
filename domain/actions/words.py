"""The codes of actions in words."""

from __future__ import annotations

from domain.actions.action import Status

STATUSES = {
    Status.OPEN: "Not started",
    Status.IN_PROGRESS: "In progress",
    Status.SUBMITTED: "Awaiting verification",
    Status.RETURNED: "Returned",
    Status.DONE: "Done",
    Status.CANCELLED: "Cancelled",
}
