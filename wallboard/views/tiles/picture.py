"""A picture of the customer's: read and scaled off the GUI thread, drawn in the middle, never distorted."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader

from wallboard.screen import PictureTile
from wallboard.views.paint import Canvas
from wallboard.views.tiles.face import Face
from wallboard.views.tiles.notice import draw_empty, draw_heading

MEGABYTES = 256
"""A picture that needs more memory than this is refused."""


class PictureFace(Face[PictureTile]):
    """Draws what ``Pictures`` has read; tells what is wrong with a file that it can't."""

    def __init__(self, pictures: Pictures) -> None:
        self.pictures = pictures

    def draw(self, canvas: Canvas, shown: PictureTile) -> None:
        """Title if there is one, and the picture in what is left."""
        canvas.card()
        top = canvas.u(canvas.look.of(56, 39)) if shown.title else canvas.u(12)
        if shown.title:
            draw_heading(canvas, shown.title, "")
        edge = canvas.u(12)
        space = QSize(canvas.width - 2 * edge, canvas.height - top - edge)
        image = self.pictures.picture(shown.file, space * canvas.painter.device().devicePixelRatio())
        if image is None:
            return
        if image.isNull():
            draw_empty(canvas, top, shown.missing, "picture", "muted")
            return
        size = image.size().scaled(space, Qt.AspectRatioMode.KeepAspectRatio)
        x, y = (canvas.width - size.width()) / 2, top + (space.height() - size.height()) / 2
        canvas.painter.setRenderHint(canvas.painter.RenderHint.SmoothPixmapTransform)
        canvas.painter.drawImage(QRectF(x, y, size.width(), size.height()), image)


class Pictures(QObject):
    """Reads one picture at a time. ``ready``: what was asked for can be drawn now."""

    ready = Signal()
    _arrived = Signal(str, QSize, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: tuple[str, QSize] | None = None
        self._image: QImage | None = None
        self._arrived.connect(self._take)

    def picture(self, file: str, size: QSize) -> QImage | None:
        """The picture no larger than needed (device pixels); null if it can't be read, None while it is being read."""
        if (file, size) != self._wanted:
            self._wanted, self._image = (file, size), None
            arrived = self._arrived
            QThreadPool.globalInstance().start(lambda: arrived.emit(file, size, read_picture(file, size)))
        return self._image

    def _take(self, file: str, size: QSize, image: QImage) -> None:
        if (file, size) == self._wanted:
            self._image = image
            self.ready.emit()


def read_picture(file: str, size: QSize) -> QImage:
    """The file's picture, scaled down into the size; a null image if it is none, too large or not there."""
    QImageReader.setAllocationLimit(MEGABYTES)
    reader = QImageReader(file)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    whole = reader.size()
    if whole.isValid() and (whole.width() > size.width() or whole.height() > size.height()):
        reader.setScaledSize(whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
