"""A partnership: what it calls things, its thresholds and its matrix, changed with a reason."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from domain.kernel.errors import DomainError
from domain.kernel.followed import Deadlines
from domain.kernel.terms import Role
from domain.kernel.vocabulary import GENERAL, MEANINGS, Vocabulary, said, speaking
from domain.partnership.partnership import Partnership, VocabularyOverTime
from domain.partnership.settled import UNSETTLED, Settled
from domain.recommendations.vocabulary import CLOSERS, Source
from domain.risks.matrix import Band, Matrix
from domain.risks.words import FORUMS
from tests.examples import NOW, example, finds, given, news, told

MATRIX = Matrix("Small", ("Rare", "Often"), ("Slight", "Grave"), (Band("Low", 1, 2),))
SETTLED = Settled(Vocabulary(name="The Trial Partnership"), Deadlines(5, 15, 14), MATRIX)
FOUNDED = (Partnership.Founded, Partnership.ThresholdsSet, Partnership.MatrixAdopted)


def founded() -> Partnership:
    return Partnership.found(NOW, settled=SETTLED, find=finds())


def test_founding_records_words_thresholds_and_matrix() -> None:
    partnership = founded()
    assert [event for event, _ in news(partnership)] == list(FOUNDED)
    assert partnership.settled == SETTLED
    assert told(partnership) == [
        "founded the ledger of The Trial Partnership",
        "set the thresholds: verify within 5 working days, stale after 15 working days, due soon "
        "from 14 days before",
        "adopted the risk matrix “Small”: Low from 1 to 2",
    ]


def test_a_ledger_is_that_of_one_partnership() -> None:
    known = founded()
    with pytest.raises(DomainError, match="that of The Trial Partnership already"):
        Partnership.found(NOW, settled=SETTLED, find=finds(known))


@pytest.mark.parametrize(
    ("changed", "event"),
    [
        (replace(SETTLED, vocabulary=Vocabulary(name="Another")), Partnership.Renamed),
        (replace(SETTLED, deadlines=Deadlines(6, 15, 14)), Partnership.ThresholdsSet),
        (replace(SETTLED, matrix=replace(MATRIX, name="Other")), Partnership.MatrixAdopted),
    ],
)
def test_what_differs_is_changed_and_nothing_else(
    changed: Settled, event: type[Partnership.Event]
) -> None:
    partnership = founded()
    before = len(partnership.pending_events)
    partnership.change(NOW, settled=changed, reason="As agreed.")
    new = partnership.pending_events[before:]
    assert [type(each) for each in new] == [event]
    assert [each.why for each in new] == ["As agreed."]
    assert partnership.settled == changed


def test_what_holds_already_is_not_settled_again() -> None:
    with pytest.raises(DomainError, match="That is what holds already"):
        founded().change(NOW, settled=SETTLED, reason="x")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"vocabulary": Vocabulary(name=" ")}, "names: “name” must not be empty."),
        ({"vocabulary": Vocabulary(group="{me}")}, "names: “group” must have no braces."),
        ({"deadlines": Deadlines(0, 1, 1)}, "thresholds: “verify_within” must be from 1 to 260."),
        ({"deadlines": Deadlines(1, 1, 367)}, "thresholds: “due_soon” must be from 1 to 366."),
        ({"matrix": replace(MATRIX, impacts=("One",))},
         "matrix: “impacts” must have from 2 to 10 steps."),
        ({"matrix": replace(MATRIX, impacts=("One", "One"))},
         "matrix: “impacts” has a step twice."),
        ({"matrix": replace(MATRIX, bands=())}, "matrix: it must have a band."),
        ({"matrix": replace(MATRIX, bands=(Band("A", 1, 5),))},
         "matrix: the band “A” must lie between 1 and 4, its lowest score first."),
        ({"matrix": replace(MATRIX, bands=(Band("A", 1, 2), Band("A", 3, 4)))},
         "matrix: two bands have one name."),
        ({"matrix": replace(MATRIX, bands=(Band("A", 1, 2), Band("B", 2, 4)))},
         "matrix: the band “B” must begin above “A”."),
    ],
)  # fmt: skip
def test_what_nobody_could_work_by_is_refused(wrong: dict[str, object], sentence: str) -> None:
    settled = replace(SETTLED, **wrong)  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refused:
        Partnership.found(NOW, settled=settled, find=finds())
    assert refused.value.sentence == sentence


def test_nothing_is_judged_where_no_matrix_was_adopted() -> None:
    with pytest.raises(DomainError, match="adopted no risk matrix"):
        UNSETTLED.matrix.judge(likelihood=1, impact=1)


def test_thresholds_that_were_set_hold() -> None:
    partnership = given(Partnership.Founded, Partnership.ThresholdsSet, Partnership.MatrixAdopted)
    assert partnership.settled.deadlines == Deadlines(10, 20, 28)
    assert [band.name for band in partnership.settled.matrix.bands] == ["Low", "High"]


# What things are called


def test_words_are_those_of_whoever_is_spoken_for() -> None:
    with speaking(lambda: Vocabulary(group="the Panel", group_chair="Panel Chair")):
        assert said("{Group} and {group}") == "The Panel and the Panel"
        assert Role.SAAS_CHAIR.label == "Panel Chair"
        assert FORUMS["saas"] == "The Panel"  # type: ignore[index]
        assert CLOSERS[Source.INTERNAL_AUDIT].words == "the Panel: its Chair or a member"
    assert said("{group}") == "SAAS"


def test_a_word_that_no_vocabulary_has_is_a_mistake_in_the_program() -> None:
    with pytest.raises(KeyError):
        said("{gossip}")


def test_words_without_a_vocabularys_are_said_without_asking_for_one() -> None:
    def never() -> Vocabulary:
        raise AssertionError

    with speaking(never):
        assert said("Only the convener can decide.") == "Only the convener can decide."


def test_every_word_of_a_vocabulary_has_its_meaning() -> None:
    assert MEANINGS.keys() == asdict(GENERAL).keys()


def test_words_are_those_of_the_time() -> None:
    events = [
        (3, example(Partnership.Founded)),
        (7, example(Partnership.Renamed, version=2)),
    ]
    spoken = VocabularyOverTime(events, before=GENERAL)
    assert [spoken.at(at).executive for at in (2, 3, 6, 7, 99)] == [
        "the Executive", "the KSCMP Executive", "the KSCMP Executive", "the Kent Board",
        "the Kent Board",
    ]  # fmt: skip
