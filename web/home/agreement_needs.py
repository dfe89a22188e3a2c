"""What awaits somebody else's agreement: of every noun, what is said to be recorded in error."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import and_

from application.doing import access
from domain.kernel.in_error import MayBeInError
from domain.kernel.item import long_date
from projections.firsts import Listed
from projections.register import Register
from projections.versioned import Row
from projections.view import View
from web.home.needs import NeedLine, Telling, Wanted
from web.noun import Noun, nouns
from web.view import person


def to_agree(view: View) -> list[Wanted]:
    """What somebody else proposed, and this person may agree to or decline."""
    errors = [
        (_said_by_others(noun.register), _line(noun))
        for noun in nouns()
        if noun.register and issubclass(noun.item, MayBeInError) and _may_agree(noun)
    ]
    if not errors:
        return []
    title = "Said to be recorded in error: your agreement is awaited"
    return [Wanted(title, errors, why="It counts until somebody else has agreed.")]


def _may_agree(noun: Noun) -> bool:
    deed = f"{noun.item.word}.agree_in_error"
    return deed in access.MAY and access.may(person(), deed) is not None


def _said_by_others(register: Register[Any]) -> Listed:
    row, me = register.c, person().id
    return Listed(
        register, lambda view: and_(row.said_in_error_on != "", row.said_in_error_by != me)
    )


def _line(noun: Noun) -> Telling:
    def told(row: Row) -> NeedLine:
        href = url_for(noun.page, reference=row["reference"])
        note = f"said so on {long_date(row['said_in_error_on'])}"
        return NeedLine(row["reference"], row[noun.title], href, note)

    return told
