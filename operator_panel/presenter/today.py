"""Today's figures: handled, missed, outgoing, average talk."""

from __future__ import annotations

import functools
from collections import Counter
from datetime import datetime

from operator_panel.presenter.keeping import Same
from operator_panel.presenter.seen import NOTHING, Seen
from operator_panel.presenter.told import OwnCalls
from operator_panel.screen import Figure, Today


def today(seen: Seen) -> Today:
    """Of my own calls where all of today's are told, else of the agent's row since midnight."""
    language, own = seen.language, seen.moment.own_calls
    since = seen.moment.seated_at
    note = language.text("since {time}", time=seen.when(since)) if since else ""
    midnight = seen.moment.now.astimezone(seen.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if own is not None and not own.text and (own.is_all or (own.rows and own.rows[-1].at < midnight)):
        counts, talk = _counted(Same(own), midnight)
        hint = language.text("From your calls of today.")
        if not own.is_complete:
            hint = language.text("From your calls of today; the last ones are not counted yet.")
        figures = _figures(seen, counts["handled"], counts["missed"], counts["outgoing"], talk)
    elif seen.me is not None:
        row = seen.me
        average = row.talk_seconds / row.handled if row.handled and row.talk_seconds else None
        figures = _figures(seen, row.handled, row.missed, None, average)
        hint = language.text("What the PBX has counted today at extension {number}.", number=row.agent)
    else:
        figures, hint = _figures(seen, None, None, None, None), ""
    return Today(language.text("Today"), note, figures, hint)


def _figures(
    seen: Seen, handled: int | None, missed: int | None, outgoing: int | None, talk: float | None
) -> tuple[Figure, ...]:
    language = seen.language

    def counted(count: int | None, label: str) -> Figure:
        return Figure(NOTHING if count is None else language.number(count), label, is_zero=not count)

    return (
        counted(handled, language.plural("handled", "handled", handled or 0)),
        counted(missed, language.plural("missed", "missed", missed or 0)),
        counted(outgoing, language.plural("outgoing", "outgoing", outgoing or 0)),
        Figure(NOTHING if talk is None else seen.seconds(talk), language.text("average talk"), is_zero=talk is None),
    )


@functools.lru_cache(maxsize=4)
def _counted(own: Same, midnight: datetime) -> tuple[Counter[str], float | None]:
    assert isinstance(own.thing, OwnCalls)
    rows = [one for one in own.thing.rows if one.at >= midnight]
    talks = [one.talk_seconds for one in rows if one.kind == "handled" and one.talk_seconds]
    return Counter(one.kind for one in rows), sum(talks) / len(talks) if talks else None
