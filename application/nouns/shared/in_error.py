"""What should never have been recorded, on every noun alike: one says so, somebody else agrees."""

from __future__ import annotations

from application.doing.access import CHAIR, EXECUTIVE, LSP, SCRUTINEER, TEAM
from application.doing.fields import Prose
from application.doing.intents import Intent, IntentSchema
from application.nouns.about.in_error import what_is_said
from application.nouns.shared.common import Reason
from domain.kernel.mending.in_error import MayBeInError

_SAY = frozenset({TEAM, CHAIR, SCRUTINEER})
_AGREE = frozenset({*_SAY, EXECUTIVE, LSP})


class _Say(IntentSchema):
    reason = Prose(
        "Why should it never have been recorded?",
        hint="For example: it was entered twice, and RSK-2026-004 is the right one.",
    )


def recorded_in_error(kind: type[MayBeInError]) -> tuple[Intent, ...]:
    """The intents by which an item of a noun is taken out of every figure, and put back."""
    noun = kind.word
    return (
        Intent(
            f"{noun}.say_in_error", "Say that it was recorded in error", _Say, kind.say_in_error,
            may=_SAY,
            hint="Nothing changes until somebody else has agreed. Then it is in no figure and no "
            "list any more; its history stays.",
        ),
        Intent(
            f"{noun}.agree_in_error", "Agree that it was recorded in error", IntentSchema,
            kind.agree_in_error, may=_AGREE, about=what_is_said,
            hint="It will be in no figure and no list any more; its history stays.",
        ),
        Intent(
            f"{noun}.decline_in_error", "Say that it was not recorded in error", Reason,
            kind.decline_in_error, may=_AGREE, about=what_is_said,
            hint="It goes on as before. Whoever said that it was recorded in error can take that "
            "back here.",
        ),
        Intent(
            f"{noun}.put_back", "Put it back: it was not recorded in error", Reason,
            kind.put_back, may=_SAY, hint="It counts again everywhere, as it stood.",
        ),
    )  # fmt: skip
