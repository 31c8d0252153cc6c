"""A whole sheet of lanes drawn onto the screen: what stands still, and the playhead over it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from shared.language import Language
from shared.qt import paint_text
from shared.qt.theme import Theme, on_accent
from supervisor_console.tracking.views.lane_painting import AXIS, LABELS, LanePainter, lane_height
from supervisor_console.tracking.views.sheet import Sheet
from supervisor_console.tracking.views.strokes import HINT, box, write


def paint_sheet(painter: QPainter, sheet: Sheet, pen: LanePainter, language: Language, width: float) -> None:
    """Axis, grid, gaps, arrows, lanes; titles last, for what scrolls goes under them."""
    drawing, theme = sheet.drawing, pen.theme
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bottom = sheet.foot + sum(lane_height(lane) for lane in sheet.sound_lanes)
    painter.setClipRect(QRectF(LABELS, AXIS, width - LABELS, sheet.height - AXIS))
    pen.grid(painter, AXIS, bottom)
    painter.setClipRect(QRectF(LABELS, AXIS, width - LABELS, sheet.foot - AXIS))
    middles = sheet.middles()
    for one in drawing.unseen:
        pen.unseen(painter, one, AXIS, bottom)
    for arrow in drawing.arrows:
        if arrow.source in middles and arrow.target in middles:
            pen.arrow(painter, arrow, middles[arrow.source], middles[arrow.target])
    for lane, top in sheet.acting():
        if top < sheet.foot and top + lane_height(lane) > AXIS:
            pen.lane(painter, lane, top)
    painter.setClipRect(QRectF(LABELS, sheet.foot, width - LABELS, sheet.height - sheet.foot))
    for lane, top in sheet.sounding():
        pen.lane(painter, lane, top)
    _paint_titles(painter, sheet, pen, width)
    painter.setClipping(False)
    begin = language.text("from {clock}|lanes", clock=language.clock(drawing.started_at, drawing.zone))
    pen.axis(painter, 0, begin)
    for one in drawing.unseen:
        pen.unseen_mark(painter, one, AXIS / 2)
    _line(painter, theme, 0, AXIS, width)


def _paint_titles(painter: QPainter, sheet: Sheet, pen: LanePainter, width: float) -> None:
    painter.setClipRect(QRectF(0, AXIS, width, sheet.foot - AXIS))
    for lane, top in sheet.acting():
        pen.title(painter, lane, QRectF(0, top, LABELS, lane_height(lane)))
        if not lane.is_more and top > AXIS:
            _line(painter, pen.theme, 0, top, width)
    painter.setClipRect(QRectF(0, sheet.foot - 1, width, sheet.height - sheet.foot + 1))
    for lane, top in sheet.sounding():
        pen.title(painter, lane, QRectF(0, top, LABELS, lane_height(lane)))
        if not lane.is_more:
            _line(painter, pen.theme, 0, top, width)
    painter.setClipRect(QRectF(0, AXIS, width, sheet.height - AXIS))
    painter.setPen(QPen(pen.theme.colour("line"), 1))
    painter.drawLine(QPointF(LABELS - 0.5, AXIS), QPointF(LABELS - 0.5, sheet.height))


def _line(painter: QPainter, theme: Theme, left: float, y: float, right: float) -> None:
    painter.setPen(QPen(theme.colour("line"), 1))
    painter.drawLine(QPointF(left, y - 0.5), QPointF(right, y - 0.5))


def paint_playhead(painter: QPainter, theme: Theme, x: float, bottom: float, clock: str, right: float) -> None:
    """A line through all lanes, with the time of day on the axis."""
    if not LABELS - 1 <= x <= right:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = theme.colour("accent")
    painter.setPen(QPen(accent, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(x, AXIS - 6), QPointF(x, bottom))
    width = paint_text.advance(clock, HINT, 600) + 12
    left = min(max(x - width / 2, LABELS - 36), right - width)
    box(painter, QRectF(left, 4, width, 22), accent, None, 4)
    write(painter, clock, left + width / 2, 15, HINT, on_accent(theme), weight=600, align="centre")
