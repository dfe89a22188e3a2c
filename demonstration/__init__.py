"""The demonstration partnership: sign-ins named by role, and an invented register with a past.

people.toml says who there is; story.toml, recommendations.toml, disputes.toml and meetings.toml
what they did.
All of it goes through the catalogue, each step at its own moment before today, so the demonstration
never grows stale. Beside it stand the published rows of other bodies' registers, which are real.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import select

from application.accounts import passwords
from application.accounts.people import account_outside, add_account
from application.accounts.side import SideRecords
from application.accounts.signs import TICK, leave_sign
from application.doing.access import HeldRole, Person, operator
from application.doing.fields import Day, ItemField, Listed
from application.doing.intents import perform
from application.founding import found, shipped
from application.importing.importing import import_file
from application.importing.risks.rows import RISK_FILES
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from application.nouns.meeting.groups import NAME_ACCOUNT
from application.nouns.partnership.role_grants import GIVE
from application.nouns.ticking import tick
from demonstration.meetings import steps_of_meeting
from domain.disputes.dispute import Dispute
from domain.kernel.errors import DomainError
from domain.kernel.item import LONDON, london_date, long_date
from domain.kernel.terms import Role
from domain.kernel.vocabulary import speaking
from domain.meetings.meeting import Meeting
from domain.partnership.partnership import PARTNERSHIP
from projections.groups.groups import GROUPS

Progress = Callable[[str, int, int], None]

_FOR_COMPARISON = {
    "closing": "no_longer_relevant",
    "reason": "Loaded for comparison only. It belongs to the body that published it.",
}
_STORY = ("story.toml", "recommendations.toml", "disputes.toml", "meetings.toml")
_DAYS = re.compile(r"[+-]\d+")
_IN_BRACES = re.compile(r"\{([+-]\d+)( iso| month| year)?\}")
_CLOCK = 1
"""How many days ago the clock was looked at, after all steps."""
SETTLING_IN = 7
"""How many days before the first step everybody is given an account and a role."""


@dataclass(frozen=True)
class DemoSignIn:
    """How to sign in to the demonstration, and as what."""

    sign_in: str
    password: str
    role: str


class StoryError(Exception):
    """The story cannot be told as it is written; `str()` says which step is wrong, and why."""


def load_demo(ledger: Ledger, *, progress: Progress | None = None) -> list[DemoSignIn]:
    """Fill an empty ledger with the partnership that is shipped, and a story; return the sign-ins.

    All or nothing. `progress` is told the words, how much is done and how much there is in all.
    Raises StoryError, or DomainError when the ledger holds anything.
    """
    people, steps = _read("people.toml"), story()
    telling = Telling(ledger, london_date(ledger.now()))
    opening = -steps[0].days_ago - SETTLING_IN
    days = [opening] * (len(people["person"]) + 2) + [-step.days_ago for step in steps] + [-_CLOCK]
    hashed = passwords.accepted(people["password"])
    moments = working_hours(working_day(telling.today, day) for day in days)
    with ledger.writing():
        if ledger.position():
            raise DomainError("The demonstration is loaded into an empty ledger only.")
        with clock_at(ledger, next(moments)):
            telling.found()
        spoken = ledger.vocabulary()
        with speaking(lambda: spoken):
            for person in people["person"]:
                with clock_at(ledger, next(moments)):
                    telling.introduce(person, hashed=hashed)
            with clock_at(ledger, next(moments)):
                telling.import_published_risks()
            for done, step in enumerate(steps, start=1):
                with clock_at(ledger, next(moments)):
                    tick(ledger, telling.dispute_of(step))
                    telling.tell(step)
                if progress:
                    progress("Loading the demonstration", done, len(steps))
            with clock_at(ledger, next(moments)):
                tick(ledger, telling.disputes)
    with closing(SideRecords(ledger.engine)) as side:
        leave_sign(side, TICK, now=ledger.now())
    return sign_ins()


def sign_ins() -> list[DemoSignIn]:
    """Everybody who can sign in once the demonstration is loaded."""
    people = _read("people.toml")
    return [
        DemoSignIn(person["sign_in"], people["password"], person["title"])
        for person in people["person"]
    ]


# ---------------------------------------------------------------- the story, step by step


@dataclass(frozen=True)
class Step:
    """One thing that somebody did; `number` is its place in the file."""

    file: str
    number: int
    days_ago: int
    by: str
    do: str
    item: str
    fields: Mapping[str, Any]
    named: str = ""
    """The key of a decision that the step makes, by which later steps speak of it."""

    def __str__(self) -> str:
        what = f"{self.do}, {self.item}, {self.days_ago} days ago"
        return f"{self.file}, step {self.number} ({what})"


def story() -> list[Step]:
    """Everything that happens in the demonstration, in its order. Raises StoryError."""
    return in_order(step for file in _STORY for step in read_steps(_tables(file), file=file))


def _tables(file: str) -> list[Mapping[str, Any]]:
    """The steps of a file as it has them; of a meeting those that it stands for."""
    written = _read(file)
    meetings = (steps_of_meeting(each) for each in written.get("meeting", []))
    return [*(step for steps in meetings for step in steps), *written["step"]]


def read_steps(tables: Sequence[Mapping[str, Any]], *, file: str) -> list[Step]:
    """The steps of one file. Raises StoryError."""
    return [_read_step(file, number, table) for number, table in enumerate(tables, start=1)]


def in_order(steps: Iterable[Step]) -> list[Step]:
    """The steps in the order in which they happened; those of one day as they are written."""
    return sorted(steps, key=lambda step: -step.days_ago)


def _read_step(file: str, number: int, table: Mapping[str, Any]) -> Step:
    own = ("days_ago", "as", "do", "item", "named", "at")
    if missing := [name for name in own[:4] if name not in table]:
        raise StoryError(f"{file}, step {number}: {', '.join(missing)} must be given.")
    fields = {name: value for name, value in table.items() if name not in own}
    if "at" in table:  # the item of an agenda; `item` is the key of what the step is about
        fields["item"] = table["at"]
    step = Step(
        file, number, table["days_ago"], table["as"], table["do"], table["item"], fields,
        table.get("named", ""),
    )  # fmt: skip
    if type(step.days_ago) is not int or step.days_ago < 1:
        raise StoryError(f"{step}: days_ago must be a whole number from 1 upwards.")
    if step.do not in CATALOGUE:
        raise StoryError(f"{step}: the catalogue has no {step.do}.")
    if unknown := sorted(fields.keys() - CATALOGUE[step.do].schema().fields.keys()):
        raise StoryError(f"{step}: {step.do} does not ask for {', '.join(unknown)}.")
    return step


@dataclass
class Telling:
    """The story while it is told: who there is by now, and which reference each key stands for."""

    ledger: Ledger
    today: date
    people: dict[str, Person] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)

    @property
    def disputes(self) -> list[str]:
        """The references of the disputes that there are by now."""
        return [each for each in self.references.values() if each.startswith(Dispute.prefix)]

    def dispute_of(self, step: Step) -> list[str]:
        """The reference of the dispute that the step is about, if it is about one."""
        reference = self.references.get(step.item, "")
        return [reference] if reference in self.disputes else []

    @cached_property
    def founder(self) -> Person:
        """Whoever set up the demonstration: an account without sign-in."""
        with self.ledger.writing() as connection:
            account = account_outside(
                connection, known_as="demonstration", name="Whoever set up the demonstration",
                now=self.ledger.now(),
            )  # fmt: skip
        return operator(account)

    def found(self) -> None:
        """Make the ledger that of the partnership that is shipped."""
        found(self.ledger, shipped(), person=self.founder)
        with self.ledger.reading() as connection:
            groups = connection.execute(select(GROUPS.c.short, GROUPS.c.reference)).tuples()
            self.references |= {"partnership": PARTNERSHIP, **dict(groups.all())}

    def introduce(self, person: Mapping[str, str], *, hashed: str) -> None:
        """Give somebody an account and their role."""
        sign_in, agency = person["sign_in"], person.get("agency", "")
        with self.ledger.writing() as connection:
            account = add_account(
                connection, sign_in=sign_in, name=f"{person['title']} (demo)", hashed=hashed,
                now=self.ledger.now(), demonstration=True,
            )  # fmt: skip
        role = {"person": account, "role": person["role"], "agency": agency}
        perform(self.ledger, GIVE, role, person=self.founder)
        if seat := person.get("seat"):
            named = {"seat": seat, "person": account}
            saas = self.references["SAAS"]
            perform(self.ledger, NAME_ACCOUNT, named, person=self.founder, reference=saas)
        held = HeldRole(Role(person["role"]), agency)
        self.people[sign_in.partition("@")[0]] = Person(account, (held,))

    def import_published_risks(self) -> None:
        """Load the published rows of other bodies' registers, and close them.

        They show what real registers look like, and would crowd this partnership's own. It comes
        before the first step, as the log has to be in the order of its times, and so that what
        was published years ago is not news of the last few weeks.
        """
        file = BytesIO(files("demonstration").joinpath("published/risks.csv").read_bytes())
        report = import_file(
            self.ledger, file, RISK_FILES, person=self.people["business-team"],
            agency_called=lambda words: "",
        )  # fmt: skip
        if not report.kept:
            raise StoryError(f"published/risks.csv: {report.refused} rows are refused.")
        for row in report.rows:
            perform(
                self.ledger, CATALOGUE["risk.close"], _FOR_COMPARISON,
                person=self.people["business-team"], reference=row.reference,
            )  # fmt: skip

    def tell(self, step: Step) -> None:
        """Do what the step says. Raises StoryError."""
        intent = CATALOGUE[step.do]
        if step.by not in self.people:
            raise StoryError(f"{step}: there is no {step.by} in people.toml.")
        if intent.creates == (step.item in self.references):
            wrong = "has been recorded before" if intent.creates else "is not recorded by then"
            raise StoryError(f"{step}: {step.item} {wrong}.")
        try:
            outcome = perform(
                self.ledger, intent, self.in_ledger_terms(step), person=self.people[step.by],
                reference=self.references.get(step.item, ""),
            )  # fmt: skip
        except ValidationError as error:
            words = [f"{name}: {' '.join(said)}" for name, said in error.messages_dict.items()]
            raise StoryError(f"{step}: {'; '.join(words)}") from error
        except DomainError as error:
            raise StoryError(f"{step}: {error.sentence}") from error
        self.references[step.item] = outcome.reference
        if step.named:
            *_, self.references[step.named] = self.ledger.get(Meeting, outcome.reference).decisions

    def in_ledger_terms(self, step: Step) -> dict[str, Any]:
        """The step's fields with dates for its days, and references for its keys."""
        asked = CATALOGUE[step.do].schema().fields
        values = dict(step.fields)
        for name, value in values.items():
            if isinstance(asked[name], ItemField) or name == "of" or self._is_meeting(name, value):
                values[name] = self.references.get(value, value)
            elif isinstance(asked[name], Day):
                if not _DAYS.fullmatch(str(value)):
                    raise StoryError(f"{step}: {name} must be days from today, like +30 or -10.")
                values[name] = self._day(value)
            elif isinstance(asked[name], Listed):
                values[name] = self._chosen(step, name, value)
            elif isinstance(value, str):
                values[name] = _IN_BRACES.sub(self._written, value)
        return values

    def _is_meeting(self, name: str, value: str) -> bool:
        """Whether a field for the words of a meeting names one of the story; a group is none."""
        return name == "meeting" and self.references.get(value, "").startswith(Meeting.prefix)

    def _chosen(self, step: Step, name: str, written: str) -> str:
        """What the form offers in these words, but for those left out at “ … ”, or as written."""
        intent, reference = CATALOGUE[step.do], self.references.get(step.item)
        if intent.creates or not reference:
            return written
        offered = intent.options(self.ledger.get(intent.item_class, reference)).get(name, ())
        begins, _, goes_on = written.partition(" … ")
        fits = (value for value, words in offered if words.startswith(begins) and goes_on in words)
        return next(fits, written)

    def _written(self, found: re.Match[str]) -> str:
        """A day of the story as text holds it: in words, as 2026-03-31, or as 2026-03."""
        day = self._day(found[1])
        shorter = {" iso": day, " month": day[:7], " year": day[:4]}
        return shorter.get(found[2] or "", long_date(day))

    def _day(self, days: str) -> str:
        return working_day(self.today, int(days)).isoformat()


# ---------------------------------------------------------------- days and hours


def working_day(today: date, days: int) -> date:
    """The day so many days from `today`, or the Friday before it where that is a weekend."""
    day = today + timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - 4))


def working_hours(days: Iterable[date]) -> Iterator[datetime]:
    """A moment for each of the days, given in order: every one later than the one before.

    Each day's first is between 9 and 12 o'clock in London, the others seven minutes apart.
    """
    for day, same_day in groupby(days):
        opening = datetime.combine(day, time(9), LONDON)
        first = timedelta(minutes=day.toordinal() * 37 % 180)
        for place, _ in enumerate(same_day):
            yield (opening + first + place * timedelta(minutes=7)).astimezone(UTC)


@contextmanager
def clock_at(ledger: Ledger, moment: datetime) -> Iterator[None]:
    """Let the ledger take `moment` for now."""
    real = ledger.now
    ledger.now = lambda: moment
    try:
        yield
    finally:
        ledger.now = real


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("demonstration").joinpath(name).read_text(encoding="utf-8"))
