"""What a field suggests of that which is on record: a list beside a field in which anything can be
typed, so that it works by keyboard and without JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from application.doing.fields import Labelled, Line, Suggested
from projections.actions.actions import ACTIONS
from projections.meetings.meetings import latest_meetings
from projections.recommendations.follow_up import FOLLOW_UP
from projections.risks.risk_register import RISKS
from projections.view import View
from projections.words_used import most_used
from web.forms.filled import Option

MOST = 50
"""So many at most: a list that is longer is not read."""


def suggestions(fields: Iterable[Labelled], view: View) -> dict[Suggested, list[Option]]:
    """What the fields of a form suggest, of what the reader may see; asked once each."""
    asked = {each.suggests for each in fields if isinstance(each, Line) and each.suggests}
    return {each: _SUGGESTED[each](view) for each in asked}


def _alike(words: Iterable[str]) -> list[Option]:
    return [(each, each) for each in words]


_SUGGESTED: Mapping[Suggested, Callable[[View], list[Option]]] = {
    Suggested.ROLES: lambda view: _alike(
        most_used((FOLLOW_UP, ACTIONS, RISKS), "owner_role", view, most=MOST)
    ),
    Suggested.MEETINGS: lambda view: latest_meetings(view, most=MOST),
    Suggested.REPORTS: lambda view: _alike(most_used([FOLLOW_UP], "title", view, most=MOST)),
    Suggested.PUBLISHERS: lambda view: _alike(most_used([FOLLOW_UP], "publisher", view, most=MOST)),
}
