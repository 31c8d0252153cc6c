"""The tables: what is stored, in the words of GLOSSARY.md. One module a theme; all share ``metadata``.

``centre`` (what there is: PBXs, queues, agents …), ``calls`` (a call and its queue visits), ``parts`` (what
else belongs to a call), ``agents`` (their time), ``evidence`` (what was heard and what was not),
``alerts`` (what rules have found), ``past`` (what brings it back), ``accounts``, ``seats`` (who sat where),
``desk`` (what operators write), ``sums`` and ``search`` (by what calls are found),
``sound`` (recordings as files), ``quality`` (how calls were scored), ``settings`` (the centre's own),
``rollups`` (sums kept with the facts), ``closed_sums`` (those of what is over),
``reports`` (own ones, and those that are due), ``billing`` (who pays what),
``credit`` (paid in advance), ``dialing`` (outgoing campaigns).

Keys are the PBX's own ids, never numbers of ours, so that writing a fact twice is writing it once. Instants
are ``timestamptz`` and end in ``_at``. Lengths are whole milliseconds in a ``bigint`` and end in ``_ms``:
half the size of an interval (a table of lengths is a third smaller, its percentiles a quarter faster; sums
are about even), and there is one way to write each. Parts of a call have the call's key and ``nth``, their
place in it: a call is always written as a whole, and what belongs to it goes with it (a trigger). Where a
column repeats what another tells (``call.queues``) its comment says for what. Row-level security, rights
and functions are in the migrations.
"""

from shared.database.tables.accounts import account, audit, installation, visible_queue
from shared.database.tables.agents import agent_interval, agent_pause, agent_session
from shared.database.tables.alerts import alert_log
from shared.database.tables.billing import (
    billing_account,
    billing_owns,
    billing_period,
    billing_subscription,
    invoice,
    invoice_delivery,
    number_series,
    payment,
    rated_call,
    rating_difference,
    rating_due,
    tariff,
    tariff_version,
)
from shared.database.tables.calls import call, queue_visit, ring_attempt
from shared.database.tables.centre import agent, extension, inbound_line, pbx, queue
from shared.database.tables.closed_sums import (
    agent_sum,
    caller_list,
    caller_sum,
    closed_span,
    disposition_sum,
    outgoing_sum,
    ring_sum,
    week_sum,
)
from shared.database.tables.columns import metadata
from shared.database.tables.credit import credit, ledger_entry, ledger_leg, owed_fee, reservation, settling_due
from shared.database.tables.desk import absorbed_call, call_disposition, call_form, call_note, callback, said_key
from shared.database.tables.dialing import (
    assignment,
    attempt,
    campaign,
    campaign_change,
    campaign_count,
    consent,
    contact,
    contact_list,
    contact_number,
    crm_outbox,
    do_not_call,
    pacing_decision,
    queue_callback,
)
from shared.database.tables.evidence import gap, journal_progress, leadership, raw_event, surprise
from shared.database.tables.parts import (
    conversation,
    hold,
    parking,
    recording,
    recording_pause,
    step,
    transfer,
)
from shared.database.tables.past import core_state, link_mark
from shared.database.tables.quality import score, score_card
from shared.database.tables.reports import dashboard_panel, nightly_proof, own_report, report_run, report_schedule
from shared.database.tables.rollups import agent_queue, agent_time_sum, call_sum, handling_sum, visit_sum, wait_sum
from shared.database.tables.search import call_bits, call_day, call_word, note_word, saved_search
from shared.database.tables.seats import seat
from shared.database.tables.settings import setting
from shared.database.tables.sound import erasure, recording_file, recording_marker

__all__ = [
    "absorbed_call",
    "account",
    "agent",
    "agent_interval",
    "agent_pause",
    "agent_queue",
    "agent_session",
    "agent_sum",
    "agent_time_sum",
    "alert_log",
    "assignment",
    "attempt",
    "audit",
    "billing_account",
    "billing_owns",
    "billing_period",
    "billing_subscription",
    "call",
    "call_bits",
    "call_day",
    "call_disposition",
    "call_form",
    "call_note",
    "call_sum",
    "call_word",
    "callback",
    "caller_list",
    "caller_sum",
    "campaign",
    "campaign_change",
    "campaign_count",
    "closed_span",
    "consent",
    "contact",
    "contact_list",
    "contact_number",
    "conversation",
    "core_state",
    "credit",
    "crm_outbox",
    "dashboard_panel",
    "disposition_sum",
    "do_not_call",
    "erasure",
    "extension",
    "gap",
    "handling_sum",
    "hold",
    "inbound_line",
    "installation",
    "invoice",
    "invoice_delivery",
    "journal_progress",
    "leadership",
    "ledger_entry",
    "ledger_leg",
    "link_mark",
    "metadata",
    "nightly_proof",
    "note_word",
    "number_series",
    "outgoing_sum",
    "owed_fee",
    "own_report",
    "pacing_decision",
    "parking",
    "payment",
    "pbx",
    "queue",
    "queue_callback",
    "queue_visit",
    "rated_call",
    "rating_difference",
    "rating_due",
    "raw_event",
    "recording",
    "recording_file",
    "recording_marker",
    "recording_pause",
    "report_run",
    "report_schedule",
    "reservation",
    "ring_attempt",
    "ring_sum",
    "said_key",
    "saved_search",
    "score",
    "score_card",
    "seat",
    "setting",
    "settling_due",
    "step",
    "surprise",
    "tariff",
    "tariff_version",
    "transfer",
    "visible_queue",
    "visit_sum",
    "wait_sum",
    "week_sum",
]
