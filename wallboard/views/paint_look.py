"""How everything is to look now: colours, the size of a unit, what may move. One object for header, tiles and ticker.

Tints are mixed once to opaque colours; their shares are the wallboard's own, fainter on white than elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtGui import QColor

from shared.qt.theme import Theme, ThemeName, contrast, luminance
from shared.qt.theme import Token as ThemeToken
from shared.qt.theme import mixed as mixed_colour
from wallboard.pages import Format

SMALLEST: dict[Format, int] = {"wide": 22, "compact": 17}
"""No text is smaller (units): two per cent of the picture's height."""
LAST: dict[Format, int] = {"wide": 16, "compact": 12}
"""But for our own words that would be cut else, in a language longer than those there are."""
TINTS: dict[ThemeName, float] = {"light": 0.08, "dark": 0.16, "contrast": 0.0}
"""How much of a meaning's colour is in its card or row."""
WHITE = QColor("#FFFFFF")


@dataclass(frozen=True, slots=True)
class Look:
    """``unit``: pixels per unit (1 on a picture of 1920 × 1080). ``has_motion`` False: alarm frames do not pulse."""

    theme: Theme
    unit: float = 1.0
    form: Format = "wide"
    is_lost: bool = False
    has_motion: bool = True

    def u(self, units: float) -> int:
        """So many units in whole pixels."""
        return round(units * self.unit)

    @property
    def hairline(self) -> int:
        """The width of borders and grid lines in pixels."""
        return max(1, self.u(1))

    def of(self, wide: float, compact: float) -> float:
        """Units for this format."""
        return wide if self.form == "wide" else compact

    def lost(self) -> Look:
        """The same with figures that are old: grey, nothing moves."""
        return self if self.is_lost else replace(self, theme=self.theme.lost(), is_lost=True, has_motion=False)

    def colour(self, token: ThemeToken | QColor) -> QColor:
        """A meaning's colour; a colour stays what it is."""
        if isinstance(token, QColor):
            return token
        # Old figures are all of one rank: an alarm's grey would be fainter than its neighbours'.
        return self.theme.colour("text" if self.is_lost and token in ("bad", "warn") else token)

    def tint(self, token: ThemeToken, over: ThemeToken = "surface", share: float | None = None) -> QColor:
        """The meaning's colour mixed thinly over a ground, opaque."""
        return _tint(self.theme, token, over, TINTS[self.theme.name] if share is None else share)

    def on(self, fill: QColor) -> QColor:
        """For text on a filled band: white or the theme's darkest, whichever stands out more."""
        dark = min((self.colour("bg"), self.colour("text")), key=luminance)
        return WHITE if contrast(WHITE, fill) >= contrast(dark, fill) else dark


@lru_cache(maxsize=256)
def _tint(theme: Theme, token: ThemeToken, over: ThemeToken, share: float) -> QColor:
    return mixed_colour(theme.colour(token), theme.colour(over), share)
