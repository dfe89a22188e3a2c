"""Of whom a role is that was written down in words: of a party, of the group's chair, or of the
Independent Scrutineer. Whoever convenes or chairs belongs to no party, however they are entered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.disputes.state import DisputeState
from domain.kernel.errors import DomainError
from domain.kernel.item import in_a_row, long_date
from domain.kernel.plain import normal
from domain.kernel.vocabulary import said
from domain.partnership.agency import Agency, AgencyKind

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


# ---------------------------------------------------------------- who convenes and chairs


def must_be_neutral(dispute: DisputeState, role: str, agency: Agency | None) -> None:
    """Refuse whoever is of a party, and who never decides."""
    if agency and agency.reference in dispute.names:
        chair = (
            " The Chair and the deputy are both of the local authority, so neither can."
            if agency.kind is AgencyKind.LOCAL_AUTHORITY
            else ""
        )
        raise DomainError(
            f"{agency.name} is a party, so nobody from it can convene.{chair} A member of "
            f"{said('{group}')} from an agency other than "
            f"{in_a_row(dispute.names.values(), joint='or')} can.",
            field="agency",
        )
    if is_scrutineer(role):
        raise DomainError(
            "The Independent Scrutineer may facilitate, but never decides, so cannot convene.",
            field="role",
        )
    _must_be_of(dispute, agency, role, "convene", fields=("role", "agency"))


def must_not_be_aside(
    dispute: DisputeState, role: str, agency: Agency | None, *, field: str
) -> None:
    """Refuse whoever stands aside, and everybody else of their agency."""
    if aside := dispute.aside(role, agency.reference if agency else ""):
        who = agency.name if agency and aside.agency else aside.role
        raise DomainError(
            f"{who} stood aside from it on {long_date(aside.on)}. Where that no longer holds, "
            "record so first.",
            field=field,
        )


def must_be_chaired(
    dispute: DisputeState, role: str, agency: Agency | None, partners: Sequence[Agency]
) -> None:
    """A neutral chairs; where all Safeguarding Partners are parties, whoever there is."""
    if not role:
        raise DomainError("Enter who chaired, by their role.", field="chair_role")
    must_not_be_aside(dispute, role, agency, field="chair_agency")
    if all(each.reference in dispute.names for each in partners):
        return
    _must_be_of(dispute, agency, role, "chair this", fields=("chair_role", "chair_agency"))
    if agency and agency.reference in dispute.names:
        raise DomainError(
            f"{agency.name} is a party, so nobody from it can chair this. Somebody from an "
            f"agency other than {in_a_row(dispute.names.values(), joint='or')} can.",
            field="chair_agency",
        )


def _must_be_of(
    dispute: DisputeState, agency: Agency | None, role: str, does: str, *, fields: tuple[str, str]
) -> None:
    """Refuse a role whose words say that it is of a party, where the agency does not."""
    if chairs_the_group(role, of_another_body=does != "convene"):
        if agency and agency.kind is AgencyKind.LOCAL_AUTHORITY:
            return
        raise DomainError(
            "The Chair and the deputy are both of the local authority. Select it as the "
            f"agency. If it is not offered, it is a party, so neither can {does}: enter "
            "somebody else.",
            field=fields[1],
        )
    if agency is None and (party := named_party(role, dispute.names)):
        raise DomainError(
            f"{party} is a party, so nobody from it can {does}. Enter somebody of no party.",
            field=fields[0],
        )
