"""The escalation procedure in words, as its pages show it and as a file says it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from application.nouns.files.procedure_files import write_procedure
from domain.kernel.item import long_date
from domain.kernel.terms import HANDLING
from domain.kernel.vocabulary import said
from domain.procedure.in_words import RuleChange, differences
from domain.procedure.procedure import Procedure, Version
from domain.procedure.rules import (
    CLOCK_STARTS,
    DECIDERS,
    ENDINGS,
    HOW_DECIDED,
    Rules,
    Stage,
)
from projections.view import View
from web.wording import times


@dataclass(frozen=True)
class StageRow:
    """One stage in words. `number` is "" for a stage to which nothing leads."""

    number: str
    key: str
    name: str
    decided_by: str
    how: str
    days: str
    starts: str
    entry: tuple[str, ...]
    exit: tuple[str, ...]
    skip: str
    then: str


def stage_rows(rules: Rules) -> list[StageRow]:
    """The stages from the first to the last, then any to which nothing leads."""
    ordered = rules.in_order() if rules.stages else []
    stray = [stage for stage in rules.stages if stage not in ordered]
    numbered = [(str(number), stage) for number, stage in enumerate(ordered, 1)]
    names = {stage.key: stage.name for stage in rules.stages}
    return [_row(number, stage, names) for number, stage in numbered + [("", s) for s in stray]]


def rule_rows(rules: Rules) -> list[tuple[str, str]]:
    """What holds for every stage: each thing with what the rules say of it."""
    names = {stage.key: stage.name for stage in rules.stages}
    longest = f", by at most {working_days(rules.extension_days)}" if rules.extensions else ""
    overdue = {
        True: "Escalates automatically when it is overdue.",
        False: "Is shown as overdue and waits for somebody to escalate it.",
    }
    return [
        ("Single child’s case", _single_cases(rules)),
        ("Minutes", f"Are circulated within {working_days(rules.minutes_days)} of the meeting."),
        ("Urgent case", _urgent(rules)),
        ("Extensions", f"A stage can be extended {_often(rules.extensions)}{longest}."),
        ("Returns", f"A dispute can go back to a lower stage {_often(rules.returns)}."),
        ("Overdue stage", overdue[rules.automatic]),
        (
            "Issue without opposing parties",
            f"Starts at {names.get(rules.issues_start_at, 'a stage that there is not')}.",
        ),
        ("Ways to end", "; ".join(ENDINGS[ending] for ending in rules.endings) or "None"),
    ]


def _urgent(rules: Rules) -> str:
    more = ", and at most as many more by an extension" if rules.extensions else ""
    return (
        f"{hours(rules.urgent_hours)} at each stage, by day and night, from when it was declared "
        f"urgent or the stage began{more}."
    )


def _single_cases(rules: Rules) -> str:
    goes_by = rules.single_cases or "another policy, which is not named yet"
    return f"Is not recorded here: it goes by {goes_by}."


def differences_in_words(before: Rules, after: Rules) -> list[RuleChange]:
    """What two versions say differently, with the names of stages for their keys."""
    return [
        replace(each, before=_named(each.before, before), after=_named(each.after, after))
        if each.what in _ABOUT_STAGES
        else each
        for each in differences(before, after)
    ]


def standing(version: Version, procedure: Procedure, today: str) -> str:
    """Whether a version is in force on a day: “In force”, “Not in force yet”, “Replaced”."""
    if version.number == in_force(procedure, today):
        return "In force"
    return "Not in force yet" if version.from_on > today else "Replaced"


def in_force(procedure: Procedure, today: str) -> int:
    """The number of the version for disputes that start on a day; 0 while there is none."""
    numbers = [each.number for each in procedure.versions.values() if each.from_on <= today]
    return max(numbers, default=min(procedure.versions, default=0))


def as_file(rules: Rules, *, called: str) -> str:
    """The rules as a TOML file, under a line that says what it is and how to handle it."""
    return f"# {HANDLING}. Escalation procedure: {called}.\n\n{write_procedure(rules)}"


def called(version: Version) -> str:
    """What a version is, in a line."""
    confirmed = (
        "confirmed"
        if version.confirmed
        else f"placeholder for {said('{procedure}')}, not confirmed"
    )
    return f"version {version.number}, for disputes from {long_date(version.from_on)}, {confirmed}"


def working_days(count: int) -> str:
    """1 working day, 5 working days."""
    return f"{count:,} working day{'' if count == 1 else 's'}"


def hours(count: int) -> str:
    """1 hour, 24 hours."""
    return f"{count:,} hour{'' if count == 1 else 's'}"


def guidance_in_force(view: View) -> str:
    """The edition of the statutory guidance that was in force at the moment; "" where none is
    known."""
    edition = view.settled.guidance.on(view.today)
    return edition.title if edition else ""


_ABOUT_STAGES = {"Leads to", "Issues start at"}


def _named(key: str, rules: Rules) -> str:
    return next((stage.name for stage in rules.stages if stage.key == key), key)


def _often(count: int) -> str:
    return times(count) if count else "never"


def _row(number: str, stage: Stage, names: dict[str, str]) -> StageRow:
    return StageRow(
        number=number,
        key=stage.key,
        name=stage.name,
        decided_by=DECIDERS[stage.decided_by],
        how=HOW_DECIDED[stage.how] if stage.how else "",
        days="No clock" if stage.days is None else working_days(stage.days),
        starts="" if stage.days is None else CLOCK_STARTS[stage.starts],
        entry=stage.entry,
        exit=stage.exit,
        skip="Yes" if stage.urgent_may_skip else "No",
        then=names.get(stage.then, stage.then),
    )
