"""A draft at its beginning, and at its end: the score that is stored."""

from __future__ import annotations

import uuid

from shared.domain.quality import Card, result_of
from shared.errors import Refused
from supervisor_console.quality.presenter import Draft
from supervisor_console.reports.quality import SampledCall, Score


def fresh(found: SampledCall, stored: Score | None, cards: tuple[Card, ...]) -> Draft | None:
    """As it was scored, else empty, by the first card; None: there is no card."""
    if stored is None and not cards:
        return None
    card, version = (stored.card, stored.version) if stored else (cards[0].card, cards[0].version)
    return Draft(
        score=uuid.uuid4().hex, pbx=found.found.pbx, call=found.found.call, agent=found.agent, agent_name=found.name,
        call_started_at=found.found.started_at, card=card, version=version,
        answers=dict(stored.answers) if stored else {}, comment=stored.comment if stored else "",
    )  # fmt: skip


def score_of(draft: Draft, card: Card) -> Score:
    """The draft as it is stored. Raises Refused: its answers are not the card's."""
    try:
        result = result_of(card, draft.answers)
    except ValueError as wrong:
        raise Refused(str(wrong)) from None
    if result.percent is None:
        raise Refused("nothing that applies was answered")
    return Score(
        score=draft.score, pbx=draft.pbx, call=draft.call, call_started_at=draft.call_started_at, agent=draft.agent,
        agent_name=draft.agent_name, card=draft.card, version=draft.version, answers=draft.answers,
        percent=result.percent, failed_by=result.failed_by, comment=draft.comment[:4000], corrects=draft.corrects,
    )  # fmt: skip
