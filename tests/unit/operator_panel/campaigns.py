"""What the dialer lays before Petr Dvořák, as the daemon says it."""

from __future__ import annotations

import dataclasses
from typing import Any

from operator_panel.presenter import Moment
from operator_panel.presenter.leads import offered
from shared.domain.board import Row
from shared.domain.campaigns import CampaignDisposition, CampaignRow, CampaignWork, PastAttempt, ShownContact, WorkState
from shared.domain.desk import FormField
from tests.unit.operator_panel.desks import ago, moment

CONTACT = ShownContact(
    contact=38, name="Alena Říhová", numbers=(("+420775410562", "mobil"), ("+420222640118", "pevná")),
    number="+420775410562",
    fields=(("Město", "Brno-Židenice"), ("Smlouva", "Standard, končí 31. 12. 2026"), ("Měsíčně", "449 Kč"),
            ("Prázdné", ""), ("Volat", "po–pá 9:00–17:00")),
    attempts=1, most_attempts=4,
    history=(PastAttempt(at=ago(24 * 60), number="+420775410562", outcome="no_answer", operator="petr"),),
)  # fmt: skip
DISPOSITIONS = (
    CampaignDisposition(code="agreed", title="Prodlouží", is_goal=True),
    CampaignDisposition(code="later", title="Zavolat později", plans_callback=True, is_final=False),
    CampaignDisposition(code="refused", title="Odmítl/a", needs_note=True, is_refusal=True),
    CampaignDisposition(code="wrong", title="Jiná osoba"),
)  # fmt: skip
FORM = (FormField(name="months", title="Na kolik měsíců", kind="number", is_required=True),)
SCRIPT = "Dobrý den, u telefonu **{agent_name}**. Mluvím s **{name}**? Smlouva {lead.smlouva}, {lead.mesto}."
RUNNING = CampaignRow(pbx="praha", campaign="renewals", title="Obnova smluv", mode="preview", state="running",
                      queue="support", contacts=214)  # fmt: skip
PAUSED = CampaignRow(pbx="praha", campaign="survey", title="Dotazník spokojenosti", mode="predictive", state="paused",
                     queue="sales")  # fmt: skip
FOREIGN = CampaignRow(pbx="praha", campaign="debts", title="Pohledávky", mode="power", state="running", queue="other")


def work(state: WorkState = "idle", **more: Any) -> CampaignWork:
    known: dict[str, Any] = {
        "campaign": "renewals", "title": "Obnova smluv", "mode": "preview", "state": state, "since": ago(0, 46),
        "contact": None if state == "idle" else CONTACT, "place": (37, 214), "script": SCRIPT, "form": FORM,
        "dispositions": DISPOSITIONS, "skip_reasons": (("later", "Teď se to nehodí"), ("known", "Znám se s ním")),
    }
    return CampaignWork(**(known | more))


def laid(before: CampaignWork | None, *rows: Row, **more: Any) -> Moment:
    """A moment in which this lies before the operator."""
    made = moment(*rows, **more)
    made.board.lay(before)
    return dataclasses.replace(made, contact=offered(made))
