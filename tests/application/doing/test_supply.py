"""What a command asks for is given to it by the form and the ledger, or the program does not start.

Each test plants one fault, or asks for one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from freezegun import freeze_time
from marshmallow import ValidationError

from application.doing.access import CHAIR, MAY, MEMBER, TEAM
from application.doing.fields import (
    AgencyField,
    AgencyList,
    Choice,
    Choices,
    Day,
    ItemField,
    Line,
    Lines,
    ListedNumber,
    Prose,
    Switch,
    Tags,
    Whole,
)
from application.doing.intents import Intent, IntentSchema
from application.doing.supply import Desk, MisfitError, supply_of
from application.ledger.ledger import Ledger
from application.nouns.catalogue import CATALOGUE
from domain.indicators.indicator import SCRUTINY_ACTED_UPON, Indicator
from domain.kernel.days.calendar import Calendar
from domain.kernel.errors import DomainError
from domain.kernel.finder import Finder
from domain.kernel.followed import Deadlines
from domain.kernel.item import Linkable
from domain.kernel.terms import Actor, Occasion, Role
from domain.partnership.agency import Agency, AgencyKind
from domain.procedure.procedure import Procedure
from domain.recommendations.recommendation import Recommendation
from domain.risks.matrix import Matrix
from domain.risks.risk import Risk
from domain.risks.vocabulary import Kind
from tests.acts import do, join, record
from tests.kent import OPERATOR, load_placeholder

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)


def form(**fields: Any) -> type[IntentSchema]:
    """A schema with these fields and no other."""
    return type("Form", (IntentSchema,), {**fields, "Meta": NoDay})


class NoDay(IntentSchema.Meta):
    exclude = ("on",)


def review(schema: type[IntentSchema], method: Any = Risk.review, name: str = "") -> Intent:
    return Intent(name or "risk.review", "Record a review", schema, method, may=MAY["risk.review"])


def misfit(make: Callable[[], Any]) -> str:
    with pytest.raises(MisfitError) as refused:
        make()
    return str(refused.value)


# An intent that does not fit


def test_a_schema_that_fits_its_method_is_taken() -> None:
    intent = review(form(finding=Prose("Finding"), review_on=Day("Next", required=False)))
    assert (intent.move, intent.item_class, intent.creates) == ("review", Risk, False)
    assert review(form(finding=Prose("Finding"))).move == "review"


def test_a_field_that_the_method_does_not_take_is_refused() -> None:
    schema = form(finding=Prose("Finding"), findings=Prose("Findings"))
    assert misfit(lambda: review(schema)) == (
        "Form asks for “findings”, which Risk.review does not take."
    )


def test_what_the_method_cannot_do_without_must_be_given() -> None:
    assert misfit(lambda: review(form())) == (
        "Risk.review wants “finding”, which neither Form nor the ledger gives."
    )


def takes(**annotations: Any) -> Any:
    """A command that asks for one thing, `it`, or for what else is given."""

    def command(self: Risk, occasion: Occasion, *, it: Any) -> None: ...

    command.__annotations__ |= annotations
    return command


def fit(field: Any, annotation: Any) -> None:
    fields = [each for _, each in form(it=field)().in_order()]
    supply_of(takes(it=annotation), Risk, schema="Form", fields=fields)


FITTING = [
    (Line("A"), str),
    (Prose("A", required=False), str),
    (Day("A"), date),
    (Day("A"), date | None),
    (Day("A", required=False), date | None),
    (Whole("A"), int),
    (Whole("A", required=False), int | None),
    (ListedNumber("A"), int),
    (Choice("A", Kind), Kind),
    (Choice("A", Kind, required=False), Kind | None),
    (Choices("A", Kind, {}), Sequence[Kind]),
    (Switch("A"), bool),
    (Tags("A", required=False), Sequence[str]),
    (Lines("A"), tuple[str, ...]),
    (AgencyField("A"), str),
    (AgencyField("A", required=False), str),
    (AgencyField("A"), Agency),
    (AgencyField("A", required=False), Agency | None),
    (AgencyList("A", required=False), Sequence[str]),
    (AgencyList("A", required=False), Sequence[Agency]),
    (ItemField("A", Risk), Risk),
    (ItemField("A", Risk), Linkable),
    (ItemField("A", Linkable, required=False), Linkable | None),
]


@pytest.mark.parametrize(("field", "annotation"), FITTING, ids=str)
def test_a_field_fits_what_asks_for_just_what_it_holds(field: Any, annotation: Any) -> None:
    fit(field, annotation)


@pytest.mark.parametrize(
    ("field", "annotation", "sentence"),
    [
        (Day("A"), str, "holds date, where command wants str."),
        (Line("A"), date, "holds str, where command wants date."),
        (Line("A"), Kind, "holds str, where command wants Kind."),
        (Whole("A"), bool, "holds int, where command wants bool."),
        (Switch("A"), int, "holds bool, where command wants int."),
        (Choice("A", Kind), AgencyKind, "holds Kind, where command wants AgencyKind."),
        (Choice("A", Kind), str, "holds Kind, where command wants str."),
        (Tags("A"), str, "holds several str, where command wants str."),
        (Line("A"), Sequence[str], "holds str, where command wants several str."),
        (Choices("A", Kind, {}), Sequence[str], "holds several Kind, where command wants several"),
        (Day("A", required=False), date, "holds date or nothing, where command wants date."),
        (Whole("A", required=False), int, "holds int or nothing, where command wants int."),
        (ItemField("A", Recommendation), Risk, "holds Recommendation, where command wants Risk."),
        (ItemField("A", Linkable), Risk, "holds Linkable, where command wants Risk."),
        (ItemField("A", Risk), str, "holds Risk, where command wants str."),
        (ItemField("A", Risk, required=False), Risk, "holds Risk or nothing, where"),
        (AgencyField("A"), Risk, "holds str, where command wants Risk."),
        (AgencyField("A", required=False), Agency, "holds str or nothing, where command wants"),
        (AgencyList("A"), Agency, "holds several str, where command wants Agency."),
    ],
    ids=str,
)
def test_a_field_of_another_type_or_another_kind_of_item_is_refused(
    field: Any, annotation: Any, sentence: str
) -> None:
    said = misfit(lambda: fit(field, annotation))
    assert said.startswith("“it” of Form ")
    assert sentence in said.replace("takes.<locals>.", "")


def test_a_command_that_takes_whatever_it_is_given_is_refused() -> None:
    def command(self: Risk, occasion: Occasion, **facts: str) -> None: ...

    def by_place(self: Risk, occasion: Occasion, finding: str) -> None: ...

    assert "must take “facts” by name alone" in misfit(
        lambda: supply_of(command, Risk, schema="Form", fields=[])
    )
    assert "must take “finding” by name alone" in misfit(
        lambda: supply_of(by_place, Risk, schema="Form", fields=[])
    )


def test_an_intent_is_named_for_its_move_and_its_kind_of_item() -> None:
    schema = form(finding=Prose("Finding"))
    assert misfit(lambda: review(schema, name="risk.reveiw")) == (
        "risk.reveiw does not name its move, Risk.review."
    )
    assert misfit(lambda: review(schema, name="action.review")) == (
        "Risk.review is not a move of any action."
    )


def test_what_is_no_move_is_no_intent() -> None:
    assert misfit(lambda: review(form(), Risk.confirm_words, "risk.confirm_words")) == (
        "Item.confirm_words is not a move of any risk."
    )
    assert misfit(lambda: review(form(), Recommendation.plan, "risk.plan")) == (
        "Recommendation.plan is not a move of any risk."
    )


@pytest.mark.parametrize("move", ["submit", "link"])
def test_a_move_that_several_kinds_inherit_is_of_the_kind_that_the_noun_says(move: str) -> None:
    for noun in ("recommendation", "action"):
        assert CATALOGUE[f"{noun}.{move}"].item_class.word == noun
    assert CATALOGUE[f"action.{move}"].method == CATALOGUE[f"recommendation.{move}"].method


def test_who_may_is_said_once() -> None:
    schema = form(finding=Prose("Finding"))
    with pytest.raises(ValueError, match=r"Who may do risk.review is said in two ways\."):
        Intent("risk.review", "x", schema, Risk.review, may={CHAIR})
    with pytest.raises(ValueError, match="in two ways"):
        Intent("risk.review", "x", schema, Risk.review, may=MAY["risk.review"], judges=True)
    with pytest.raises(ValueError, match=r"Nobody may do risk.review\."):
        Intent("risk.review", "x", schema, Risk.review, may=set())
    assert MAY["risk.review"] == {TEAM, CHAIR, MEMBER}


# What is given


def given(ledger: Ledger, schema: type[IntentSchema], method: Any, /, **typed: Any) -> Any:
    """What a command is given when this was typed; what a class method makes is a risk."""
    asked = schema()
    supply = supply_of(method, Risk, schema="Form", fields=[each for _, each in asked.in_order()])
    occasion = Occasion(Actor("b7e1", Role.BUSINESS_TEAM), NOW, NOW.date())
    return supply.facts(Desk(ledger, OPERATOR, occasion), asked.load(typed))


def test_the_ledger_gives_what_it_keeps(ledger: Ledger) -> None:
    class Kept:
        def command(
            self, occasion: Occasion, *, matrix: Matrix, calendar: Calendar, limits: Deadlines,
            find: Finder,
        ) -> None: ...  # fmt: skip

    facts = given(ledger, form(), Kept.command)
    assert facts == {
        "matrix": ledger.matrix, "calendar": ledger.calendar, "limits": ledger.deadlines,
        "find": ledger.get,
    }  # fmt: skip


@freeze_time(NOW)
def test_what_is_made_gets_the_next_free_reference_of_its_kind(ledger: Ledger) -> None:
    record(ledger)

    class Making:
        @classmethod
        def make(cls, occasion: Occasion, *, reference: str) -> Risk:
            raise NotImplementedError

        def change(self, occasion: Occasion, *, reference: str) -> None: ...

    with ledger.writing():
        assert given(ledger, form(), Making.make) == {"reference": "RSK-2026-002"}
    assert "wants “reference”, which neither" in misfit(
        lambda: given(ledger, form(), Making.change)
    )


class Asking:
    """Commands that ask for the one item of a kind."""

    def procedure(self, occasion: Occasion, *, procedure: Procedure) -> None: ...

    def rating(self, occasion: Occasion, *, rating: Indicator | None) -> None: ...


def test_the_one_procedure_is_given_as_soon_as_there_is_one(ledger: Ledger) -> None:
    with pytest.raises(DomainError) as refused:
        given(ledger, form(), Asking.procedure)
    assert refused.value.sentence == Procedure.none_yet
    load_placeholder(ledger)
    assert given(ledger, form(), Asking.procedure)["procedure"].reference == Procedure.only


def test_where_nothing_will_do_nothing_is_given(ledger: Ledger) -> None:
    assert given(ledger, form(), Asking.rating) == {"rating": None}
    do(ledger, "indicator.rate", extent="partly", reason="x")
    assert given(ledger, form(), Asking.rating)["rating"].reference == SCRUTINY_ACTED_UPON


class Naming:
    """Commands that ask for other items, or only for what they are called."""

    def agency(
        self, occasion: Occasion, *, agency: Agency, other: Agency | None, named: str
    ) -> None: ...

    def agencies(
        self, occasion: Occasion, *, several: Sequence[Agency], named: Sequence[str]
    ) -> None: ...

    def item(self, occasion: Occasion, *, item: Linkable, other: Risk | None) -> None: ...


def test_an_agency_is_given_itself_or_as_it_is_called(ledger: Ledger) -> None:
    join(ledger)
    schema = form(
        agency=AgencyField("A"), other=AgencyField("B", required=False), named=AgencyField("C")
    )
    facts = given(ledger, schema, Naming.agency, agency="kent-police", named="kent-police")
    assert facts["agency"].name == "Kent Police"
    assert (facts["other"], facts["named"]) == (None, "kent-police")
    with pytest.raises(ValidationError) as refused:
        given(ledger, schema, Naming.agency, agency="kent-police", named="nobody")
    assert refused.value.messages == {"named": ["There is no agency nobody."]}


def test_several_agencies_are_given_in_the_order_in_which_they_were_chosen(ledger: Ledger) -> None:
    police, council = join(ledger), join(ledger, "Kent County Council", "local_authority")
    schema = form(several=AgencyList("A"), named=AgencyList("B", required=False))
    facts = given(ledger, schema, Naming.agencies, several=[police, council])
    assert [agency.reference for agency in facts["several"]] == [police, council]
    assert facts["named"] == ()
    with pytest.raises(ValidationError) as refused:
        given(ledger, schema, Naming.agencies, several=[police, "nobody"])
    assert refused.value.messages == {"several": ["There is no agency nobody."]}


def test_another_item_is_given_itself(ledger: Ledger) -> None:
    reference = record(ledger)
    schema = form(item=ItemField("A", Linkable), other=ItemField("B", Risk, required=False))
    facts = given(ledger, schema, Naming.item, item=reference.lower())
    assert isinstance(facts["item"], Risk)
    assert (facts["item"].reference, facts["other"]) == (reference, None)
