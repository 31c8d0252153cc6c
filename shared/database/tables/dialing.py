"""Outgoing campaigns: what they are, whom they call, each dialling, who may not be called, what goes to the CRM.

What the JSON columns say is ``shared.campaigns``'s. Only the daemon writes; who has the right ``dialer.run`` reads.
What must never change (a campaign's history, consents, do-not-call lists, how an attempt ended) the database refuses to
change for everybody; but a number that is erased becomes a pseudonym there (``erased_number``). An appointment is a
contact's ``next_at`` with ``is_appointment``; calls that operators plan apart from campaigns are in ``callback``.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.tables.columns import instant, key, metadata, nth, words

NO_TEXT, NO_NUMBER, NOT = text("''"), text("0"), text("false")


def _numbered(name: str) -> Column[int]:
    return Column(name, BigInteger, Identity(always=True), primary_key=True)


def _said(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=NO_TEXT)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=NO_NUMBER)


campaign = Table(
    "campaign", metadata, key("campaign"), words("pbx", is_needed=True), words("title", is_needed=True),
    words("queue", is_needed=True), Column("settings", JSONB, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("state", Text, nullable=False, server_default=text("'draft'")),
    instant("since", is_needed=True), words("state_by", is_needed=True), _said("why"),
    instant("changed_at", is_needed=True), words("changed_by", is_needed=True),
    CheckConstraint(r"campaign ~ '^[0-9a-z][0-9a-z._-]{0,63}$'", "campaign"),
    CheckConstraint("state in ('draft', 'running', 'paused', 'finished')", "state"),
    comment="An outgoing campaign as it is now (settings: shared.campaigns.campaign.Campaign; version: of them); its "
    "state since when, by whom (state_by) and why. changed_by, changed_at: who set it up last.",
)  # fmt: skip

campaign_change = Table(
    "campaign_change", metadata, _numbered("change"), words("campaign", is_needed=True),
    instant("changed_at", is_needed=True), words("by", is_needed=True),
    Column("version", Integer, nullable=False), words("state", is_needed=True), _said("why"),
    Column("settings", JSONB),
    comment="Every change of a campaign, written by a trigger; settings null: they stayed. Rows are only added.",
)  # fmt: skip
Index("campaign_change_campaign_idx", campaign_change.c.campaign, campaign_change.c.change)

contact_list = Table(
    "contact_list", metadata, _numbered("list"), words("campaign", is_needed=True), words("name", is_needed=True),
    words("source", is_needed=True), _said("hash"), instant("imported_at", is_needed=True),
    words("by", is_needed=True), _count("lines"), _count("taken"), _count("doubles"), _count("already"),
    _count("faults"), Column("how", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    ForeignKeyConstraint(["campaign"], ["campaign.campaign"]),
    CheckConstraint("source in ('file', 'crm', 'queue', 'hand')", "source"),
    comment="Contacts that came together: of lines so many taken; doubles: of another line or of a number that the "
    "campaign has; already: their key was there. hash: of the file and how it was read, so that twice is once; how: "
    "its columns and encoding.",
)  # fmt: skip
Index("contact_list_hash_idx", contact_list.c.campaign, contact_list.c.hash, unique=True,
      postgresql_where=text("hash <> ''"))  # fmt: skip

contact = Table(
    "contact", metadata, _numbered("contact"), words("campaign", is_needed=True),
    Column("list", BigInteger), _said("external"), _said("name"),
    Column("fields", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    _said("owner"), _said("language"), _count("priority"), _said("turn"),
    Column("state", Text, nullable=False, server_default=text("'waiting'")), _count("attempts"), _said("last"),
    instant("next_at"), _said("next_by"), Column("is_appointment", Boolean, nullable=False, server_default=NOT),
    _count("number_index"), _said("held_by"), instant("held_at"), _said("note"), _said("why"),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("asked_at", DateTime(timezone=True), comment="He asked himself to be called back, then (a callback from a "
           "queue). Null: he did not."),
    Column("place_at", DateTime(timezone=True), comment="When he joined the queue that he left: his place among those "
           "who wait there."),
    ForeignKeyConstraint(["campaign"], ["campaign.campaign"]),
    CheckConstraint(
        "state in ('waiting', 'offered', 'calling', 'talking', 'wrap_up', 'done', 'excluded')", "state"),
    comment="Somebody whom a campaign calls (shared.campaigns.contact.Contact). turn: its place in the campaign's "
    "order, kept by who writes. held_by: the operator before whom it lies, since held_at. is_appointment: next_at was "
    "promised; next_by: only by that account then. note: what the operator wrote last.",
)  # fmt: skip
Index("contact_new_idx", contact.c.campaign, contact.c.turn, contact.c.contact,
      postgresql_where=text("state = 'waiting' and next_at is null"))  # fmt: skip
Index("contact_due_idx", contact.c.campaign, contact.c.next_at,
      postgresql_where=text("state = 'waiting' and next_at is not null"))  # fmt: skip
Index("contact_promised_idx", contact.c.campaign, contact.c.next_at,
      postgresql_where=text("state = 'waiting' and is_appointment"))  # fmt: skip
Index("contact_owner_idx", contact.c.campaign, contact.c.owner, contact.c.turn, contact.c.contact,
      postgresql_where=text("state = 'waiting' and next_at is null and owner <> ''"))  # fmt: skip
Index("contact_external_idx", contact.c.campaign, contact.c.external, unique=True,
      postgresql_where=text("external <> ''"))  # fmt: skip
Index("contact_under_way_idx", contact.c.campaign,
      postgresql_where=text("state in ('offered', 'calling', 'talking', 'wrap_up')"))  # fmt: skip
Index("contact_campaign_idx", contact.c.campaign, contact.c.contact)
Index("contact_state_idx", contact.c.campaign, contact.c.state, contact.c.contact)
Index("contact_result_idx", contact.c.campaign, contact.c.last, contact.c.contact, postgresql_where=text("last <> ''"))
Index("contact_words_idx", func.name_words(contact.c.name), postgresql_using="gin")
Index("contact_list_idx", contact.c.list)

contact_number = Table(
    "contact_number", metadata, Column("contact", BigInteger, primary_key=True, autoincrement=False), nth(),
    words("campaign", is_needed=True), words("number", is_needed=True), _said("kind"),
    ForeignKeyConstraint(["contact"], ["contact.contact"], ondelete="CASCADE"),
    comment="A contact's numbers in the order in which they are tried: digits of E.164 without +. A number is one "
    "contact's in a campaign.",
)  # fmt: skip
Index("contact_number_number_idx", contact_number.c.number, contact_number.c.campaign, unique=True)
Index("contact_number_end_idx", contact_number.c.campaign,
      func.reverse(contact_number.c.number).label("ending"), postgresql_ops={"ending": "text_pattern_ops"})  # fmt: skip

campaign_count = Table(
    "campaign_count", metadata, _numbered("entry"), words("campaign", is_needed=True),
    words("part", is_needed=True), _said("last"), Column("contacts", BigInteger, nullable=False),
    comment="How many contacts are where in a campaign, as differences that a trigger adds with each change and the "
    "daemon folds: their sum by part (left, again, calling, done, excluded) and last result is the truth.",
)  # fmt: skip
Index("campaign_count_campaign_idx", campaign_count.c.campaign, campaign_count.c.part, campaign_count.c.last)

attempt = Table(
    "attempt", metadata, _numbered("attempt"), words("pbx", is_needed=True), words("campaign", is_needed=True),
    Column("contact", BigInteger, nullable=False), Column("list", BigInteger), words("number", is_needed=True),
    words("mode", is_needed=True),
    Column("state", Text, nullable=False, server_default=text("'placed'")), instant("placed_at", is_needed=True),
    instant("ringing_at"), instant("answered_at"), instant("connected_at"), instant("ended_at"), words("outcome"),
    _said("cause"), _said("call_id"), _said("operator"), _said("because"), _said("disposition"),
    ForeignKeyConstraint(["campaign"], ["campaign.campaign"]),
    CheckConstraint("state in ('placed', 'ringing', 'answered', 'connected', 'ended')", "state"),
    CheckConstraint("outcome in ('answered', 'busy', 'no_answer', 'failed', 'machine', 'abandoned', 'unknown')",
                    "outcome"),
    CheckConstraint("(state = 'ended') = (ended_at is not null) and (ended_at is null) = (outcome is null)", "ended"),
    comment="One dialling of one number (shared.campaigns.contact.Attempt), written before anything is asked of the "
    "PBX; dial-<attempt> is its channel there. A contact, and a number, has one open attempt at most. Once ended, only "
    "what the operator said and the call's id are added. Outlives its contact.",
)  # fmt: skip
Index("attempt_open_contact_idx", attempt.c.contact, unique=True, postgresql_where=text("ended_at is null"))
Index("attempt_open_number_idx", attempt.c.number, unique=True, postgresql_where=text("ended_at is null"))
Index("attempt_number_idx", attempt.c.number, attempt.c.placed_at)
Index("attempt_contact_idx", attempt.c.contact, attempt.c.placed_at)
Index("attempt_campaign_idx", attempt.c.campaign, attempt.c.placed_at)
Index("attempt_answered_idx", attempt.c.campaign, attempt.c.answered_at,
      postgresql_where=text("answered_at is not null"))  # fmt: skip
Index("attempt_call_id_idx", attempt.c.call_id, postgresql_where=text("call_id <> ''"))

assignment = Table(
    "assignment", metadata, Column("attempt", BigInteger, primary_key=True, autoincrement=False), nth(),
    instant("assigned_at", is_needed=True), words("operator", is_needed=True), _said("agent"),
    words("because", is_needed=True), ForeignKeyConstraint(["attempt"], ["attempt.attempt"], ondelete="CASCADE"),
    comment="To whom an attempt was given, one after the other, and why to him.",
)  # fmt: skip

pacing_decision = Table(
    "pacing_decision", metadata, _numbered("decision"), words("campaign", is_needed=True),
    instant("decided_at", is_needed=True), Column("chosen", Integer, nullable=False),
    Column("content", JSONB, nullable=False),
    comment="How many calls were to be there at once, and all that this was decided by (content: "
    "shared.domain.campaigns.PacingRow). Kept as long as raw events.",
)  # fmt: skip
Index("pacing_decision_campaign_idx", pacing_decision.c.campaign, pacing_decision.c.decided_at)
Index("pacing_decision_decided_at_idx", pacing_decision.c.decided_at)

consent = Table(
    "consent", metadata, _numbered("entry"), words("number", is_needed=True),
    Column("is_given", Boolean, nullable=False), instant("given_at", is_needed=True), words("how", is_needed=True),
    _said("text"), _said("source"), Column("until", Date), words("by", is_needed=True),
    Column("entered_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    comment="Consent to be called, given or withdrawn: when, how, to which words, from which source; the one given "
    "last holds, until that day. Rows are only added.",
)  # fmt: skip
Index("consent_number_idx", consent.c.number, consent.c.given_at)

do_not_call = Table(
    "do_not_call", metadata, _numbered("entry"), words("list", is_needed=True), words("scope", is_needed=True),
    _said("scope_of"), words("number", is_needed=True), Column("is_on", Boolean, nullable=False),
    Column("until", Date), _said("why"), words("by", is_needed=True),
    Column("entered_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("scope in ('centre', 'campaign', 'owner') and (scope = 'centre') = (scope_of = '')", "scope"),
    comment="A number was put on a do-not-call list, or taken off it (not is_on); of several entries of a list, scope "
    "and number the last holds, until that day. scope_of: the campaign, or owner of campaigns. Rows are only added.",
)  # fmt: skip
Index("do_not_call_number_idx", do_not_call.c.number, do_not_call.c.entry)
Index("do_not_call_list_idx", do_not_call.c.list, do_not_call.c.entry)

crm_outbox = Table(
    "crm_outbox", metadata, _numbered("entry"), words("campaign", is_needed=True),
    Column("contact", BigInteger, nullable=False), words("key", is_needed=True),
    Column("content", JSONB, nullable=False), Column("state", Text, nullable=False, server_default=text("'waiting'")),
    _count("tries"), instant("next_at", is_needed=True), _said("trouble"), instant("made_at", is_needed=True),
    instant("ended_at"),
    CheckConstraint("state in ('waiting', 'sent', 'given_up')", "state"),
    comment="A result on its way to the customer system; key: sent again under it, it is one there. trouble: of the "
    "last try.",
)  # fmt: skip
Index("crm_outbox_key_idx", crm_outbox.c.key, unique=True)
Index("crm_outbox_due_idx", crm_outbox.c.next_at, postgresql_where=text("state = 'waiting'"))

campaign_worker = Table(
    "campaign_worker", metadata, key("pbx"), key("extension"), words("campaign"),
    words("account", is_needed=True), instant("since", is_needed=True), words("by", is_needed=True),
    ForeignKeyConstraint(["campaign"], ["campaign.campaign"], ondelete="CASCADE"),
    comment="Who works in a campaign now, at which phone, since when; by: who put him there. campaign null: in every "
    "one in which he may.",
)  # fmt: skip

queue_callback = Table(
    "queue_callback", metadata, key("pbx"), key("call_id"), words("queue", is_needed=True),
    words("number", is_needed=True), instant("entered_at", is_needed=True), instant("asked_at", is_needed=True),
    Column("state", Text, nullable=False, server_default=text("'waiting'")), words("campaign"),
    Column("contact", BigInteger), instant("ended_at"), _said("why"),
    CheckConstraint("state in ('waiting', 'taken', 'ended')", "state"),
    CheckConstraint("(state = 'ended') = (ended_at is not null)", "ended"),
    comment="A caller asked by a key to be called back: in which queue, at which number (digits of E.164 without +), "
    "with which place (entered_at). waiting: no campaign has it yet; taken: it is that contact's; ended: why. It is "
    "what proves that the call was wanted.",
)  # fmt: skip
Index("queue_callback_open_idx", queue_callback.c.pbx, queue_callback.c.queue, queue_callback.c.entered_at,
      postgresql_where=text("state <> 'ended'"))  # fmt: skip
Index("queue_callback_contact_idx", queue_callback.c.contact, postgresql_where=text("state = 'taken'"))
Index("queue_callback_number_idx", queue_callback.c.number, queue_callback.c.asked_at)
