"""Sheets of A4 that are drawn from above: letters, rules, wrapped texts, a head and a foot on every page.

The same content is always the same bytes: a document of yesterday can be made again and compared. Lengths in points.
"""

from __future__ import annotations

import importlib.resources
import io
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

from reportlab.lib.colors import HexColor  # type: ignore[import-untyped]  # it has no types
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from shared.invoicing.elements import written
from shared.invoicing.words import Words

TEXT, MUTED, LINE, BLACK = HexColor("#16202C"), HexColor("#556273"), HexColor("#D5DBE3"), HexColor("#000000")
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
LEFT, RIGHT = 51.0, A4[0] - 51.0
WIDTH = RIGHT - LEFT
TOP, BOTTOM = A4[1] - 54.0, 66.0
LONGEST = 600
"""Letters of one text; what is longer ends in …"""

_FOOT = 40.0


class Paper:
    """Pages being drawn; ``y`` is how high the pen stands, and falls."""

    def __init__(self, words: Words, *, title: str, author: str, foot: str) -> None:
        _load_fonts()
        self._made = io.BytesIO()
        self._title, self._foot, self._words = clean(title), clean(foot), words
        self._canvas: Any = _Numbered(
            self._made, pagesize=A4, invariant=1, lang=words.code, on_page=self._draw_foot, pageCompression=1
        )
        self._canvas.setTitle(self._title)
        self._canvas.setAuthor(clean(author))
        self._canvas.setCreator("")
        self.y = TOP

    def finished(self) -> bytes:
        """The document."""
        self._canvas.showPage()
        self._canvas.save()
        return self._made.getvalue()

    def new_page(self, head: str) -> None:
        """Turn the page; on the next one stands at the top whose it is."""
        self._canvas.showPage()
        self.y = TOP
        self.text(LEFT, fitting(head, WIDTH, PLAIN, 8), size=8, colour=MUTED)
        self.y -= 7
        self.rule(colour=LINE)
        self.y -= 20

    def has(self, height: float) -> bool:
        """Tell whether so much of the page is left."""
        return bool(self.y - height >= BOTTOM)

    def text(
        self, x: float, text: str, *, size: float = 9, font: str = PLAIN, colour: Any = TEXT, side: str = "left"
    ) -> None:  # fmt: skip
        """Write one line at the pen's height; ``side``: which end stands at x, or "middle"."""
        self._canvas.setFont(font, size)
        self._canvas.setFillColor(colour)
        pen = {"left": self._canvas.drawString, "right": self._canvas.drawRightString}
        pen.get(side, self._canvas.drawCentredString)(x, self.y, text)

    def lines(self, x: float, texts: Iterable[str], *, size: float = 9, leading: float = 13, **style: Any) -> None:
        """Write lines below one another; the pen ends below the last."""
        for text in texts:
            self.text(x, text, size=size, **style)
            self.y -= leading

    def rule(self, since: float = LEFT, until: float = RIGHT, *, colour: Any = LINE, width: float = 0.5) -> None:
        """Draw a line across, at the pen's height."""
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(width)
        self._canvas.line(since, self.y, until, self.y)

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a frame; x, y are its lower left corner."""
        self._canvas.setStrokeColor(BLACK)
        self._canvas.setLineWidth(0.8)
        self._canvas.rect(x, y, width, height, stroke=1, fill=0)

    def modules(self, x: float, y: float, side: float, rows: tuple[tuple[bool, ...], ...]) -> None:
        """Draw a code, black on white, into a square; x, y are its lower left corner."""
        module = side / len(rows)
        path = self._canvas.beginPath()
        for down, row in enumerate(rows, 1):
            for across, is_dark in enumerate(row):
                if is_dark:
                    path.rect(x + across * module, y + side - down * module, module, module)
        self._canvas.setFillColor(BLACK)
        self._canvas.drawPath(path, stroke=0, fill=1)  # as one path: between its squares no light comes through

    def _draw_foot(self, canvas: Any, page: int, pages: int) -> None:
        number = self._words("page", page=page, pages=pages)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, _FOOT + 13, RIGHT, _FOOT + 13)
        canvas.setFont(PLAIN, 7.5)
        canvas.setFillColor(MUTED)
        canvas.drawString(LEFT, _FOOT, fitting(self._foot, WIDTH - 90, PLAIN, 7.5))
        canvas.drawRightString(RIGHT, _FOOT, number)


def clean(text: str) -> str:
    """A text on one line, without signs that cannot be seen."""
    return " ".join(written(text).split(" ")).replace("\n", " ").replace("\r", " ").replace("\t", " ")


@lru_cache(maxsize=8192)  # a list of calls says the same destinations again and again
def wrapped(text: str, width: float, font: str = PLAIN, size: float = 9) -> tuple[str, ...]:
    """The lines of a text so wide; a word that is wider is broken. At least one line."""
    text = clean(text)
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    found, current = list[str](), ""
    for word in text.split(" "):
        longer = f"{current} {word}" if current else word
        if wide(longer, font, size) <= width:
            current = longer
            continue
        found += [current] if current else []
        while wide(word, font, size) > width:
            most = max(1, bisect_right(range(len(word)), width, key=lambda n: wide(word[:n], font, size)) - 1)
            found.append(word[:most])
            word = word[most:]
        current = word
    return (*found, current)


def fitting(text: str, width: float, font: str = PLAIN, size: float = 9) -> str:
    """A text on one line, its end left out where it is too long."""
    text = clean(text)[:LONGEST]
    if wide(text, font, size) <= width:
        return text
    while text and wide(f"{text}…", font, size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wide(text: str, font: str = PLAIN, size: float = 9) -> float:
    """How wide a text is."""
    _load_fonts()
    return float(pdfmetrics.stringWidth(text, font, size))


class _Numbered(Canvas):  # type: ignore[misc]  # the library has no types
    """Pages that know how many they are: they are kept, and written at the end."""

    def __init__(self, *given: Any, on_page: Callable[[Any, int, int], None], **named: Any) -> None:
        super().__init__(*given, **named)
        self._on_page = on_page
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        """Keep the page."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its foot."""
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self._on_page(self, number, len(self._kept))
            Canvas.showPage(self)
        super().save()


@cache
def _load_fonts() -> None:
    folder = importlib.resources.files("shared").joinpath("reports", "font_files")  # the letters of reports
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(folder.joinpath(f"{name}.ttf").read_bytes())))
