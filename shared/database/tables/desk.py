"""What operators write about calls, and calls that they plan.

The fields are those of ``shared.domain.commands.desk``. These rows belong to a call but are no part of it: a call is
written anew as a whole, and a note may come before its call. So nothing here hangs on ``call``; ``call_started_at``
says how long a row is kept: as long as its call.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table, text
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.tables.columns import instant, key, metadata, words

call_note = Table(
    "call_note", metadata, key("pbx"), key("call_id"), key("account"),
    words("agent"), words("agent_name"), words("text", is_needed=True),
    instant("written_at", is_needed=True), instant("stored_at", is_needed=True),
    instant("call_started_at", is_needed=True),
    comment="The latest note of an account about a call. agent: the phone where it sat then; written_at: by its clock.",
)  # fmt: skip
Index("call_note_call_started_at_idx", call_note.c.call_started_at)

call_disposition = Table(
    "call_disposition", metadata, key("pbx"), key("call_id"), key("account"),
    words("agent"), words("agent_name"), words("code", is_needed=True), words("text", is_needed=True),
    instant("written_at", is_needed=True), instant("stored_at", is_needed=True),
    instant("call_started_at", is_needed=True),
    comment="The operator's own code for the result of a call; the latest of an account.",
)  # fmt: skip
Index("call_disposition_call_started_at_idx", call_disposition.c.call_started_at)
Index("call_disposition_code_idx", call_disposition.c.code, call_disposition.c.call_started_at)

call_form = Table(
    "call_form", metadata, key("pbx"), key("call_id"), key("account"), key("form"),
    words("agent"), words("agent_name"), Column("answers", JSONB, nullable=False),
    instant("written_at", is_needed=True), instant("stored_at", is_needed=True),
    instant("call_started_at", is_needed=True),
    comment="What was filled in a form, or found in the CRM, about a call: answers by the fields' names.",
)  # fmt: skip
Index("call_form_call_started_at_idx", call_form.c.call_started_at)

callback = Table(
    "callback", metadata, key("callback"),
    words("pbx", is_needed=True), words("account", is_needed=True), words("agent"), words("agent_name"),
    words("number", is_needed=True), words("name"), instant("due_at", is_needed=True),
    words("text", is_needed=True), words("queue"), words("call_id"),
    Column("is_own", Boolean, nullable=False),
    instant("planned_at", is_needed=True), instant("ended_at"), words("ended_by"), Column("is_done", Boolean),
    comment="A call that is planned, under the client's key; is_own: by the account itself, else by anybody of the "
    "queue. is_done is set with ended_at: made, or given up; ended_by is the account that said so.",
)  # fmt: skip
Index("callback_due_at_idx", callback.c.due_at)
Index("callback_open_idx", callback.c.due_at, postgresql_where=text("ended_at is null"))

absorbed_call = Table(
    "absorbed_call", metadata, key("pbx"), key("absorbed_id"), words("call_id", is_needed=True),
    instant("call_started_at", is_needed=True),
    comment="An id that a call had before it turned out to be a part of another: what is said of it is meant for that.",
)  # fmt: skip
Index("absorbed_call_call_started_at_idx", absorbed_call.c.call_started_at)

said_key = Table(
    "said_key", metadata, key("account"), key("key"), instant("said_at", is_needed=True),
    comment="A client's key under which something was said: said again, it changes nothing. Kept for a month.",
)  # fmt: skip
Index("said_key_said_at_idx", said_key.c.said_at)
