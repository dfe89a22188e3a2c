"""A small history: every noun has items that differ, are alike, lack something, or have ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from application.ledger.ledger import Ledger
from application.nouns.files.partnership_files import write_settled
from application.proof.keys import begun
from domain.imports.imported_file import ImportedFile
from domain.kernel.followed import Deadlines
from domain.kernel.item import london_date
from domain.kernel.terms import Actor, Occasion, Role
from domain.partnership.partnership import PARTNERSHIP
from tests.acts import EXECUTIVE, POLICE, do, join, record
from tests.disputing import (
    COUNCIL_AGENCY,
    HEALTH_AGENCY,
    POLICE_AGENCY,
    act,
    dispute,
    escalate,
    found_partnership,
)
from tests.following import (
    TODAY,
    add_evidence,
    receive,
    redate,
    return_it,
    set_action,
    stand_on,
    submit,
    verify,
)
from tests.kent import OPERATOR, SETTLED
from tests.minuted import OUTSIDE
from tests.web.deeds.redactions import propose, redact
from web.running.startup import open_ledger


def little_of_everything(database_url: str) -> None:
    """Fill a database with some seventy events, in 2024 and on 12 May 2026."""
    ledger = open_ledger(database_url)
    stand_on(ledger, date(2024, 1, 8))
    found_partnership(ledger)
    do(ledger, "partnership.found", text=write_settled(SETTLED))
    join(ledger, "Kent Districts", "relevant", on="2019-09-17")
    join(ledger, "alpha", "relevant")
    given = do(ledger, "role.give", person="1", role="auditor", from_on="2020-01-01").reference
    do(ledger, "role.give", person="2", role="saas_member", agency=POLICE_AGENCY)
    do(ledger, "indicator.rate", extent="partly", reason="Few replies.")
    loading = begin_import(ledger, noun="risks", rows=12)

    stand_on(ledger, TODAY)
    do(ledger, "agency.rename", POLICE_AGENCY, name="Police of Kent", reason="It was renamed.")
    do(ledger, "agency.add_alias", COUNCIL_AGENCY, alias="KCC")
    do(ledger, "agency.merge", "kent-districts", into=COUNCIL_AGENCY, reason="One council.")
    do(ledger, "partnership.change", PARTNERSHIP, reason="As agreed.",
       text=write_settled(replace(SETTLED, deadlines=Deadlines(12, 25, 30))))  # fmt: skip
    do(ledger, "role.end", given, to_on="2025-12-31", reason="Moved on.")
    do(ledger, "indicator.rate", extent="largely", reason="More replies.")

    high = record(
        ledger, "Rota 50% – Straße", owner_agency=POLICE_AGENCY, likelihood="3", impact="3",
        theme="Workforce", review_on="2026-06-01", raised_in="saas",
    )  # fmt: skip
    do(ledger, "risk.correct_score", high,
       measure="current", likelihood="5", impact="4", reason="Typed wrongly.")  # fmt: skip
    do(ledger, "risk.assess", high, measure="target", likelihood="2", impact="2")
    do(ledger, "risk.add_control", high, text="A weekly look")
    do(ledger, "risk.escalate", high, to="executive", question="Who pays?", reason="No money.")
    low = record(ledger, "a_low one", kind="issue", owner_agency="alpha", likelihood="1",
                 impact="2", raised_by=POLICE_AGENCY, on="2026-05-01")  # fmt: skip
    do(ledger, "risk.set_appetite", low, appetite="1")
    do(ledger, "risk.set_target_date", low, target_on="2026-05-20")
    record(ledger, "a_low one")
    merged = record(ledger, "The same", kind="early_warning", likelihood="2", impact="4")
    do(ledger, "risk.merge", merged, into=low, reason="The same.")

    first = receive(ledger, themes="Neglect, Voice", due_words="2026-05-01", on="2026-04-01")
    redate(ledger, first, "2026-06-30")
    submit(ledger, first)
    return_it(ledger, first)
    second = receive(
        ledger, source="committee", words="Ask 50% of them", owner_agency=COUNCIL_AGENCY,
        themes="Voice", due_words="to be confirmed",
    )  # fmt: skip
    do(ledger, "recommendation.depend", second, other=first)
    done = receive(ledger, due_words="2026-12-31")
    submit(ledger, done)
    verify(ledger, done)
    do(ledger, "recommendation.accept_risk", receive(ledger, source="jtai"),
       by=EXECUTIVE, to="executive", reason="Too dear.", **OUTSIDE)  # fmt: skip

    late = set_action(ledger, title="Write it_down", due_on="2026-05-01", serves=first,
                      on="2026-04-01")  # fmt: skip
    do(ledger, "action.link", late, other=high)
    waiting = set_action(ledger, title="Agree 50%", owner_agency=COUNCIL_AGENCY)
    do(ledger, "action.assign_owner", waiting, owner_role="Head", owner_agency=POLICE_AGENCY)
    add_evidence(ledger, waiting, by=POLICE)
    do(ledger, "action.submit", waiting, by=POLICE, claim="Agreed.")
    set_action(ledger, measure="All of it")
    do(ledger, "action.cancel", set_action(ledger), reason="Not needed.")

    risen = dispute(ledger, theme="Thresholds at 50%")
    escalate(ledger, risen, "direct")
    dispute(
        ledger, title="Sharing_it", met_on="2026-05-11", urgent_reason="A plan runs out.",
        authorised_by="Head of Service", protective_step="A visit was made.",
        contact="Duty manager, 01632 960001", start_at="saas",
    )  # fmt: skip
    dispute(ledger, kind="issue", position="", other_agency="", other_position="",
            raised_by=HEALTH_AGENCY, met_on="2026-05-11")  # fmt: skip
    over = dispute(ledger)
    act(ledger, over, "withdraw", reason="Settled by telephone.")
    act(ledger, over, "reopen", reason="It was not.")
    act(ledger, dispute(ledger), "drop", reason="The rule changed.")
    group = do(
        ledger, "group.establish", name="A group at 50%", short="A_group", kind="scrutiny",
        joint_with="Medway", meetings="4",
    ).reference  # fmt: skip
    do(ledger, "group.give_seat", group, role="Head_of", agency=POLICE_AGENCY, office="chair",
       standing="member", interim="no", from_on="2025-01-01")  # fmt: skip
    do(ledger, "group.agree_document", group, title="Terms", edition="1", agreed_by="the Executive",
       agreed_on="2025-01-01")  # fmt: skip
    meeting = do(ledger, "meeting.plan", group=group, kind="ordinary", mode="both",
                 meets_on="2026-05-11", place="Room_50%").reference  # fmt: skip
    do(ledger, "meeting.add_item", meeting, title="Rota 50%", asked="decide", restricted="no",
       about_scrutineer="no", linked=high)  # fmt: skip
    do(ledger, "meeting.open", meeting)
    do(ledger, "meeting.attend", meeting, seat="1", how="present")
    do(ledger, "meeting.decide", meeting, item="1", kind="agreed", words="One_rota, at 50%.")
    moved = do(ledger, "meeting.plan", group=group, kind="extraordinary", mode="virtual",
               meets_on="2026-06-01", reason="A death.").reference  # fmt: skip
    do(ledger, "meeting.move_date", moved, meets_on="2026-06-02", reason="A strike.")
    off = do(ledger, "meeting.plan", group=group, kind="ordinary", mode="both",
             meets_on="2026-09-01").reference  # fmt: skip
    do(ledger, "meeting.call_off", off, reason="No need.")
    do(ledger, "meeting.add_item", moved, title="x", asked="note", restricted="no",
       about_scrutineer="no")  # fmt: skip
    do(ledger, "meeting.move_date", moved, meets_on="2026-05-12", reason="Sooner.")
    do(ledger, "group.set_quorum", group, members="3", chair_counts="no", substitutes="never",
       source="Terms", from_on="2026-05-12")  # fmt: skip
    do(ledger, "meeting.open", moved)
    do(ledger, "meeting.decide", moved, item="1", kind="advice", words="Wait.")
    do(ledger, "decision.take_between", group=group, where="email", kind="subject", words="b",
       agencies=[POLICE_AGENCY])  # fmt: skip
    other = do(ledger, "group.establish", name="a", short="a", kind="sub_group").reference
    asked = do(ledger, "commission.ask", group=group, of=other, title="One_at 50%", question="x",
               why_it_is_asked="y", due_on="2026-06-01").reference  # fmt: skip
    do(ledger, "commission.ask", group=other, of=group, title="b", question="x",
       why_it_is_asked="y", due_on="2026-07-01")  # fmt: skip
    do(ledger, "commission.withdraw", asked, reason="No need.")
    do(ledger, "entry.plan", group=group, kind="other", year="2026", title="Plan_50%",
       meeting=meeting)  # fmt: skip
    gone = do(ledger, "entry.plan", group=other, kind="scrutineer", year="2027",
              title="b").reference  # fmt: skip
    do(ledger, "entry.withdraw", gone, reason="No need.")
    redact(ledger, gone, "2/reason")
    propose(ledger, high)
    ended = do(ledger, "group.establish", name="b", short="b", kind="executive").reference
    do(ledger, "group.end", ended, reason="It is done.")
    do(ledger, "agency.leave", "alpha", reason="It joined another partnership.")
    item = ledger.get(ImportedFile, loading)
    item.finish(_occasion(ledger), loaded=10, changed=1, left=1)
    ledger.save(item)
    begin_import(ledger, noun="actions", rows=3)
    proof, _ = begun(ledger, Actor(OPERATOR.id, Role.BUSINESS_TEAM))
    ledger.save(proof)  # without a key yet: who needs one makes it
    ledger.close()


def begin_import(ledger: Ledger, *, noun: str, rows: int) -> str:
    """Put on record that a file is being loaded; return the reference of that."""
    occasion = _occasion(ledger)
    item = ImportedFile.begin(
        occasion, reference=ledger.next_reference(ImportedFile.prefix, occasion.on.year),
        noun=noun, sha256="ab" * 32, rows=rows,
    )  # fmt: skip
    ledger.save(item)
    return item.reference


def _occasion(ledger: Ledger) -> Occasion:
    now = ledger.now()
    by = Actor(OPERATOR.id, Role.BUSINESS_TEAM)
    return Occasion(by, now, london_date(now), ledger.position())
