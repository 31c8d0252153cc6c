"""What holds for the drawing of every call."""

from __future__ import annotations

from itertools import pairwise

from shared.domain.calls import Call
from supervisor_console.tracking.screen import TrackingScreen
from tests.unit.supervisor_console.tracking.shown import drawing_of, lane


def check(call: Call, screen: TrackingScreen) -> None:
    drawing = drawing_of(screen)
    callers = lane(screen, "caller").bars
    wrap_ups = {row.key for row in screen.steps if row.key.startswith("wrapup")}
    for one in drawing.lanes:
        for bar in one.bars:
            limit = drawing.whole_ms if bar.step in wrap_ups else drawing.call_ms
            assert 0 <= bar.starts_ms <= bar.ends_ms <= limit, (one.key, bar)
            assert bar.hint
        for bar, following in pairwise(one.bars):
            assert bar.ends_ms <= following.starts_ms, (one.key, bar, following)
    # Each second of the caller's time is told once, and all together are the call.
    if drawing.call_ms:
        assert callers[0].starts_ms == 0
        assert callers[-1].ends_ms == drawing.call_ms
    assert all(bar.ends_ms == following.starts_ms for bar, following in pairwise(callers))
    assert sum(bar.ends_ms - bar.starts_ms for bar in callers) == drawing.call_ms
    keys = [row.key for row in screen.steps]
    assert len(keys) == len(set(keys))
    drawn = {bar.step for one in drawing.lanes if one.kind != "sound" for bar in one.bars} - {""}
    assert drawn <= set(keys)
    lanes = {one.key for one in drawing.lanes}
    assert all(arrow.source in lanes and arrow.target in lanes for arrow in drawing.arrows)
    starts = [row.starts_ms for row in screen.steps if row.key != "ended"]
    assert starts == sorted(starts)
