"""Making a paper: from what somebody asks for to the bytes of its file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import Connection

from application.ledger.ledger import Ledger
from domain.kernel.errors import DomainError
from domain.kernel.item import clock_time, long_date
from domain.kernel.terms import HANDLING, Sight
from domain.kernel.vocabulary import speaking
from projections.view import EVERYTHING, View
from web.exports.documents import template_file
from web.moments import look, look_back
from web.papers.brief import Brief
from web.papers.catalogue import KINDS, Kind
from web.papers.paper import MARKINGS, Paper
from web.papers.pdf import PDF_TEMPLATE, pdf_of
from web.papers.sheets import workbook_of
from web.papers.word import word_of
from web.proof.code import short_code
from web.since import since_the_executive, why_since


@dataclass(frozen=True)
class Wish:
    """A paper by its name, with moments as people write them: `as_at` "" is now, `since` "" what
    that paper is usually compared with. `marking` is one of MARKINGS."""

    name: str
    reference: str = ""
    since: str = ""
    as_at: str = ""
    marking: str = HANDLING


def paper_of(
    ledger: Ledger, connection: Connection, wish: Wish, *, sight: Sight = EVERYTHING
) -> Paper:
    """The paper that somebody wants, as whoever sees so much may have it.

    It is made as one of the past even now, so that it comes out the same when it is made again as
    at the same moment. Raises DomainError where words name no moment, NotFoundError where there is
    no such item.
    """
    if wish.marking not in MARKINGS:
        raise DomainError(f"A paper is marked {' or '.join(MARKINGS)}.")
    kind, now = KINDS[wish.name], look(ledger, connection, wish.as_at, sight=sight)
    view = replace(now, now=False, instant=now.moment)
    brief = Brief(ledger, view, _earlier(view, wish), wish.reference, named=bool(wish.since))
    with speaking(lambda: view.vocabulary):
        return Paper(
            name="-".join(filter(None, [wish.name, wish.reference])),
            title=kind.title_of(brief),
            partnership=view.vocabulary.name,
            when=_when(brief, kind),
            moment=view.moment,
            code=str(short_code(view)),
            sections=list(kind.sections(brief)),
            left_out=_left_out(view),
            sheet=kind.sheet,
            fits=kind.fits,
            marking=wish.marking,
            position=view.position,
            as_at=_again(view),
            since=_again(brief.earlier) if wish.since else "",
            partial=not view.sight.everything,
        )


def _again(view: View) -> str:
    """A moment as it is given to come to the very same one later."""
    return f"{view.moment.isoformat()}#{view.position}"


def written(paper: Paper, form: str) -> bytes:
    """The paper as a file of one of FORMS."""
    return _WRITERS[form](paper)


_WRITERS = {"pdf": pdf_of, "docx": word_of, "xlsx": workbook_of}


def template_of(form: str) -> str:
    """The SHA-256 of what a paper of that form is written in; "" where that is the program's."""
    return sha256(_TEMPLATES[form]().read_bytes()).hexdigest() if form in _TEMPLATES else ""


_TEMPLATES = {"pdf": lambda: PDF_TEMPLATE, "docx": template_file}


def file_name(paper: Paper, form: str) -> str:
    """What the file of a paper is called."""
    return f"{paper.name}-as-at-{paper.moment:%Y-%m-%d}.{form}"


def _earlier(view: View, wish: Wish) -> View:
    if not wish.since:
        return since_the_executive(view)
    earlier = look_back(view, wish.since)
    if earlier.position > view.position:
        raise DomainError("The moment to compare with must not be after that of the paper.")
    return earlier


def _when(brief: Brief, kind: Kind) -> str:
    view, earlier = brief.view, brief.earlier
    told = (
        f"As at {long_date(view.today)}, {clock_time(view.moment)}, "
        f"position {view.position:,} of the log."
    )
    if not kind.compares:
        return told
    why = why_since(earlier, view, asked=brief.named)
    return f"{told} Compared with {long_date(earlier.today)}, {why}."


def _left_out(view: View) -> list[str]:
    if view.sight.everything:
        return []
    return [
        "Risks that whoever made this paper may not see are left out of it, and are in none of its "
        "figures."
    ]
