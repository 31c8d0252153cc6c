"""The tile of campaigns as it is drawn: nothing outside, nothing over another text, in every size."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRectF

from shared.qt.theme import THEMES
from wallboard.screen import CampaignLine, CampaignsTile, Words
from wallboard.views.paint_look import Look
from wallboard.views.tiles.tile import TileWidget

PARTS = ((0.55, "good"), (0.01, "ringing"), (0.12, "warn"), (0.26, "muted"), (0.06, "unreachable"))


def line(name: str, **more: Any) -> CampaignLine:
    told: dict[str, Any] = {
        "state": Words("Běží", "good", "play"), "share": "55 %", "calls": "8", "parts": PARTS,
        "told": "1 012 vyřízeno · 512 z 600 cílů · 700 zbývá", "abandoned": Words("opuštěno 1,3 %", "muted"),
    }  # fmt: skip
    return CampaignLine(name=name, **(told | more))


@pytest.mark.parametrize(("form", "size"), [("wide", (900, 420)), ("wide", (460, 200)), ("compact", (520, 300))])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_texts_stay_inside_and_off_one_another(qtbot: Any, grab: Any, form: Any, size: Any, theme: str) -> None:
    look = Look(next(one for one in THEMES if one.name == theme), 1.0, form)
    tile = TileWidget("campaigns", look)
    qtbot.addWidget(tile)
    tile.resize(*size)
    alarm = Words("opuštěno 5,1 %", "bad", "triangle")
    lines = (line("Průzkum spokojenosti 11/2026"), line("Upomínky", abandoned=alarm, alarm="bad"),
             line("Oddělení zvláštních případů " * 3, calls="0", abandoned=Words()))  # fmt: skip
    tile.render_tile(CampaignsTile("Kampaně", "1–3 z 5", lines[: tile.room().rows]))
    drawn = tile.traced()
    assert drawn
    for index, one in enumerate(drawn):
        assert QRectF(tile.rect()).contains(one.rect), one
        for other in drawn[index + 1 :]:
            assert not one.rect.adjusted(1, 1, -1, -1).intersects(other.rect), (one.text, other.text)
    grab(tile, f"tile-{form}-{theme}-{size[0]}")


def test_that_none_runs_is_said(qtbot: Any) -> None:
    tile = TileWidget("campaigns", Look(THEMES[0], 1.0, "wide"))
    qtbot.addWidget(tile)
    tile.resize(600, 300)
    tile.render_tile(CampaignsTile("Kampaně", "", (), "Žádná kampaň neběží"))
    assert "Žádná kampaň neběží" in " ".join(one.text for one in tile.traced())
