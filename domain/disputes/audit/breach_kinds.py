"""In which ways a dispute can go against its procedure, and one such case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BreachKind(StrEnum):
    """In which way a rule was broken."""

    LATE_REPLY = "late_reply"
    LEFT_LATE = "left_late"
    RUNNING_LATE = "running_late"
    URGENT_INCOMPLETE = "urgent_incomplete"
    RECORD_MISSING = "record_missing"
    SKIPPED = "skipped"
    WRONG_DECIDER = "wrong_decider"
    WRONG_ENDING = "wrong_ending"
    DECIDERS_UNKNOWN = "deciders_unknown"
    NOT_ALL_DECIDED = "not_all_decided"
    NO_NEUTRAL_CHAIR = "no_neutral_chair"
    NO_CONVENER = "no_convener"
    TOO_MANY_EXTENSIONS = "too_many_extensions"
    TOO_MANY_RETURNS = "too_many_returns"
    EXTENDED_LATE = "extended_late"
    EXTENDED_TOO_LONG = "extended_too_long"
    NOT_MINUTED = "not_minuted"
    OUT_OF_ORDER = "out_of_order"
    TOLD_TOO_SOON = "told_too_soon"


BREACH_KINDS = {
    BreachKind.LATE_REPLY: "A reply came late",
    BreachKind.LEFT_LATE: "A stage was left late",
    BreachKind.RUNNING_LATE: "A stage is late and still running",
    BreachKind.URGENT_INCOMPLETE: "It was urgent, without what an urgent case needs",
    BreachKind.RECORD_MISSING: "The record of a stage was not complete",
    BreachKind.SKIPPED: "A stage was passed over",
    BreachKind.WRONG_DECIDER: "Somebody acted who may not",
    BreachKind.WRONG_ENDING: "It ended in a way that the procedure does not have",
    BreachKind.DECIDERS_UNKNOWN: "Nobody knows who decided",
    BreachKind.NOT_ALL_DECIDED: "Not all decided who had to",
    BreachKind.NO_NEUTRAL_CHAIR: "Nobody neutral chaired",
    BreachKind.NO_CONVENER: "A convened stage was left without a convener",
    BreachKind.TOO_MANY_EXTENSIONS: "A stage was extended too often",
    BreachKind.TOO_MANY_RETURNS: "It was returned too often",
    BreachKind.EXTENDED_LATE: "A stage was extended after it was due",
    BreachKind.EXTENDED_TOO_LONG: "A stage was extended by too much",
    BreachKind.NOT_MINUTED: "A decision is in no minutes",
    BreachKind.OUT_OF_ORDER: "The dates are not in order",
    BreachKind.TOLD_TOO_SOON: "Somebody outside was told before the last stage",
}


@dataclass(frozen=True)
class Breach:
    """One rule that was broken: how, in a sentence, and the event that shows it.

    `version` is the event's place in the history of the dispute, `on` the ISO date on which it
    happened, `stage` the name of the stage that it is about.
    """

    kind: BreachKind
    sentence: str
    version: int
    on: str
    stage: str
