"""What an administrator can do with an agency."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError

from application.doing.access import ADMINISTRATOR
from application.doing.fields import Choice, ItemField, Line
from application.doing.intents import Intent, IntentSchema
from application.nouns.shared.common import Reason
from application.proof.notes import COSIGNATURE, NoteError, Verifier
from domain.partnership.agency import AGENCY_KINDS, Agency, AgencyKind


class _Join(IntentSchema):
    name = Line("Name")
    kind = Choice("Kind", AgencyKind, AGENCY_KINDS)


class _Rename(Reason):
    name = Line("New name")


class _Alias(IntentSchema):
    alias = Line("Another name", hint="A name under which documents mention it.")


class VerifierLine(Line):
    """The public key of somebody who countersigns, as the line that “scrutiny countersign --new”
    prints. It is a code, in which nothing else can be written."""

    free = False

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        line = str(super()._deserialize(value, attr, data, **kwargs))
        try:
            key = Verifier.read(line)
        except NoteError as error:
            raise ValidationError(error.sentence) from error
        if key.kind != COSIGNATURE or not _NAME.fullmatch(key.name):
            raise ValidationError(
                "This is no key that countersigns. “scrutiny countersign --new police.uk/w1” makes "
                "one and prints its line."
            )
        return str(key)


_NAME = re.compile(r"[A-Za-z0-9./_-]{1,100}")


class _NameKey(IntentSchema):
    verifier = VerifierLine(
        "The line of its key",
        hint="As “scrutiny countersign --new” printed it for the partner. It holds no secret; ask "
        "somebody there whether it is theirs.",
    )


class _Merge(Reason):
    into = ItemField("Agency that it becomes part of", Agency)


JOIN = Intent("agency.join", "Add an agency", _Join, Agency.join, may={ADMINISTRATOR})
ADD_ALIAS = Intent(
    "agency.add_alias", "Add another name", _Alias, Agency.add_alias, may={ADMINISTRATOR}
)

AGENCY_INTENTS = (
    JOIN,
    Intent(
        "agency.rename", "Change its name", _Rename, Agency.rename, may={ADMINISTRATOR},
        hint="What was recorded under the old name keeps the old name.",
    ),
    ADD_ALIAS,
    Intent(
        "agency.name_key", "Name the key by which it countersigns", _NameKey, Agency.name_key,
        may={ADMINISTRATOR},
        hint="Each Safeguarding Partner has a key of its own, and no copy of it is kept here.",
    ),
    Intent(
        "agency.merge", "Merge into another agency", _Merge, Agency.merge, may={ADMINISTRATOR}
    ),
    Intent("agency.leave", "Record that it left", Reason, Agency.leave, may={ADMINISTRATOR}),
)  # fmt: skip
