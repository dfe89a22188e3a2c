"""What is wrong with how a dispute was decided, by the rules that it carries: who decided, who did
not, who chaired, and where it is minuted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from domain.disputes.audit.breach_kinds import BreachKind
from domain.disputes.dispute import Dispute
from domain.disputes.neutral import doubtful
from domain.kernel.days.when import day_part
from domain.kernel.deciding.minutes import NONE_FOUND
from domain.kernel.item import in_a_row, long_date
from domain.kernel.mending.redeciding import Chair
from domain.kernel.plain import normal
from domain.kernel.terms import AgencyNames
from domain.procedure.rules import HOW_DECIDED, Decider, Ending, HowDecided

Found = Iterator[tuple[BreachKind, str]]


def wrong_in_deciding(
    dispute: Dispute, event: Dispute.EndedEvent, names: AgencyNames, known: Dispute
) -> Found:
    """Each breach with its sentence. `dispute` is as it was before the event, `known` as it is
    known by now: what was corrected of the decision counts."""
    visit, stage = dispute.visit, dispute.stage
    convened = stage.decided_by is Decider.CONVENER
    deciders = [visit.convener_agency] if convened and visit.convener_agency else []
    if isinstance(event, Dispute.Decided):
        assents, chair = _as_known(event, known)
        deciders = list(assents)
        decides = stage.can_end_by(Ending.DECIDED)
        if decides and (reason := dispute.not_by(Dispute.decide.__name__, event.by)):
            yield BreachKind.WRONG_DECIDER, reason
        if stage.how:
            yield from _not_all_decided(dispute, event, assents)
            yield from _assents(dispute, event, assents, names)
            yield from _no_neutral_chair(dispute, event, chair, names)
        if decides:
            yield from _not_minuted(dispute, event, known)
    if not [*filter(None, deciders)] and not (convened and visit.convener_role):
        yield BreachKind.DECIDERS_UNKNOWN, f"It does not say who decided at {stage.name}."
    yield from _deciders(dispute, deciders, names)


def _as_known(event: Dispute.Decided, known: Dispute) -> tuple[Mapping[str, str], Chair]:
    """Who assented when, and who chaired, as it is known by now."""
    if taken := known.taken.get(event.originator_version):
        return taken.assents, taken.chair
    return event.assents, Chair(event.chair_role, event.chair_agency)


def _deciders(dispute: Dispute, deciders: Sequence[str], names: AgencyNames) -> Found:
    visit, stage = dispute.visit, dispute.stage
    convened = stage.decided_by is Decider.CONVENER
    for agency in deciders:
        name = dispute.names.get(agency) or names.get(agency, agency)
        if agency in dispute.names:
            # Parties assent with all the others, and decide for nobody.
            if stage.how is not HowDecided.ALL_ASSENT:
                yield BreachKind.WRONG_DECIDER, f"{name} is a party, and took part in deciding."
        elif convened and visit.convener_role and agency != visit.convener_agency:
            yield BreachKind.WRONG_DECIDER, f"{name} was not the convener, and decided."
        if agency in dispute.stood_aside:
            yield BreachKind.WRONG_DECIDER, f"{name} had stood aside, and took part in deciding."


def _not_all_decided(dispute: Dispute, event: Dispute.Decided, assents: Mapping[str, str]) -> Found:
    """Who had to decide and did not, by the rules of the dispute."""
    stage = dispute.stage
    if not event.partners:
        yield (
            BreachKind.DECIDERS_UNKNOWN,
            "It does not say who the Safeguarding Partners were, so nobody can tell whether all "
            "decided.",
        )
    accounted = {*assents}
    if stage.how is HowDecided.ALL_NEUTRAL:
        accounted |= {*event.absent, *dispute.names, *dispute.stood_aside}
    missing = [name for agency, name in event.partners.items() if agency not in accounted]
    if missing:
        how = HOW_DECIDED[HowDecided(stage.how or "")]
        how = how[0].lower() + how[1:]
        words = f"{in_a_row(missing)} took no part, and {stage.name} decides {how}."
        yield BreachKind.NOT_ALL_DECIDED, words
    for agency, reason in event.absent.items():
        if not reason and stage.how is HowDecided.ALL_NEUTRAL:
            name = event.partners.get(agency, agency)
            yield BreachKind.NOT_ALL_DECIDED, f"{name} was absent, and it does not say why."


def _assents(
    dispute: Dispute, event: Dispute.Decided, assents: Mapping[str, str], names: AgencyNames
) -> Found:
    """Assents of somebody who has none to give, to something else, or not yet or no longer."""
    entered, given = dispute.visit.entered_on, dispute.visit.assents
    for agency, day in assents.items():
        name = event.partners.get(agency) or names.get(agency, agency)
        if event.partners and agency not in event.partners:
            yield (
                BreachKind.WRONG_DECIDER,
                f"{name} is not a Safeguarding Partner, and took part in deciding.",
            )
        before = given.get(agency)
        same_day = before and day_part(before.on) == day
        if before and same_day and normal(before.decision) != normal(event.decision):
            yield (
                BreachKind.NOT_ALL_DECIDED,
                f"{name} had assented to other words than those of the decision.",
            )
        if day > event.on:
            yield (
                BreachKind.OUT_OF_ORDER,
                f"The assent of {name} is of {long_date(day)}, after the decision of "
                f"{long_date(event.on)}.",
            )
        if day < entered:
            yield (
                BreachKind.OUT_OF_ORDER,
                f"The assent of {name} is of {long_date(day)}, before the stage "
                f"{dispute.stage.name} began on {long_date(entered)}.",
            )


def _no_neutral_chair(
    dispute: Dispute, event: Dispute.Decided, chair: Chair, names: AgencyNames
) -> Found:
    agency, chaired = chair.agency, chair.in_words({**names, **dispute.names})
    if not chair.role:
        yield BreachKind.NO_NEUTRAL_CHAIR, f"It does not say who chaired {dispute.stage.name}."
    elif dispute.aside(chair.role, agency):
        yield BreachKind.NO_NEUTRAL_CHAIR, f"{chaired} chaired, and had stood aside."
    elif agency in dispute.names and not dispute.names.keys() >= event.partners.keys():
        yield BreachKind.NO_NEUTRAL_CHAIR, f"{chaired} chaired, and is of a party."
    elif (
        not agency
        and not dispute.names.keys() >= event.partners.keys()
        and (doubt := doubtful(chair.role, dispute.names, of_another_body=True))
    ):
        yield BreachKind.NO_NEUTRAL_CHAIR, f"{chaired} chaired: {doubt}."


def _not_minuted(dispute: Dispute, event: Dispute.Decided, known: Dispute) -> Found:
    taken = known.taken.get(event.originator_version)
    minute, name = (taken and taken.minute) or event.minuted, dispute.stage.name
    if not minute.words:
        yield (
            BreachKind.NOT_MINUTED,
            f"It does not say in which minute {name} decided, nor that it was outside a meeting.",
        )
    elif minute.power == NONE_FOUND:
        yield (
            BreachKind.NOT_MINUTED,
            f"{name} decided outside a meeting, and no power to do so was found.",
        )
