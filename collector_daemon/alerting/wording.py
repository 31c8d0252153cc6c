"""An alert in one English sentence, for logs, programs and mail; screens say it in their reader's language."""

from __future__ import annotations

from shared.domain.conditions import Comparison, Sign
from shared.domain.measures import Measure

_MEASURES: dict[Measure, tuple[str, str]] = {
    "waiting": ("waiting", ""), "longest_wait": ("longest wait", " s"), "ready": ("ready", ""),
    "paused": ("on pause", ""), "talking": ("talking", ""), "members": ("members", ""),
    "unreachable": ("unreachable", ""), "offered": ("offered", ""), "answered": ("answered", ""),
    "abandoned": ("abandoned", ""), "short_abandoned": ("short abandons", ""),
    "abandoned_share": ("abandoned", " %"), "service_level": ("service level", " %"),
    "average_wait": ("average wait", " s"),
}
_SIGNS: dict[Sign, str] = {
    ">": "over", ">=": "at least", "<": "under", "<=": "at most", "==": "exactly", "!=": "other than",
}


def sentence(title: str, whom: str, reason: Comparison, value: float | None, *, nobody_ready: bool) -> str:
    """``VIP – Support: longest wait 72 s (over 60 s), nobody is ready``; ``title`` may be empty."""
    words, unit = _MEASURES[reason.measure]
    shown = "" if value is None else f" {value:.4g}{unit}"
    said = f"{whom}: {words}{shown} ({_SIGNS[reason.sign]} {reason.limit:g}{unit})"
    said = f"{title} – {said}" if title else said
    return f"{said}, nobody is ready" if nobody_ready and reason.measure != "ready" else said
