"""What can happen to the minutes of a meeting: written, traced to what came of them, corrected."""

from __future__ import annotations

from dataclasses import replace

from domain.kernel.deciding.files import Filed
from domain.kernel.item import long_date
from domain.kernel.terms import AgencyNames
from domain.kernel.words import Code, Day, Ref, Words
from domain.meetings.attendance import AttendedMeeting
from domain.meetings.planning_events import PlanningEvents
from domain.meetings.records import Amendment, Captured, Paper, Points
from domain.meetings.state import MeetingState
from domain.meetings.vocabulary import CAPTURES, Amended, CaptureKind

Event = PlanningEvents.Event


class MinuteEvents(AttendedMeeting):
    """A meeting of which minutes are written."""

    class ItemMinuted(Event):
        """The points and the challenge made at an item were written down, or written anew before
        the chair cleared the minutes."""

        item: int
        minute: Words
        words: Words
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.points[self.item] = Points(self.minute, self.words)

        def sentence(self, names: AgencyNames) -> str:
            words = "" if self.restricted else f": {self.words}"
            return f"minuted item {self.item} (minute {self.minute}){words}"

    class LineCaptured(Event):
        """Something to be recorded as an item of its own was noted in a line at an item."""

        capture: int
        item: int
        kind: Code
        minute: Words
        words: Words
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.captures[self.capture] = Captured(
                self.capture, self.item, CaptureKind(self.kind), self.minute, self.words
            )

        def sentence(self, names: AgencyNames) -> str:
            words = "" if self.restricted else f": {self.words}"
            kind = CAPTURES[CaptureKind(self.kind)].lower()
            return f"noted at item {self.item} (minute {self.minute}), as {kind}{words}"

    class CameOfMinute(Event):
        """An item that came of a minute is on record. `capture`: the line that it was noted by, 0
        for none."""

        capture: int
        minute: Words
        became: Ref

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.came_of = {**aggregate.came_of, self.became: self.minute}
            aggregate._finish_line(self.capture, self.became)

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded that {self.became} came of minute {self.minute}"

    class CaptureDropped(Event):
        """What was noted in a line is not recorded as an item."""

        capture: int
        minute: Words
        reason: Words
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            noted = aggregate.captures[self.capture]
            aggregate.captures[self.capture] = replace(noted, dropped=self.reason)

        @property
        def why(self) -> str:
            return "" if self.restricted else self.reason

        def sentence(self, names: AgencyNames) -> str:
            return f"let go what was noted at minute {self.minute}"

    class MinutesShown(Event):
        """The draft minutes were shown to an agency, before the chair cleared them."""

        agency: Ref
        known_by: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.shown_to = {**aggregate.shown_to, self.agency: self.on}

        def sentence(self, names: AgencyNames) -> str:
            who = names.get(self.agency, self.agency)
            return f"recorded that {who} saw the draft minutes (known by {self.known_by})"

    class CorrectionAsked(Event):
        """Somebody asked for a minute to be corrected: `words` are what it should say."""

        correction: int
        item: int
        minute: Words
        asked_by: Words
        words: Words
        reason: Words
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.amendments[self.correction] = Amendment(
                self.correction, self.item, self.minute, self.asked_by, self.words, self.on
            )

        def sentence(self, names: AgencyNames) -> str:
            words = "" if self.restricted else f": {self.words}"
            return f"asked, for {self.asked_by}, to correct minute {self.minute}{words}"

        @property
        def why(self) -> str:
            return "" if self.restricted else self.reason

    class CorrectionAccepted(Event):
        """The minute was corrected; `words` are what it says now, `after` the disputes that were
        raised from it before. Nothing that was recorded from it changes because of this."""

        correction: int
        item: int
        minute: Words
        words: Words
        known_by: Words
        after: list[Ref]
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._answer(self.correction, Amended.ACCEPTED, self.on, self.words, self.after)
            aggregate.points[self.item] = Points(self.minute, self.words)

        def sentence(self, names: AgencyNames) -> str:
            words = "" if self.restricted else f"; it now says: {self.words}"
            known = f" (known by {self.known_by})" if self.known_by else ""
            after = f", after {', '.join(self.after)} came of it" if self.after else ""
            return f"accepted the correction of minute {self.minute}{known}{after}{words}"

    class CorrectionDeclined(Event):
        """The minute stays as it is."""

        correction: int
        minute: Words
        known_by: Words
        reason: Words
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._answer(self.correction, Amended.DECLINED, self.on, self.reason, ())

        @property
        def why(self) -> str:
            return "" if self.restricted else self.reason

        def sentence(self, names: AgencyNames) -> str:
            known = f" (known by {self.known_by})" if self.known_by else ""
            return f"declined the correction of minute {self.minute}{known}"

    class MinutesCleared(Event):
        """The chair approved the draft minutes (ToR 2.3)."""

        known_by: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.cleared_on = self.on

        def sentence(self, names: AgencyNames) -> str:
            how = f", known by {self.known_by}" if self.known_by else ""
            return f"recorded that the chair cleared the minutes{how}"

    class MinutesCirculated(Event, Filed):
        """The minutes were circulated on the date `on`, as a link or a file where they are kept
        here; they were due on `due_on` (ToR 3.2)."""

        due_on: Day
        late: bool

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.circulated_on = self.on
            aggregate.minutes_sent = Paper(
                0, 0, "Minutes", self.on, self.late, after=True, link=self.link, file=self.file
            )

        @property
        def shown_as(self) -> str:
            return "the minutes"

        def sentence(self, names: AgencyNames) -> str:
            late = (
                f", late: they were due by {long_date(self.due_on)}" if self.late else ", in time"
            )
            return f"circulated the minutes{late}"

    class MinutesConfirmed(Event):
        """The next meeting of the group confirmed the minutes, or for a `reason` a later one."""

        meeting: Ref
        minute: Words
        reason: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.confirmed_on, aggregate.confirmed_at = self.on, self.meeting

        def sentence(self, names: AgencyNames) -> str:
            return f"confirmed the minutes at {self.meeting} (minute {self.minute})"

    class EarlierConfirmed(Event):
        """The meeting confirmed the minutes of an earlier one."""

        meeting: Ref
        meets_on: Day
        minute: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.confirms = [*aggregate.confirms, (self.meeting, self.meets_on, self.minute)]

        def sentence(self, names: AgencyNames) -> str:
            return f"confirmed the minutes of {self.meeting} (minute {self.minute})"
