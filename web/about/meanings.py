"""What the words of the product mean, and which of them each page's help explains.

Words in braces are the partnership's own. A person who reads one of them for the first time, in a
hurry, should need no second sentence more than stands here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

MEANINGS: Mapping[str, str] = {
    "Action": "A piece of work with one owner and a due date.",
    "Agency": "A body that takes part: a council, the police, health, schools and others.",
    "Appetite": "The highest score of a risk that can be lived with.",
    "As at": "The page shows what was on record at the end of that day, and nothing later.",
    "Assent": "One partner says yes. Where all must assent, there is no vote.",
    "Band": "Low, Medium or High: where a score of a risk lies.",
    "Checked": "Somebody else has looked at the evidence and found what it shows.",
    "Checkpoint": "A short code for the whole log. Keep it, and see later if it still fits.",
    "Claimed": "The owner says that it is done. Nobody else has looked yet.",
    "Commission": "Work that one group asks of another. {Executive} ratifies it first.",
    "Confirmed": "A later meeting has agreed that the minutes are right.",
    "Control": "What is in place today to make a risk less likely or less harmful.",
    "Convener": "Somebody of neither side who brings the sides together.",
    "Corrected": "What was written wrongly was put right on record. Both can still be seen.",
    "Changed since decided": "What a decision rested on is no longer what it was then.",
    "Current score": "How likely and how harmful a risk is with what is in place today.",
    "Decision": "What a group or a body settled, when, and who was there.",
    "Departed": "Something went another way than the procedure says.",
    "Dispute": "Two or more agencies do not agree. It goes up stage by stage until it is settled.",
    "Escalate": "To pass something on to those above, with a question that they answer.",
    "Evidence": "A file or a link that shows what was done or said.",
    "Event": "One thing that happened, with who did it and when. Events are never changed.",
    "Forward plan": "What a group will look at, and at which meeting.",
    "Group": "Those who meet: who sits in it, how often it meets, and its quorum.",
    "Happened": "The day on which something took place. It may be put on record later.",
    "Impact review": "Some months after it is done: did it make a difference for children?",
    "Indicator": "How far one part of the work has come, as a person judges it.",
    "Issue": "Something that {group} cannot settle and that has no two sides.",
    "Log": "The list of all that happened, in order. All pages are made from it.",
    "Member": "An agency, or somebody of it, with a seat in a group.",
    "Minute": "The numbered part of the minutes in which something stands.",
    "Movement": "A score that went up or down, with the reason.",
    "On the clock": "Its stage has a due date, and the days are being counted.",
    "Overdue": "Its due date has passed.",
    "Owner": "The role and the agency that must see to it. It is never a person’s name.",
    "Position": "In the log: the number of an event. In a dispute: what one side holds.",
    "Procedure": "The steps that a dispute takes, who decides at each, and by when.",
    "Quorum": "Who must be there, so that a meeting can decide.",
    "Ratify": "To agree to what another group decided, so that it holds.",
    "Recommendation": "What somebody outside asked the agencies to do.",
    "Recorded": "When something was put in the ledger. It may have happened before.",
    "Recorded in error": "It should not be here, and somebody else agreed. It counts nowhere.",
    "Redacted": "Words that were taken out for good. The page says where, when and why.",
    "Reference": "The short name of an item, such as RSK-2026-001. Search takes you to it.",
    "Returned": "Whoever looked found that it is not done yet, and sent it back.",
    "Risk": "Something that may happen and would harm children or the work for them.",
    "Role": "What somebody may see and do here.",
    "Seat": "A place in a group, which one agency or role fills.",
    "Source": "Who recommended it: a review, an audit, an inspection or the Scrutineer.",
    "Statutory guidance": "What the government says that partners must do. Each edition has a day.",
    "Stage": "One step of the procedure: who decides there, and by when.",
    "Target": "Where a risk should be once the work is done.",
    "Theme": "What an item is about, in words from one list, so that alike things are found.",
    "Verified": "Somebody of no agency that owns it has looked, and it is done.",
    "Version": "The procedure as it was from one day on. A dispute stays with its own.",
    "Working day": "Monday to Friday, without bank holidays.",
}  # fmt: skip

_ITEM = ("Evidence", "Changed since decided", "Recorded in error")
_DISPUTES = ("Dispute", "Issue", "Stage", "On the clock", "Working day", "Escalate", "Position",
             "Assent", "Convener")  # fmt: skip
_FOLLOWED = ("Claimed", "Verified", "Checked", "Returned", "Overdue", "Owner")
_RISKS = ("Risk", "Current score", "Target", "Band", "Appetite", "Control", "Movement",
          "Escalate", "Owner")  # fmt: skip
_RECOMMENDATIONS = ("Recommendation", "Source", *_FOLLOWED, "Impact review")
_MEETINGS = ("Group", "Quorum", "Seat", "Minute", "Confirmed", "Decision")
_LOG = ("Log", "Event", "Recorded", "As at", "Corrected")

USED: Mapping[str, Sequence[str]] = {
    "account": ("Role",),
    "accounts": ("Role",),
    "actions": ("Action", *_FOLLOWED, *_ITEM),
    "agencies": ("Agency", "Member", "Role", "Owner", "Returned"),
    "audit": (*_LOG, "Happened"),
    "changes": _LOG,
    "chasing": ("Agency", "Owner"),
    "commissions": ("Commission", "Ratify", "Group", "Decision", *_ITEM),
    "conformance": ("Dispute", "Issue", "Stage", "Procedure", "Departed", "Version"),
    "decisions": ("Decision", "Quorum", "Ratify", "Minute", "Group", "Recorded in error"),
    "disputes": (*_DISPUTES, *_ITEM),
    "executive": ("Appetite", "Claimed", "Verified", "Returned", "Ratify", "As at", "Checkpoint"),
    "forward_plan": ("Forward plan", "Group", "Recorded in error"),
    "groups": ("Group", "Member", "Seat", "Quorum", "Agency", "Recorded in error"),
    "guidance": ("Statutory guidance",),
    "history": ("Recorded", "As at", "Corrected", "Log"),
    "holidays": ("Working day", "Recorded"),
    "home": ("Dispute", "Risk", "Recommendation", "Action", "Verified"),
    "imports": ("Reference", "Owner", "Theme"),
    "meetings": (*_MEETINGS, "Recorded in error"),
    "papers": ("As at", "Checkpoint"),
    "partnership": ("Agency", "Member", "Role", "Group", "Band"),
    "people": ("Role", "Agency"),
    "procedure": ("Procedure", "Stage", "Version", "Working day", "Assent", "Convener", "Escalate"),
    "proof": ("Log", "Event", "Checkpoint", "Recorded"),
    "reads": ("Reference", "Role", "As at"),
    "recommendations": (*_RECOMMENDATIONS, *_ITEM),
    "redactions": ("Redacted", "Reference"),
    "risks": (*_RISKS, *_ITEM),
    "scrutineer": ("Indicator", "Recommendation", "Source", *_FOLLOWED),
    "search": ("Reference",),
    "terms": ("Group", "Seat"),
    "themes": ("Theme", "Recommendation", "Risk"),
    "words": (),
}  # fmt: skip
"""By the pages' blueprint: what its help explains, in the order in which one meets it."""
