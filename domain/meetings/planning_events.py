"""Everything that can happen to a meeting before it is opened."""

from __future__ import annotations

from dataclasses import replace

from domain.kernel.deciding.files import Filed
from domain.kernel.item import long_date, post_of
from domain.kernel.mending.correcting import Correctable
from domain.kernel.terms import AgencyNames
from domain.kernel.words import Code, Day, Ref, Words
from domain.meetings.quorum import Judged
from domain.meetings.records import AgendaItem, Paper, Substitute, Written
from domain.meetings.state import MeetingState
from domain.meetings.vocabulary import ANSWERS, Answer, AskedTo, Quorate


class PlanningEvents(MeetingState):
    """A meeting, as far as it is planned."""

    class Event(Correctable.Event):
        """Anything that happens to a meeting."""

        @property
        def why(self) -> str:
            """The reason; what is said of a restricted item is told nowhere but on its own page."""
            return "" if getattr(self, "restricted", False) else super().why

    class Planned(Event, Correctable.Created):
        """A group is to meet. `reason` is why an extraordinary meeting is called at short notice.

        The days by which papers and minutes are due are worked out once, with their sums
        (ToR 3.2, 3.3). `instead_of` is the meeting whose place it takes; `decider` the role that
        speaks for the group, "" where nobody who signs in does.
        """

        group: Ref
        group_name: Words
        decider: Code
        kind: Code
        mode: Code
        meets_on: Day
        starts_at: Code
        minutes: int
        place: Words
        reason: Words
        instead_of: Ref
        papers_due_on: Day
        papers_working: Code
        minutes_due_on: Day
        minutes_working: Code

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._plan(self)

        def sentence(self, names: AgencyNames) -> str:
            what = "an extraordinary" if self.kind == "extraordinary" else "a"
            instead = f", in place of {self.instead_of}" if self.instead_of else ""
            return (
                f"planned {what} meeting of {self.group_name} on {long_date(self.meets_on)}"
                f"{instead}; papers are due by {long_date(self.papers_due_on)}"
            )

    class HeldBefore(Event, Correctable.Created):
        """It was held before this ledger was kept, as far as that was written down.

        What was not is "", and `kind`, `mode` and `quorate` are said not to be recorded. Who was
        there stands as it was written, as does what was said of the `quorum`. `number` is what it
        was called there, `note` what has no place of its own. When its minutes were due is worked
        out (ToR 3.2); when its papers were, nobody wrote down. `decider` is the role that speaks
        for the group.
        """

        group: Ref
        group_name: Words
        decider: Code
        kind: Code
        mode: Code
        meets_on: Day
        starts_at: Code
        place: Words
        chaired_by: Words
        present: Words
        apologies: Words
        absent: Words
        substitutes: Words
        quorate: Code
        quorum: Words
        minutes_due_on: Day
        minutes_working: Code
        cleared_on: Day
        circulated_on: Day
        confirmed_on: Day
        number: Words
        note: Words

        def apply(self, aggregate: MeetingState) -> None:
            written = Written(
                self.chaired_by, self.present, self.apologies, self.absent, self.substitutes,
                Quorate(self.quorate), self.quorum,
            )  # fmt: skip
            aggregate._take_past(self, written)

        def sentence(self, names: AgencyNames) -> str:
            when = long_date(self.meets_on)
            return f"recorded that {self.group_name} met on {when}, before this ledger"

    class Moved(Event):
        """It takes place on another day; what is due by then is worked out anew."""

        meets_on: Day
        starts_at: Code
        was: Day
        papers_due_on: Day
        papers_working: Code
        minutes_due_on: Day
        minutes_working: Code
        reason: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate._date(self)
            aggregate._judge_papers_anew()
            aggregate.moves += 1

        def sentence(self, names: AgencyNames) -> str:
            return f"moved it from {long_date(self.was)} to {long_date(self.meets_on)}"

    class CalledOff(Event):
        """It does not take place."""

        reason: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.called_off_on = self.on

        def sentence(self, names: AgencyNames) -> str:
            return "called it off"

    class Rearranged(Event):
        """Another meeting takes its place (ToR 3.5)."""

        successor: Ref
        meets_on: Day

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.successor, aggregate.rearranged_on = self.successor, self.on

        def sentence(self, names: AgencyNames) -> str:
            return f"rearranged it: {self.successor} on {long_date(self.meets_on)}"

    class ItemAdded(Event):
        """An item was put on the agenda. `linked` is what it is about, `plan` the entry of the
        forward plan that it comes from."""

        item: int
        title: Words
        asked: Code
        place: int
        minutes: int
        presenter_role: Words
        presenter_agency: Ref
        restricted: bool
        about_scrutineer: bool
        circulation: list[Ref]
        linked: Ref
        plan: Ref

        def apply(self, aggregate: MeetingState) -> None:
            facts = self.facts
            number = facts.pop("item")
            facts["asked"] = AskedTo(self.asked)
            aggregate.agenda[number] = AgendaItem(number, **facts)
            aggregate._changes_the_agenda("added")

        def sentence(self, names: AgencyNames) -> str:
            if self.restricted:
                return f"put a restricted item on the agenda, item {self.place}"
            agency = names.get(self.presenter_agency, self.presenter_agency)
            who = post_of(self.presenter_role, agency)
            by = f", presented by {who}" if who else ""
            return f"put item {self.place} on the agenda{by}: {self.title}"

    class ItemChanged(Event):
        """An item of the agenda is called, timed, presented or placed otherwise."""

        item: int
        title: Words
        asked: Code
        place: int
        minutes: int
        presenter_role: Words
        presenter_agency: Ref
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            facts = self.facts
            facts["asked"] = AskedTo(self.asked)
            number, place = facts.pop("item"), facts.pop("place")
            aggregate.agenda[number] = replace(aggregate.agenda[number], **facts)
            aggregate._put_in_place(number, place)
            aggregate._changes_the_agenda("changed")

        def sentence(self, names: AgencyNames) -> str:
            title = "a restricted item" if self.restricted else self.title
            return f"changed item {self.place} of the agenda: {title}"

    class ItemWithdrawn(Event):
        """An item was taken off the agenda."""

        item: int
        title: Words
        restricted: bool
        reason: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.agenda[self.item] = replace(aggregate.agenda[self.item], withdrawn=True)
            aggregate._count_from_one()
            aggregate._changes_the_agenda("taken off")

        def sentence(self, names: AgencyNames) -> str:
            title = "a restricted item" if self.restricted else self.title
            return f"took off the agenda: {title}"

    class AgendaAgreed(Event):
        """The chair agreed the agenda (ToR 2.3); `known_by` is how, where others record it."""

        known_by: Words

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.agreed_on, aggregate.agreed_by = self.on, self.known_by
            aggregate.since_agreed = []

        def sentence(self, names: AgencyNames) -> str:
            how = f", known by {self.known_by}" if self.known_by else ""
            return f"recorded that the chair agreed the agenda{how}"

    class PaperSent(Event, Filed):
        """The agenda (`item` 0) or a paper was sent on the date `on`; `late`: after the day by
        which it was due, which was `due_on`; `after`: not before the meeting itself. Where it is
        kept here it is a link or a file."""

        paper: int
        item: int
        title: Words
        restricted: bool
        due_on: Day
        late: bool
        after: bool

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.papers[self.paper] = Paper(
                self.paper,
                self.item,
                self.title,
                self.on,
                self.late,
                self.after,
                is_agenda=not self.item,
                link=self.link,
                file=self.file,
                restricted=self.restricted,
            )

        @property
        def shown_as(self) -> str:
            return f"paper {self.paper}"

        def sentence(self, names: AgencyNames) -> str:
            title = "a restricted paper" if self.restricted else self.title
            if self.after:
                return f"circulated after the meeting: {title}"
            late = f", late: it was due by {long_date(self.due_on)}" if self.late else ""
            return f"sent paper {self.paper}{late}: {title}"

    class LatePaperAccepted(Event):
        """The chair took a paper that came late."""

        paper: int
        reason: Words
        restricted: bool

        def apply(self, aggregate: MeetingState) -> None:
            paper = aggregate.papers[self.paper]
            aggregate.papers[self.paper] = replace(paper, accepted=self.reason or "without reason")

        def sentence(self, names: AgencyNames) -> str:
            return f"accepted paper {self.paper}, which came late"

    class Replied(Event):
        """The holder of a seat said beforehand whether they come."""

        seat: int
        whose: Words
        reply: Code

        def apply(self, aggregate: MeetingState) -> None:
            aggregate.replies[self.seat] = self.reply

        def sentence(self, names: AgencyNames) -> str:
            return f"recorded the reply of {self.whose}: {ANSWERS[Answer(self.reply)].lower()}"

    class SubstituteJudged(Event):
        """It was judged whether somebody may substitute the holder of a seat: an exception, for a
        reason (ToR 3.6)."""

        seat: int
        whose: Words
        role: Words
        contributes: bool
        commissions: bool
        judged_by: Words
        reason: Words

        def apply(self, aggregate: MeetingState) -> None:
            judged = Judged(self.contributes, self.commissions)
            known = Substitute(
                self.seat,
                self.role,
                judged,
                self.judged_by,
                self.reason,
                beforehand=not aggregate.opened_on,
            )
            aggregate.substitutes[self.seat] = known
            aggregate._judge_who_is_there(known)

        def sentence(self, names: AgencyNames) -> str:
            judged = Judged(self.contributes, self.commissions)
            found = (
                "able to contribute and to commission work" if judged.able else judged.why_not
            ).removeprefix("a substitute who ")
            return (
                f"recorded that {self.judged_by} judged {self.role}, who substitutes for "
                f"{self.whose}: {found}"
            )
