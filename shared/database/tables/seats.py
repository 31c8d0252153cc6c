"""Who sat where: one row from taking a seat to leaving it."""

from __future__ import annotations

from sqlalchemy import Index, Table, text

from shared.database.tables.columns import instant, key, key_instant, metadata, words

seat = Table(
    "seat", metadata, key("account"), key_instant("taken_at"),
    words("pbx", is_needed=True), words("extension", is_needed=True), instant("left_at"), words("cause"),
    comment="An account at a phone, from taking the seat to leaving it (left_at null: it still sits there). cause: "
    "left, moved (to another seat), taken_over (somebody else sat down where nobody was any more), closing.",
)  # fmt: skip
_IS_OPEN = text("left_at is null")
Index("seat_open_account_idx", seat.c.account, unique=True, postgresql_where=_IS_OPEN)
Index("seat_open_extension_idx", seat.c.pbx, seat.c.extension, unique=True, postgresql_where=_IS_OPEN)
Index("seat_extension_idx", seat.c.pbx, seat.c.extension, seat.c.taken_at)
