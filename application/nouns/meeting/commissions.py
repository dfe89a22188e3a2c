"""What a person can do with a commission."""

from __future__ import annotations

from application.doing.access import CHAIR, EXECUTIVE, TEAM
from application.doing.fields import Day, ItemField, Line, Listed, Prose
from application.doing.intents import Intent, IntentSchema
from application.nouns.about.commissions import how_it_stands
from application.nouns.shared.common import Link, MaybeFiled, Minuted, Ratified, Reason, Unlink
from application.nouns.shared.correcting import correction
from application.nouns.shared.evidence import evidence
from application.nouns.shared.in_error import recorded_in_error
from application.nouns.shared.redeciding import redeciding
from domain.commissions.commission import Commission
from domain.groups.group import Group


class _Ask(Minuted):
    group = ItemField("Group that asks", Group)
    of = ItemField("Group that is asked", Group)
    title = Line("Title", hint="One line by which everybody knows it.")
    question = Prose("What is to be understood or found out?")
    why_it_is_asked = Prose("Why is it asked?")
    due_on = Day("By when?")


class _NameGroup(IntentSchema):
    of = ItemField("Group that does it", Group)
    due_on = Day("By when?")


class _CorrectGroup(Reason):
    of = ItemField("Group that does it", Group)


class _Consent(IntentSchema):
    area = Listed("Which area consents?")
    known_by = Line("How is it known?", hint="For example: a letter of 3 May 2026.")


class _Ratify(Ratified):
    words = Prose("In their words", required=False)


class _Decline(Ratified, Reason):
    pass


class _Start(IntentSchema):
    pass


class _ReportWords(IntentSchema):
    report = Prose("What did they find?")


class _ReportBack(MaybeFiled, _ReportWords):
    pass


class _Consider(Minuted):
    words = Prose("What came of it?")


class _Close(IntentSchema):
    words = Prose("What was done with it?")


ASK = Intent(
    "commission.ask", "Commission work", _Ask, Commission.ask, may={TEAM, CHAIR, EXECUTIVE},
    hint="Nothing starts before {executive} has ratified it. What {executive} asks for itself is "
    "ratified from the start. An agency’s own work, and that of a working group, are actions.",
)  # fmt: skip

COMMISSION_INTENTS = (
    ASK,
    Intent(
        "commission.name_group", "Say which group does it", _NameGroup, Commission.name_group,
        may={TEAM, CHAIR, EXECUTIVE},
    ),
    Intent(
        "commission.correct_group", "Correct which group does it", _CorrectGroup,
        Commission.correct_group, may={TEAM},
        hint="Where another had been written down. Another area that shares the right group has to "
        "consent.",
    ),
    Intent(
        "commission.consent", "Record the consent of another area", _Consent, Commission.consent,
        may={TEAM},
        options=lambda item: {"area": [(area, area) for area in item.awaited_consents]},
    ),
    Intent(
        "commission.ratify", "Ratify it", _Ratify, Commission.ratify, may={TEAM, EXECUTIVE},
        about=how_it_stands,
    ),
    Intent(
        "commission.decline", "Decline to ratify it", _Decline, Commission.decline,
        may={TEAM, EXECUTIVE}, about=how_it_stands,
    ),
    Intent(
        "commission.start", "Record that the work started", _Start, Commission.start,
        may={TEAM, CHAIR},
    ),
    Intent(
        "commission.report_back", "Record the report", _ReportBack, Commission.report_back,
        may={TEAM, CHAIR}, about=how_it_stands,
    ),
    Intent(
        "commission.consider", "Record that the report was considered", _Consider,
        Commission.consider, may={TEAM, CHAIR, EXECUTIVE}, about=how_it_stands,
    ),
    Intent(
        "commission.close", "Close it", _Close, Commission.close, may={TEAM, CHAIR, EXECUTIVE},
        about=how_it_stands,
    ),
    Intent(
        "commission.withdraw", "Withdraw it", Reason, Commission.withdraw,
        may={TEAM, CHAIR, EXECUTIVE},
    ),
    Intent("commission.link", "Link another item", Link, Commission.link, may={TEAM, CHAIR}),
    Intent("commission.unlink", "Remove a link", Unlink, Commission.unlink, may={TEAM}),
    *evidence(Commission, may_add={TEAM, CHAIR, EXECUTIVE}),
    correction(Commission),
    *redeciding(Commission),
    *recorded_in_error(Commission),
)  # fmt: skip
