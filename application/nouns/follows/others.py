"""What happens next with the procedure, redactions, roles and groups."""

from __future__ import annotations

from collections.abc import Mapping

from application.doing.foresight import Follows
from domain.groups.correcting import REVIEW_MONTHS

OF_PROCEDURES: Mapping[str, Follows] = {
    **dict.fromkeys(
        ("begin", "draft", "draft_from_file", "change_rules", "change_stage", "add_stage",
         "remove_stage"),
        lambda item, known: (
            "It is a draft, and no dispute goes by it before it is published. "
            f"{known.whoever('procedure.publish')} publishes it."
        ),
    ),
    "publish": lambda item, known: (
        "Disputes of meetings from its first day on go by it. It is shown as not confirmed until "
        f"{known.whoever('procedure.confirm')[:1].lower()}"
        f"{known.whoever('procedure.confirm')[1:]} confirms it."
    ),
    "confirm": lambda item, known: "Its pages no longer say that it is not confirmed.",
    "discard": lambda item, known: "The draft is gone. The version in force stays.",
}  # fmt: skip
OF_REDACTIONS: Mapping[str, Follows] = {
    "propose": lambda item, known: (
        f"{known.whoever('redaction.agree')} agrees or says no. Until then nothing goes."
    ),
    "agree": lambda item, known: (
        "It goes at once. What is left to do on the server is told to you."
    ),
    "decline": lambda item, known: "Nothing goes. The proposal stays in the history.",
}
OF_ROLES: Mapping[str, Follows] = {
    "give": lambda item, known: "The person can do what the role may from its first day on.",
    "end": lambda item, known: "The person can no longer do what the role may, after its last day.",
}
OF_GROUPS: Mapping[str, Follows] = {
    "establish": lambda item, known: (
        "Its seats and its quorum come next: until it has them, its meetings have no quorum to "
        "count by."
    ),
    "set_quorum": lambda item, known: "Meetings from its first day on are counted by it.",
    "name_account": lambda item, known: (
        "By that account its holder can say on the page of a meeting whether they come."
    ),
    "agree_document": lambda item, known: (
        f"Its review is due {REVIEW_MONTHS} months after it was agreed, unless you give a day."
    ),
    "review_document": lambda item, known: (
        f"The next review is due {REVIEW_MONTHS} months after this one."
    ),
    "bring_review_forward": lambda item, known: "Its review is due on the day that you give.",
}
