"""One operator's card, small and large: the state by bar, tint, icon and word; the time by how long."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainterPath

from shared.qt import paint_text
from wallboard.screen import AgentCard
from wallboard.views.paint import Canvas, Colour


def _ground(canvas: Canvas, card: AgentCard, rect: QRect, bar: int, radius: int, border: Colour | None) -> None:
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(rect), radius, radius)
    painter = canvas.painter
    canvas.rounded(QRectF(rect), radius, canvas.look.tint(card.state.token), border)
    painter.save()
    painter.setClipRect(QRect(rect.x(), rect.y(), bar, rect.height()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(shape, canvas.look.colour(card.state.token))
    painter.restore()


def _time_space(canvas: Canvas, card: AgentCard, size: float, weight: int) -> float:
    """The width of the widest time of its kind, so that what stands beside it never moves."""
    return canvas.wide("00:00:00" if len(card.time) > 7 else "0:00:00" if len(card.time) > 5 else "00:00", size, weight)


def is_tight(canvas: Canvas, card: AgentCard, width: float) -> bool:
    """Whether the state's word does not fit beside the time in a small card of this width."""
    look, u = canvas.look, canvas.u
    needed = u(look.of(72, 56)) + _time_space(canvas, card, look.of(22, 18), 600) + u(8)
    needed += u(look.of(28, 23)) if card.limit else 0
    return needed + canvas.wide(card.state.text, look.of(22, 17)) > width + 1


def draw_small(canvas: Canvas, card: AgentCard, rect: QRect, *, is_time_above: bool = False) -> None:
    """Name over state and time; on pause the reason takes the state's place.

    ``is_time_above``: the time stands beside the name, for the words of states are long.
    """
    look, u = canvas.look, canvas.u
    _ground(canvas, card, rect, u(6), u(5), card.state.token if look.theme.name == "contrast" else None)
    middle = rect.y() + rect.height() / 2
    size, small, icon = look.of(24, 19), look.of(22, 17), look.of(30, 24)
    x = rect.x() + u(look.of(17, 13))
    canvas.icon(card.state.icon, x, middle, icon, card.state.token)
    x += u(icon) + u(look.of(12, 9))
    right = rect.x() + rect.width() - u(look.of(13, 10))
    upper, lower = middle - u(look.of(15, 12)), middle + u(look.of(15, 12))
    times = look.of(22, 18)
    line = upper if is_time_above else lower
    canvas.text(card.time, right, canvas.baseline(line, times, 600), times, 600, align="right")
    left_of_time = right - _time_space(canvas, card, times, 600) - u(8)
    if card.limit:
        left_of_time -= u(look.of(23, 18))
        canvas.icon("triangle", left_of_time, line, look.of(23, 18), "warn")
        left_of_time -= u(5)
    name_end, space = (left_of_time, right) if is_time_above else (right, left_of_time)
    canvas.text(card.name, x, canvas.baseline(upper, size, 600), size, 600, width=name_end - x, is_own=False)
    is_reason = card.state.token == "paused" and bool(card.detail)
    word = card.detail if is_reason else card.state.text
    canvas.text(word, x, canvas.baseline(lower, small), small, 400, card.state.token, width=space - x,
                is_own=not is_reason)  # fmt: skip


def draw_large(canvas: Canvas, card: AgentCard, rect: QRect, *, is_dense: bool) -> None:
    """Name and extension, state and limit, queue or reason and the time."""
    look, u = canvas.look, canvas.u
    _ground(canvas, card, rect, u(look.of(10, 8)), u(8), "line")
    left = rect.x() + u(look.of(32, 22) if not is_dense else look.of(26, 18))
    right = rect.x() + rect.width() - u(look.of(25, 17) if not is_dense else look.of(20, 14))
    # Places are those of a card 216 high (compact 148): in another height they keep their parts of it.
    high = rect.height()
    name_size = look.of(34, 24) if not is_dense else look.of(28, 20)
    time_size = look.of(60, 40) if not is_dense else look.of(44, 30)
    parts = (0.20, 0.46, 0.79) if is_dense else (0.193, 0.43, 0.782)
    top, middle, low = (rect.y() + high * part for part in parts)
    _name(canvas, card, left, right, top, name_size)
    _state(canvas, card, left, right, middle, is_dense=is_dense)
    canvas.text(card.time, right, canvas.baseline(low, time_size, 700), time_size, 700, align="right")
    size = look.of(26, 19) if not is_dense else look.of(22, 17)
    space = right - _time_space(canvas, card, time_size, 700) - u(14) - left
    least = look.of(22, 17)
    baseline = canvas.baseline(low + u(look.of(5, 3)), size)
    if canvas.wide(card.detail, least) <= space:
        canvas.text(card.detail, left, baseline, size, 400, "muted", width=space, is_own=False, least=least)
        return
    lines = paint_text.wrapped(card.detail, max(1, round(space)), u(least), 400)
    shown = lines if len(lines) <= 2 else (lines[0], " ".join(lines[1:]))
    for number, line in enumerate(reversed(shown)):
        canvas.text(line, left, baseline - number * u(least * 1.2), least, 400, "muted", width=space, is_own=False)


def _name(canvas: Canvas, card: AgentCard, left: float, right: float, middle: float, size: float) -> None:
    look = canvas.look
    baseline, small = canvas.baseline(middle, size, 600), size * 0.77
    small = max(look.of(22, 17), small)
    wide = canvas.text(card.extension, right, baseline, small, 400, "muted", align="right",
                       width=(right - left) * 0.4, is_own=False)  # fmt: skip
    canvas.text(card.name, left, baseline, size, 600, width=right - left - wide - canvas.u(10), is_own=False)


def _state(canvas: Canvas, card: AgentCard, left: float, right: float, middle: float, *, is_dense: bool) -> None:
    look, u = canvas.look, canvas.u
    size, icon = (look.of(32, 22), look.of(38, 26)) if not is_dense else (look.of(26, 18), look.of(30, 21))
    x = left - u(2)
    canvas.icon(card.state.icon, x, middle, icon, card.state.token)
    x += u(icon) + u(look.of(10, 8))
    end = right
    if card.limit:
        small, mark = look.of(26, 18), look.of(28, 20)
        if is_dense:
            small, mark = look.of(22, 17), look.of(24, 18)
        # Where both words do not fit, the triangle alone says that the limit is passed.
        words = canvas.wide(card.limit, small, 500) + canvas.wide(card.state.text, size, 500)
        limit = card.limit if words + u(mark) + u(16) <= right - x else ""
        wide = canvas.text(limit, right, canvas.baseline(middle, small, 500), small, 500, "warn", align="right")
        end -= wide + u(6) + u(mark)
        canvas.icon("triangle", end, middle, mark, "warn")
        end -= u(10)
    canvas.text(card.state.text, x, canvas.baseline(middle, size, 500), size, 500, card.state.token, width=end - x)
