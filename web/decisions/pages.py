"""The register of decisions, one decision, and what is done with it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, url_for

from application.nouns.meeting.decisions import DECISION_INTENTS
from domain.decisions.decision import Decision
from domain.decisions.vocabulary import KINDS, STANDINGS, WHERE
from domain.kernel.item import long_date
from projections.decisions.decisions import DECISIONS
from web.forms.acting import moves_for
from web.forms.showing import Around
from web.groups.choosing import own_groups
from web.items.linked import item_href, linked_items
from web.items.pages import add_moves
from web.items.story import story_of
from web.registers import add_register
from web.security import allow
from web.view import ledger, the_view
from web.wording import facts

pages = Blueprint("decisions", __name__)


add_register(
    pages, DECISIONS, deed="see.decisions", title="Decisions", item="decisions.decision",
    template="registers/ordinary.html", intents=DECISION_INTENTS,
)  # fmt: skip


def _around(item: Decision | None) -> Around:
    """The groups to choose from; of a decision, the agencies that were asked."""
    if item is None:
        return Around(listed={"group": own_groups()})
    asked = list(item.asked.items())
    caption = f"{item.reference}: {item.title}"
    return Around(caption, listed={"agency": asked} if asked else {})


add_moves(pages, DECISION_INTENTS, page="decisions.decision", around=_around)


@pages.get("/decisions/<reference>")
@allow("see.decisions")
def decision(reference: str) -> str:
    """One decision: what was decided, by whom, with what quorum or power, and what came of it."""
    view, reference = the_view(), reference.upper()
    row = DECISIONS.one_row(view, reference) or abort(404)
    story = story_of(ledger(), Decision, reference, view)
    item = story.item
    return render_template(
        "decisions/decision.html",
        row=row,
        item=item,
        standing=STANDINGS[item.worth],
        facts=facts(
            {
                "What it is": KINDS[item.kind],
                "Group": item.group_name,
                "By whom": item.decided_by,
                "How it was taken": WHERE[item.where],
                "Taken on": long_date(item.taken_on) or _untold(item),
                "Meeting": item.meeting_named,
                "Minute": item.minute or (_untold(item) if not item.between else ""),
                "Quorum": item.quorum or (_untold(item) if not item.between else ""),
                "Power": item.power,
                "Assents": item.assents_in_words,
                "Number there": item.number,
                "Note": item.note,
            }
        ),
        places=[
            (words, each, item_href(each, view))
            for words, each in (
                ("Meeting", item.meeting),
                ("Reported to", item.reported_at),
                ("Confirmed at", item.confirmed_at),
            )
            if each
        ],
        linked=linked_items(item.links, view),
        history=story.history,
        moves=[("Do", moves_for(item, DECISION_INTENTS))] if view.now else [],
        breadcrumbs=[
            {"text": "Decisions", "href": url_for("decisions.register")},
            {"text": reference},
        ],
    )


def _untold(item: Decision) -> str:
    """What is said of a fact that nobody wrote down, before this ledger was kept."""
    return "Not recorded" if item.past else ""
