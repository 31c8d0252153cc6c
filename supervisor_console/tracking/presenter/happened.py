"""Everything that happened in a call, in order: the parts put together."""

from __future__ import annotations

from supervisor_console.tracking.presenter import gathered, reached, spoken
from supervisor_console.tracking.presenter.gathered import TOUCH_MS
from supervisor_console.tracking.presenter.happening import Happening
from supervisor_console.tracking.presenter.telling import Telling

_ORDER = ("ivr", "queue", "ring", "digits", "transfer", "pickup", "hold", "talk", "consult")
"""Of what begins at once: which is told first."""


def happened(telling: Telling) -> tuple[Happening, ...]:
    """All of it, by beginning; the call's end is the last."""
    found = [*gathered.visits(telling), *gathered.parkings(telling), *spoken.conversations(telling)]
    enders = sorted(one.starts_ms for one in found if one.kind in ("queue", "park", "talk", "consult"))
    stays = list(gathered.announcements(telling, enders))
    found += [*stays, *gathered.moments(telling, [stay for stay in stays if stay.kind == "ivr"])]
    found += list(reached.transfers(telling, found))
    found += list(reached.direct(telling, found))
    found += [*gathered.recordings(telling), *gathered.wrap_ups(telling), *gathered.gaps(telling)]
    ordered = sorted(found, key=lambda one: (one.starts_ms, _rank(one), one.ends_ms))
    return (*_beginning(ordered), *ordered, *_end(telling))


def _beginning(ordered: list[Happening]) -> tuple[Happening, ...]:
    """The call's coming is told where nothing else tells it."""
    told = [one for one in ordered if one.kind not in ("recording", "gap")]
    if told and told[0].starts_ms <= TOUCH_MS:
        return ()
    return (Happening(key="started", kind="started", starts_ms=0, ends_ms=0),)


def _rank(one: Happening) -> int:
    return _ORDER.index(one.kind) if one.kind in _ORDER else len(_ORDER)


def _end(telling: Telling) -> tuple[Happening, ...]:
    if telling.is_running:
        return ()
    end = telling.call_ms
    ended_by = telling.call.ended_by or ""
    return (Happening(key="ended", kind="ended", starts_ms=end, ends_ms=end, result=ended_by),)
