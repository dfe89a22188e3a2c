"""What is done with whatever should never have been recorded, of every noun alike."""

from __future__ import annotations

from domain.kernel.terms import Role
from tests.web.doing import Example, Given

SAID: Given = ("say_in_error", {"reason": "It was entered twice."}, Role.SCRUTINEER)
AGREED: list[Given] = [SAID, ("agree_in_error", {}, Role.SAAS_CHAIR)]

EXAMPLES = {
    "say_in_error": Example(
        "said that it was recorded in error; somebody else has to agree",
        {"reason": "It was entered twice."},
    ),
    "agree_in_error": Example(
        "agreed that it was recorded in error, so that it counts nowhere: It was entered twice.",
        {},
        by=Role.SAAS_CHAIR,
        given=[SAID],
    ),
    "decline_in_error": Example(
        "did not agree that it was recorded in error",
        {"reason": "The other one is another."},
        by=Role.EXECUTIVE,
        given=[SAID],
    ),
    "put_back": Example(
        "put it back: it was not recorded in error", {"reason": "A mix-up."}, given=AGREED
    ),
}
