"""Calls as the page tells them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.calls import Call
from shared.domain.description import CentreDescription, QueueDescription
from shared.language import Language
from supervisor_console.reports.tracked import Tracked
from supervisor_console.tracking.presenter.present import Moment, present
from supervisor_console.tracking.screen import Bar, Drawing, Lane, TrackingScreen

PRAGUE = ZoneInfo("Europe/Prague")
SUPPORT = QueueDescription(queue="support", title="Technical support")
CENTRE = CentreDescription(name="Demo", timezone="Europe/Prague", queues=(SUPPORT,))
SECOND = timedelta(seconds=1)


def moment_of(call: Call, *, now: datetime | None = None, code: str = "en", **more) -> Moment:
    tracked = more.pop("tracked", None) or Tracked(call=call)
    return Moment(
        pbx=call.pbx, call=call.call_id, now=now or call.ended_at or call.started_at + 60 * SECOND, zone=PRAGUE,
        language=Language.of(code), centre=CENTRE, tracked=tracked, is_asked=True, **more,
    )  # fmt: skip


def screen_of(call: Call, **more) -> TrackingScreen:
    return present(moment_of(call, **more))


def drawing_of(screen: TrackingScreen) -> Drawing:
    assert screen.drawing is not None
    return screen.drawing


def lane(screen: TrackingScreen, key: str) -> Lane:
    return next(one for one in drawing_of(screen).lanes if one.key == key)


def spans(bars: tuple[Bar, ...]) -> list[tuple[int, int]]:
    return [(bar.starts_ms, bar.ends_ms) for bar in bars]
