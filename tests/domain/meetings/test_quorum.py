"""Whether there is a quorum: every combination of the three partners, against a table by hand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from domain.groups.rule import QuorumRule
from domain.groups.vocabulary import Substitutes
from domain.meetings.quorum import Judged, Present, Quorum, quorum_of
from domain.partnership.agency import AgencyKind
from tests.meetings import COUNCIL, HEALTH, KINDS, NEVER, POLICE, RULE

L, H, P = AgencyKind.LOCAL_AUTHORITY, AgencyKind.HEALTH, AgencyKind.POLICE
NAMES = {kind: name for name, kind in KINDS.items()}
STATES = ("absent", "present", "online", "chairing", "able", "unable")
"""Absent; in the room; heard online; there, but chairing; a substitute judged able; one who can
contribute but not commission work."""

# Each line: the Local Authority, Health; then the Police in the order of STATES. Y: quorate. The
# chair is somebody else's (no member of the three) wherever none of the three chairs; where two or
# three would chair at once, there is no such meeting (a dot).
TABLE = """
absent   absent    n n n n n n
absent   present   n n n n n n
absent   online    n n n n n n
absent   chairing  n n n . n n
absent   able      n n n n n n
absent   unable    n n n n n n
present  absent    n n n n n n
present  present   n Y Y n Y n
present  online    n Y Y n Y n
present  chairing  n n n . n n
present  able      n Y Y n Y n
present  unable    n n n n n n
online   absent    n n n n n n
online   present   n Y Y n Y n
online   online    n Y Y n Y n
online   chairing  n n n . n n
online   able      n Y Y n Y n
online   unable    n n n n n n
chairing absent    n n n . n n
chairing present   n n n . n n
chairing online    n n n . n n
chairing chairing  . . . . . .
chairing able      n n n . n n
chairing unable    n n n . n n
able     absent    n n n n n n
able     present   n Y Y n Y n
able     online    n Y Y n Y n
able     chairing  n n n . n n
able     able      n Y Y n Y n
able     unable    n n n n n n
unable   absent    n n n n n n
unable   present   n n n n n n
unable   online    n n n n n n
unable   chairing  n n n . n n
unable   able      n n n n n n
unable   unable    n n n n n n
"""


def rows() -> Iterator[tuple[tuple[str, str, str], str]]:
    for line in filter(None, TABLE.split("\n")):
        council, health, *cells = line.split()
        yield from (
            ((council, health, police), cell) for police, cell in zip(STATES, cells, strict=True)
        )


def present(kind: AgencyKind, state: str) -> Iterator[Present]:
    if state == "absent":
        return
    judged = {"able": Judged(True, True), "unable": Judged(True, False)}.get(state)
    yield Present(kind, NAMES[kind], chairs=state == "chairing", substitute=judged)


def quorum(states: tuple[str, str, str], rule: QuorumRule = RULE) -> Quorum:
    there = [
        each for kind, state in zip((L, H, P), states, strict=True) for each in present(kind, state)
    ]
    if "chairing" not in states:
        there.append(Present(AgencyKind.RELEVANT, "Kent schools", chairs=True))
    return quorum_of(rule, there, partners=NAMES)


def test_the_table_has_every_combination() -> None:
    assert [states for states, _ in rows()] == list(product(STATES, STATES, STATES))


@pytest.mark.parametrize(("states", "cell"), [*rows()], ids=lambda each: " ".join(each))
def test_every_combination_is_as_the_table_says(states: tuple[str, str, str], cell: str) -> None:
    if cell == ".":
        assert sum(state == "chairing" for state in states) > 1
        return
    assert quorum(states).holds is (cell == "Y")


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        (("present", "online", "able"),
         f"Quorate: {COUNCIL}, {HEALTH} and {POLICE} represented, the chair not counted."),
        (("chairing", "present", "present"),
         f"Not quorate: nobody from {COUNCIL} but the chair, who is not counted."),
        (("present", "unable", "present"),
         f"Not quorate: nobody from {HEALTH} but a substitute who cannot commission work."),
        (("present", "unable", "absent"),
         f"Not quorate: nobody from {HEALTH} but a substitute who cannot commission work; nobody "
         f"from {POLICE}."),
    ],
)  # fmt: skip
def test_it_is_explained_in_a_sentence(states: tuple[str, str, str], sentence: str) -> None:
    assert quorum(states).sentence == sentence


ALL = [Present(kind) for kind in (L, H, P)]
CHAIR = Present(AgencyKind.RELEVANT, chairs=True)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ([Present(H, substitute=Judged())], "a substitute whom nobody has judged"),
        ([Present(H, substitute=Judged(False, True))],
         "a substitute who cannot contribute meaningfully"),
        ([Present(H, member=False)], "somebody who attends without being a member"),
        ([Present(H, conflicted=True)], "somebody who left because of an interest of their own"),
        ([Present(H, conflicted=True), Present(H, substitute=Judged(True, False))],
         "somebody who left because of an interest of their own and a substitute who cannot "
         "commission work"),
    ],
)  # fmt: skip
def test_who_does_not_count_is_said(more: list[Present], why: str) -> None:
    found = quorum_of(RULE, [CHAIR, Present(L), Present(P), *more], partners=NAMES)
    assert found == Quorum(False, f"nobody from {HEALTH} but {why}")


def test_a_substitute_matters_only_where_the_agency_has_nobody_else() -> None:
    there = [CHAIR, *ALL, Present(H, substitute=Judged(False, False))]
    assert quorum_of(RULE, there, partners=NAMES).holds


def test_trusts_districts_and_schools_count_for_none_of_the_three() -> None:
    there = [CHAIR, Present(L), Present(P), *[Present(AgencyKind.RELEVANT)] * 20]
    assert quorum_of(RULE, there, partners=NAMES).why == f"nobody from {HEALTH}"


def test_without_anybody_in_the_chair_nobody_can_say_who_counts() -> None:
    assert quorum_of(RULE, ALL, partners=NAMES).holds is False


def test_a_rule_that_nobody_knows_is_never_said_to_be_kept_or_broken() -> None:
    found = quorum_of(QuorumRule(), ALL, partners=NAMES)
    assert found.holds is None
    assert found.sentence == "Its quorum is not known to this ledger."


def test_a_partner_that_has_no_agency_that_day_is_called_by_what_it_is() -> None:
    assert quorum_of(RULE, [CHAIR, Present(L), Present(P)], partners={}).why == "nobody from Health"


@pytest.mark.parametrize(
    ("rule", "there", "why"),
    [
        (QuorumRule(members=3, source="x"), [CHAIR, Present(L), Present(P)],
         "2 of the 3 members that it needs"),
        (QuorumRule(members=3, chair_counts=True, source="x"), [CHAIR, Present(L), Present(P)],
         "3 members, the chair counted"),
        (NEVER, [CHAIR, Present(L), Present(P), Present(H, substitute=Judged(True, True))],
         f"nobody from {HEALTH} but a substitute, who is not counted"),
        (QuorumRule((H,), substitutes=Substitutes.ALWAYS, source="x"),
         [CHAIR, Present(H, substitute=Judged())], f"{HEALTH} represented, the chair not counted"),
    ],
)  # fmt: skip
def test_another_groups_rule_is_its_own_data(
    rule: QuorumRule, there: list[Present], why: str
) -> None:
    assert quorum_of(rule, there, partners=NAMES).why == why
