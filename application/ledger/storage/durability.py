"""Whether what was confirmed would outlive a power cut."""

from __future__ import annotations

from sqlalchemy import Connection, text

_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")


def durability_fault(connection: Connection) -> str:
    """A sentence where the database server does not keep what it confirms; "" where it does.

    SQLite is told by ourselves to keep it, with each connection.
    """
    if connection.dialect.name != "postgresql":
        return ""
    query = text("SELECT name FROM pg_settings WHERE setting = 'off' AND name = ANY(:names)")
    off = sorted(connection.scalars(query, {"names": list(_SETTINGS)}))
    if not off:
        return ""
    return (
        f"THE DATABASE SERVER DOES NOT WAIT FOR ITS DISK: {', '.join(off)} "
        f"{'is' if len(off) == 1 else 'are'} off. A power cut can lose what people were told is "
        "saved, or damage the whole database. Switch it on in postgresql.conf, and restart the "
        "server."
    )
