"""Whether there is any call yet. Asked once, of a database that may hold very many: its own estimate comes first."""

from __future__ import annotations

from sqlalchemy import Connection, text

_ANY = text("""
    select case
        when (select max(reltuples) from pg_class where oid = 'call'::regclass
              or oid in (select inhrelid from pg_inherits where inhparent = 'call'::regclass)) > 0 then true
        else exists (select from call)
    end
""")


def any_call(connection: Connection) -> bool:
    """Is there a call? Where there are many, also such as the account does not see."""
    return bool(connection.execute(_ANY).scalar())
