"""What awaits somebody else's agreement: of every noun, what is said to be recorded in error."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import and_, false, or_

from application.doing import access
from domain.kernel.item import long_date
from domain.kernel.mending.in_error import MayBeInError
from domain.kernel.mending.redeciding import Redecidable
from domain.kernel.terms import Role
from projections.firsts import Listed
from projections.indexes import has_any
from projections.register import Register
from projections.versioned import Row
from projections.view import View
from web.home.needs import NeedLine, Telling, Wanted
from web.noun import Noun, nouns
from web.view import person


def to_agree(view: View) -> list[Wanted]:
    """What somebody else proposed, and this person may agree to or decline."""
    errors = [
        (_said_by_others(noun.register), _line(noun, "said_in_error_on"))
        for noun in nouns()
        if noun.register and issubclass(noun.item, MayBeInError) and _may_agree(noun)
    ]
    decisions = [
        (_to_confirm(noun.register), _line(noun, "redecision_on"))
        for noun in nouns()
        if noun.register and issubclass(noun.item, Redecidable)
    ]
    wanted = []
    if errors:
        title = "Said to be recorded in error: your agreement is awaited"
        wanted.append(Wanted(title, errors, why="It counts until somebody else has agreed."))
    if decisions and any(held.role is not Role.AUDITOR for held in person().roles):
        title = "Corrections of decisions that await your confirmation"
        wanted.append(Wanted(title, decisions, why="Until then the decision stands as it is."))
    return wanted


def _to_confirm(register: Register[Any]) -> Listed:
    """Those with a correction that this person can confirm, by who they are or what they hold."""
    row, me = register.c, person()
    mine = {f"\n{me.id}/"}
    for each in me.roles:
        mine.add(f"/{each.role}/\n")
        if each.agency:
            mine |= {f"/{each.role}/{each.agency}\n", f"\n//{each.agency}\n"}
    held = or_(false(), *(row.confirmers.contains(each, autoescape=True) for each in sorted(mine)))
    return Listed(
        register,
        lambda view: and_(has_any(row.redecision_on), row.redecision_by != me.id, held),
    )


def _may_agree(noun: Noun) -> bool:
    deed = f"{noun.item.word}.agree_in_error"
    return deed in access.MAY and access.may(person(), deed) is not None


def _said_by_others(register: Register[Any]) -> Listed:
    row, me = register.c, person().id
    return Listed(
        register, lambda view: and_(has_any(row.said_in_error_on), row.said_in_error_by != me)
    )


def _line(noun: Noun, day: str) -> Telling:
    def told(row: Row) -> NeedLine:
        href = url_for(noun.page, reference=row["reference"])
        note = f"since {long_date(row[day])}"
        return NeedLine(row["reference"], row[noun.title], href, note)

    return told
