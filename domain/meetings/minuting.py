"""The minutes of a meeting: written, cleared, circulated, corrected, confirmed (ToR 2.3, 3.2).

The chair clears the draft, it is circulated, and the next meeting confirms it. What those days are
to a dispute that came of the minutes, it is told as they are recorded.
"""

from __future__ import annotations

from datetime import date

from domain.disputes.dispute import Dispute
from domain.groups.speaking import by_its_own_group
from domain.groups.vocabulary import Office
from domain.kernel.days.calendar import Calendar
from domain.kernel.deciding.files import File, filed
from domain.kernel.errors import DomainError
from domain.kernel.finder import Beside, Finder
from domain.kernel.item import Linkable, in_a_row, long_date, post_of
from domain.kernel.moves import move
from domain.kernel.terms import Occasion, Role
from domain.meetings.attendance import was_opened
from domain.meetings.minute_events import MinuteEvents
from domain.meetings.planning import has_items
from domain.meetings.records import Amendment, Captured, HeldMeetings, RaisedDisputes
from domain.meetings.vocabulary import CaptureKind, Quorate
from domain.partnership.agency import Agency


def _took_place(meeting: MinutedMeeting) -> str | None:
    return None if meeting.closed_on else "There are no minutes before the meeting is closed."


def _not_cleared(meeting: MinutedMeeting) -> str | None:
    if meeting.cleared_on:
        return "The chair has cleared the minutes. A correction can be asked for."
    return None


def _are_cleared(meeting: MinutedMeeting) -> str | None:
    return None if meeting.cleared_on else "The chair has not cleared the minutes yet (ToR 2.3)."


def _not_circulated(meeting: MinutedMeeting) -> str | None:
    return "The minutes have been circulated." if meeting.circulated_on else None


def _are_circulated(meeting: MinutedMeeting) -> str | None:
    return None if meeting.circulated_on else "The minutes have not been circulated yet."


def _not_confirmed(meeting: MinutedMeeting) -> str | None:
    if meeting.confirmed_on:
        return f"The minutes have been confirmed, at {meeting.confirmed_at}."
    return None


def _has_captures(meeting: MinutedMeeting) -> str | None:
    return None if meeting.open_captures else "Nothing that was noted is still to be recorded."


def _correction_waits(meeting: MinutedMeeting) -> str | None:
    return None if meeting.open_amendments else "No correction of the minutes waits for an answer."


def _no_correction_waits(meeting: MinutedMeeting) -> str | None:
    if waiting := [each.minute for each in meeting.open_amendments]:
        return f"Answer first whether to correct minute {in_a_row(waiting)}."
    return None


class MinutedMeeting(MinuteEvents):
    """A meeting of which minutes are written."""

    # ------------------------------------------------------------------ while they are written

    @move(was_opened, has_items, _not_cleared)
    def minute_item(self, occasion: Occasion, *, item: int, minute: str = "", words: str) -> None:
        """Write down, or anew, the points and the challenge made at an item: who made them is left
        out unless somebody asks to be named."""
        occasion = self._in_session(occasion)
        found = self._item(item)
        self._record(
            occasion,
            self.ItemMinuted,
            item=item,
            minute=minute or str(self.place_of(item)),
            words=words,
            restricted=found.restricted,
        )

    @move(was_opened, has_items, _not_cleared)
    def capture(
        self, occasion: Occasion, *, item: int, kind: CaptureKind, minute: str = "", words: str
    ) -> None:
        """Note in a line what is to be recorded as an item of its own afterwards."""
        if kind is CaptureKind.DECISION and self.closed_on:
            raise DomainError(
                f"The meeting was closed on {long_date(self.closed_on)}, so it decides nothing any "
                "more. What was agreed since is a decision between meetings.",
                field="kind",
            )
        occasion = self._in_session(occasion)
        found = self._item(item)
        self._record(
            occasion,
            self.LineCaptured,
            capture=max(self.captures, default=0) + 1,
            item=item,
            kind=kind.value,
            minute=minute or str(self.place_of(item)),
            words=words,
            restricted=found.restricted,
        )

    @move(was_opened, _has_captures)
    def finish_capture(
        self, occasion: Occasion, *, capture: int, became: Linkable, calendar: Calendar
    ) -> None:
        """Record what that which was noted has become; from then on each leads to the other."""
        noted = self._captured(capture)
        self._trace(occasion, became, minute=noted.minute, capture=capture, calendar=calendar)

    @move(was_opened, _has_captures)
    def drop_capture(self, occasion: Occasion, *, capture: int, reason: str) -> None:
        """Record that what was noted in a line does not become an item, and why."""
        noted = self._captured(capture)
        self._record(
            occasion, self.CaptureDropped, capture=capture, minute=noted.minute, reason=reason,
            restricted=self._item(noted.item).restricted,
        )  # fmt: skip

    @move(was_opened)
    def trace(
        self, occasion: Occasion, *, minute: str, became: Linkable, calendar: Calendar
    ) -> None:
        """Record that an item that is on record already came of a minute of this meeting."""
        if became.reference in self.came_of:
            raise DomainError(
                f"{became.reference} is recorded as coming of minute "
                f"{self.came_of[became.reference]} already.",
                field="became",
            )
        self._trace(occasion, became, minute=minute, capture=0, calendar=calendar)

    def _captured(self, number: int) -> Captured:
        found = self.captures.get(number)
        if found is None or not found.is_open:
            raise DomainError("Nothing of that number waits to be recorded.", field="capture")
        return found

    def _trace(
        self,
        occasion: Occasion,
        became: Linkable,
        *,
        minute: str,
        capture: int,
        calendar: Calendar,
    ) -> None:
        self._not_before_the_meeting(occasion)
        if became.id == self.id:
            raise DomainError("That is this meeting. Enter what came of it.", field="became")
        self._record(
            occasion, self.CameOfMinute, capture=capture, minute=minute, became=became.reference
        )
        if became.reference not in self.links:
            where = f"minute {minute} of {self.reference}, {long_date(self.meets_on)}"
            self.link(occasion, other=became, reason=f"It came of {where}.")
        if isinstance(became, Dispute):
            self._tell(became, occasion, calendar, "circulated_on", self.circulated_on)
            self._tell(became, occasion, calendar, "approved_on", self.cleared_on)

    # ------------------------------------------------------------------ clearing and circulating

    @move(was_opened, _took_place, _not_cleared)
    def show_minutes(self, occasion: Occasion, *, agency: Agency, known_by: str) -> None:
        """Record that an agency saw the draft minutes before they were cleared."""
        self._not_before_the_meeting(occasion)
        if agency.reference in self.shown_to:
            day = long_date(self.shown_to[agency.reference])
            raise DomainError(f"{agency.name} saw them on {day}.", field="agency")
        self._record(occasion, self.MinutesShown, agency=agency.reference, known_by=known_by)

    @move(was_opened, _took_place, _not_cleared, by=[by_its_own_group])
    def clear_minutes(
        self,
        occasion: Occasion,
        *,
        known_by: str = "",
        beside: Beside,
        raised: RaisedDisputes,
        calendar: Calendar,
    ) -> None:
        """Record that the chair approves the draft minutes (ToR 2.3).

        Where the chair’s own agency is party to a dispute that came of them, the other parties have
        seen them by then.
        """
        _must_be_known(occasion, known_by, "cleared them")
        self._not_before_the_meeting(occasion)
        disputes = self._disputes(beside, raised)
        for each in disputes:
            self._other_parties_have_seen(each)
        self._record(occasion, self.MinutesCleared, known_by=known_by)
        for each in disputes:
            self._tell(each, occasion, calendar, "approved_on", self.cleared_on)

    @move(was_opened, _took_place, _are_cleared, _not_circulated)
    def circulate_minutes(
        self,
        occasion: Occasion,
        *,
        link: str = "",
        file: File | None = None,
        beside: Beside,
        raised: RaisedDisputes,
        calendar: Calendar,
    ) -> None:
        """Record the day on which the minutes were circulated, and tell the disputes that came of
        them, whose clocks may wait for it."""
        if occasion.on.isoformat() < self.cleared_on:
            raise DomainError(
                f"The chair cleared them on {long_date(self.cleared_on)}.", field="on"
            )
        due = self.minutes_due.day
        late = occasion.on.isoformat() > due
        self._record(
            occasion, self.MinutesCirculated, due_on=due, late=late, **filed(link=link, file=file)
        )
        for each in self._disputes(beside, raised):
            self._tell(each, occasion, calendar, "circulated_on", self.circulated_on)

    @move(was_opened, _took_place, _are_circulated, _not_confirmed, _no_correction_waits)
    def confirm_minutes(
        self,
        occasion: Occasion,
        *,
        meeting: MinutedMeeting,
        minute: str,
        reason: str = "",
        held: HeldMeetings,
    ) -> None:
        """Record that the next meeting of the group confirmed the minutes on its day, whenever that
        is recorded; for a reason, a later one."""
        if meeting.group != self.group or not self.is_before(meeting):
            raise DomainError(
                f"A later meeting of {self.group_name} confirms them. Of two on one day it must be "
                "on record when each starts.",
                field="meeting",
            )
        if not meeting.opened_on:
            raise DomainError(f"{meeting.reference} has not been opened yet.", field="meeting")
        if meeting.quorate is Quorate.NO:
            raise DomainError(
                f"{meeting.reference} was not quorate, so it confirmed nothing. A later meeting "
                "does.",
                field="meeting",
            )
        occasion = meeting._in_session(occasion)
        if occasion.on.isoformat() < self.circulated_on:
            raise DomainError(
                f"They were circulated on {long_date(self.circulated_on)}, after that meeting.",
                field="meeting",
            )
        following = held.next_after(self.meets_on, self.starts_at, group=self.group)
        if following and following != meeting.reference and not reason:
            raise DomainError(
                f"The next meeting of {self.group_name}, {following}, confirms them. If it could "
                "not, say why a later one did.",
                field="reason",
            )
        self._record(
            occasion,
            self.MinutesConfirmed,
            meeting=meeting.reference,
            minute=minute,
            reason=reason if following != meeting.reference else "",
        )
        meeting._record(
            occasion,
            meeting.EarlierConfirmed,
            meeting=self.reference,
            meets_on=self.meets_on,
            minute=minute,
        )

    def _disputes(self, beside: Beside, raised: RaisedDisputes) -> list[Dispute]:
        """The disputes that came of the minutes and count: those that are traced to them, and those
        that name the meeting themselves."""
        traced = [each for each in self.came_of if each.startswith(f"{Dispute.prefix}-")]
        came = dict.fromkeys([*traced, *raised.at(self.reference)])
        found = [beside.find(Dispute, each) for each in came]
        return [each for each in found if not each.why_void()]

    @property
    def chairs_agencies(self) -> set[str]:
        """The agencies of the chair and of whoever chaired."""
        chaired = {self.attendees[each.attendee].agency for each in self.chairing}
        seat = self.seat_of(Office.CHAIR)
        return (chaired | ({seat.agency} if seat else set())) - {""}

    def _other_parties_have_seen(self, dispute: Dispute) -> None:
        """Raise DomainError where the chair’s agency is a party and another has not seen them."""
        own = self.chairs_agencies
        if not own & dispute.names.keys():
            return
        others = dispute.names.keys() - own - self.shown_to.keys()
        if others:
            who = in_a_row(sorted(dispute.names[each] for each in others))
            raise DomainError(
                f"{dispute.reference} came of these minutes, and the chair’s own agency is a party "
                f"to it. Let {who} see the draft first, and record that."
            )

    @staticmethod
    def _tell(
        dispute: Dispute, occasion: Occasion, calendar: Calendar, which: str, day: str
    ) -> None:
        """Tell a dispute a day of its minutes, where that is not on record yet."""
        if day and not getattr(dispute, which):
            known = {which: date.fromisoformat(day)}
            dispute.date_minutes(occasion, calendar=calendar, **known)

    # ------------------------------------------------------------------ corrections

    @move(was_opened, _took_place, has_items, _not_confirmed)
    def ask_correction(
        self,
        occasion: Occasion,
        *,
        item: int,
        asked_by: str = "",
        words: str,
        reason: str,
        find: Finder,
    ) -> None:
        """Ask for the minute of an item to be corrected: `words` are what it should say.

        No clock stops because of it, and nothing that came of the minute changes.
        """
        found, minuted = self._item(item), self.points.get(item)
        if occasion.by.role is Role.BUSINESS_TEAM and not asked_by:
            raise DomainError("Enter who asks for it, by role and agency.", field="asked_by")
        if minuted and minuted.words == words:
            raise DomainError("That is what the minute says already.", field="words")
        self._not_before_the_meeting(occasion)
        self._record(
            occasion,
            self.CorrectionAsked,
            correction=max(self.amendments, default=0) + 1,
            item=item,
            minute=minuted.minute if minuted else str(self.place_of(item)),
            asked_by=asked_by or _whoever(occasion, find),
            words=words,
            reason=reason,
            restricted=found.restricted,
        )

    @move(was_opened, _correction_waits, by=[by_its_own_group])
    def accept_correction(
        self, occasion: Occasion, *, correction: int, words: str = "", known_by: str = ""
    ) -> None:
        """Correct the minute, as it was asked for or in other `words`.

        What came of the minute before stays as it was recorded, and the minute says so.
        """
        asked = self._amendment(correction)
        _must_be_known(occasion, known_by, "accepted it")
        self._record(
            occasion,
            self.CorrectionAccepted,
            correction=correction,
            item=asked.item,
            minute=asked.minute,
            words=words or asked.words,
            known_by=known_by,
            after=self._came_of_item(asked.item),
            restricted=self._item(asked.item).restricted,
        )

    @move(was_opened, _correction_waits, by=[by_its_own_group])
    def decline_correction(
        self, occasion: Occasion, *, correction: int, reason: str, known_by: str = ""
    ) -> None:
        """Let the minute stay as it is, and say why."""
        asked = self._amendment(correction)
        _must_be_known(occasion, known_by, "declined it")
        self._record(
            occasion,
            self.CorrectionDeclined,
            correction=correction,
            minute=asked.minute,
            known_by=known_by,
            reason=reason,
            restricted=self._item(asked.item).restricted,
        )

    def _amendment(self, number: int) -> Amendment:
        found = self.amendments.get(number)
        if found is None or found.answer:
            raise DomainError("No correction of that number waits.", field="correction")
        return found

    def _came_of_item(self, item: int) -> list[str]:
        """The disputes that came of a minute of an item: of what was noted there, or by number."""
        noted = {each.became for each in self.captures.values() if each.item == item}
        place = str(self.place_of(item))
        return [
            became
            for became, minute in self.came_of.items()
            if became.startswith(f"{Dispute.prefix}-")
            and (became in noted or minute.partition(".")[0] == place)
        ]

    def _not_before_the_meeting(self, occasion: Occasion) -> None:
        if occasion.on.isoformat() < self.meets_on:
            raise DomainError(f"It took place on {long_date(self.meets_on)}.", field="on")


def _whoever(occasion: Occasion, find: Finder) -> str:
    """Who does something, by role and agency."""
    whose = occasion.by.agency
    return post_of(occasion.by.role.label, find(Agency, whose).name if whose else "")


def _must_be_known(occasion: Occasion, known_by: str, did: str) -> None:
    """Raise DomainError where the Business Team does not say how it knows what the chair did."""
    if occasion.by.role is Role.BUSINESS_TEAM and not known_by:
        raise DomainError(
            f"Enter how it is known that the chair {did}, for example by whose e-mail of which "
            "date.",
            field="known_by",
        )
