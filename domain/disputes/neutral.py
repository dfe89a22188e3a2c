"""Of whom a role is that was written down in words: of a party, of the group's chair, or of the
Independent Scrutineer. Whoever convenes or chairs belongs to no party, however they are entered."""

from __future__ import annotations

from collections.abc import Mapping

from domain.kernel.plain import normal
from domain.kernel.vocabulary import said

_OFFICES = {"chair", "chairman", "chairwoman", "chairperson", "deputy"}
_BESIDE = {"the", "of", "to", "for", "vice", "and", "member", "sub", "group", "subgroup", "saas"}
"""What may stand beside those words in the name of the office, besides the group's own name."""


def is_scrutineer(role: str) -> bool:
    """Whether the words of a role are those of the Independent Scrutineer."""
    return "scrutineer" in role.casefold()


def chairs_the_group(role: str, *, of_another_body: bool = False) -> bool:
    """Whether the words are those of the group's chair or deputy (ToR 2.1, 2.2).

    `of_another_body`: where a bare “Chair” is that of another body.
    """
    words, group = set(normal(role).split()), set(normal(said("{group}")).split()) | {"saas"}
    if not words & _OFFICES or words - _OFFICES - _BESIDE - group:
        return False
    return bool(words & group) or not of_another_body


def named_party(role: str, parties: Mapping[str, str]) -> str:
    """The name of the party that the words of a role name, as in “Director, Kent Police”; "" for
    none. `parties` are names by reference."""
    words = f" {normal(role)} "
    return next((name for name in parties.values() if f" {normal(name)} " in words), "")


def doubtful(role: str, parties: Mapping[str, str], *, of_another_body: bool = False) -> str:
    """Why somebody of whom no agency is on record may not be neutral; "" where nothing says so."""
    if party := named_party(role, parties):
        return f"by these words of {party}, which is a party"
    if chairs_the_group(role, of_another_body=of_another_body):
        return "the agency is not on record, so nobody can tell whether it is a party"
    return ""
