"""The history of risks, which the two libraries keep and name differently."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Q, Subquery

from benchmarks.yardstick.models import ON_POSTGRESQL, Risk

_FIELDS = [
    (each.verbose_name.capitalize(), each.attname)
    for each in Risk._meta.concrete_fields
    if each.attname not in ("id", "version", "links")
]


@dataclass(frozen=True)
class Entry:
    """One change of a risk: who made it, when and why, and what it changed."""

    number: int
    reference: str
    who: str
    reason: str
    recorded: datetime
    changes: list[tuple[str, Any, Any]]


if ON_POSTGRESQL:
    import pghistory

    _Event = Risk.pgh_event_model
    _NUMBER, _RISK = "pgh_id", "pgh_obj"

    @contextmanager
    def with_reason(risk: Risk, reason: str) -> Iterator[None]:
        """What is saved within has that reason."""
        with pghistory.context(reason=reason):
            yield

    def _records() -> Any:
        return _Event.objects.select_related("pgh_context")

    def _of(risk: Risk) -> Q:
        return Q(pgh_obj=risk)

    def _by(user: str) -> Q:
        return Q(pgh_context__metadata__user=int(user))

    def _saying(words: str) -> Q:
        return Q(pgh_context__metadata__reason__icontains=words)

    def _when(record: Any) -> datetime:
        return record.pgh_created_at  # type: ignore[no-any-return]

    def _user(record: Any) -> Any:
        return record.pgh_context.metadata.get("user") if record.pgh_context else None

    def _reason(record: Any) -> str:
        return record.pgh_context.metadata.get("reason", "") if record.pgh_context else ""

else:
    _Event = Risk.history.model
    _NUMBER, _RISK = "history_id", "id"

    @contextmanager
    def with_reason(risk: Risk, reason: str) -> Iterator[None]:
        """What is saved within has that reason."""
        risk._change_reason = reason
        yield

    def _records() -> Any:
        return _Event.objects.all()

    def _of(risk: Risk) -> Q:
        return Q(id=risk.pk)

    def _by(user: str) -> Q:
        return Q(history_user_id=int(user))

    def _saying(words: str) -> Q:
        return Q(history_change_reason__icontains=words)

    def _when(record: Any) -> datetime:
        return record.history_date  # type: ignore[no-any-return]

    def _user(record: Any) -> Any:
        return record.history_user_id

    def _reason(record: Any) -> str:
        return record.history_change_reason or ""


def trail(*, person: str = "", item: str = "", search: str = "") -> Any:
    """Every change of every risk, the latest first, as a query."""
    records = _records().order_by(f"-{_NUMBER}")
    if person.isdecimal():
        records = records.filter(_by(person))
    if item:
        records = records.filter(reference=item.upper())
    if search:
        records = records.filter(_saying(search))
    return records


def entries(records: Any) -> list[Entry]:
    """The changes as people read them, each with what it changed: some rows of the trail."""
    same = {_RISK: OuterRef(_RISK), f"{_NUMBER}__lt": OuterRef(_NUMBER)}
    before = _Event.objects.filter(**same).order_by(f"-{_NUMBER}").values(_NUMBER)[:1]
    records = list(records.annotate(before=Subquery(before)))
    names = _names(records)
    earlier = _Event.objects.in_bulk({each.before for each in records} - {None})
    return [
        _entry(each, names, _changes(earlier[each.before], each) if each.before else [])
        for each in records
    ]


def history_of(risk: Risk) -> list[Entry]:
    """The changes of one risk with what each changed, the latest first."""
    records = list(_records().filter(_of(risk)).order_by(_NUMBER))
    names = _names(records)
    told = []
    for before, record in zip([None, *records], records, strict=False):
        told.append(_entry(record, names, _changes(before, record) if before else []))
    return told[::-1]


def _names(records: list[Any]) -> dict[Any, str]:
    users = get_user_model().objects.in_bulk({_user(each) for each in records} - {None})
    return {key: user.get_full_name() for key, user in users.items()}


def _entry(record: Any, names: dict[Any, str], changes: list[tuple[str, Any, Any]]) -> Entry:
    return Entry(
        getattr(record, _NUMBER), record.reference, names.get(_user(record), "Nobody"),
        _reason(record), _when(record), changes,
    )  # fmt: skip


def _changes(before: Any, after: Any) -> list[tuple[str, Any, Any]]:
    pairs = ((label, getattr(before, name), getattr(after, name)) for label, name in _FIELDS)
    return [(label, old, new) for label, old, new in pairs if old != new]
