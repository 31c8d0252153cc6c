"""Looks: contrast is computed for every colour on every ground, figures are of one width, icons take any colour."""

import itertools

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shared.qt.dress import apply, palette
from shared.qt.fonts import FAMILY, font, load_fonts
from shared.qt.icons import ICONS, icon, icon_pixmap
from shared.qt.theme import GROUNDS, THEMES, TOKENS, Theme, contrast, mixed, on_accent

MEANINGS = [token for token in TOKENS if token not in (*GROUNDS, "line")]
LEAST = {"light": 4.5, "dark": 4.5, "contrast": 7.0}


def test_contrast_is_counted_as_wcag_does():
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_meaning_can_be_read_on_every_ground_and_on_its_own_tint(theme: Theme):
    grounds: dict[str, QColor] = {ground: theme.colour(ground) for ground in GROUNDS}
    weak = [
        f"{token} on {name}: {contrast(theme.colour(token), ground):.2f}"
        for token in MEANINGS
        for name, ground in [*grounds.items(), ("its tint", theme.tint(token))]
        if contrast(theme.colour(token), ground) < LEAST[theme.name]
    ]
    assert not weak


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read_on_every_tint_and_on_filled_colours(theme: Theme):
    grounds = [theme.tint(token) for token in MEANINGS]
    for ground in grounds:
        assert contrast(theme.colour("text"), ground) >= LEAST[theme.name], ground.name()
        assert contrast(theme.colour("muted"), ground) >= 4.5, ground.name()
    assert contrast(on_accent(theme), theme.colour("accent")) >= 4.5
    assert contrast(on_accent(theme), theme.colour("bad")) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_what_is_old_has_no_colour_and_can_still_be_read(theme: Theme):
    lost = theme.lost()
    for token in TOKENS:
        assert lost.colour(token).saturation() == 0
        assert lost.tint(token).alpha() == 255
    assert contrast(lost.colour("text"), lost.colour("surface")) >= 4.5


def test_mixed_is_opaque_and_between():
    assert mixed(QColor("#FFFFFF"), QColor("#000000"), 0.5) == QColor(128, 128, 128)


def test_a_theme_is_a_key():
    assert {Theme("dark"): 1}[Theme("dark")] == 1
    assert Theme("dark").lost() != Theme("dark")


@pytest.mark.parametrize("weight", [400, 500, 600, 700])
def test_the_shipped_typeface_is_used_and_its_figures_are_of_one_width(qapp, weight):
    assert load_fonts()
    made = font(28, weight)
    assert QFontInfo(made).family() == FAMILY
    assert QFontInfo(made).weight() == weight
    metrics = QFontMetricsF(made)
    widths = [metrics.horizontalAdvance(figure) for figure in "0123456789"]
    assert max(widths) - min(widths) < 0.003 * max(widths), "a twentieth of a pixel at most, at this size"
    assert abs(metrics.horizontalAdvance("11:11") - metrics.horizontalAdvance("00:00")) < 0.25


def test_it_has_every_letter_that_we_write(qapp):
    metrics = QFontMetricsF(font(14))
    letters = "ěščřžýáíéúůťďňóĚŠČŘŽÝÁÍÉÚŮŤĎŇÓ–…„“”’•·×→←↑↓ "
    assert not [letter for letter in letters if not metrics.inFontUcs4(ord(letter))]


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_in_the_colour_that_is_asked_for(qapp, name):
    image = icon_pixmap(name, QColor("#B3261E"), 24, 2.0).toImage()
    drawn = [
        image.pixelColor(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 250
    ]  # fmt: skip
    assert image.devicePixelRatio() == 2.0
    assert len(drawn) > 20
    assert all(abs(colour.red() - 0xB3) < 4 and abs(colour.green() - 0x26) < 4 for colour in drawn)
    assert not icon(name, QColor("#B3261E")).isNull()


def test_icons_are_told_apart_by_shape_alone(qapp):
    pictures = {name: icon_pixmap(name, QColor("#000000"), 24).toImage() for name in ICONS}
    alike = [(one, other) for one, other in itertools.combinations(ICONS, 2) if pictures[one] == pictures[other]]
    assert not alike


def test_an_icon_is_drawn_once(qapp):
    once, again = (icon_pixmap("bell", QColor("#123456"), 20) for _ in range(2))
    assert once.cacheKey() == again.cacheKey()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_program_is_dressed_at_any_time(qapp: QApplication, show, theme: Theme):
    window = QWidget()
    column = QVBoxLayout(window)
    for widget in (field := QLineEdit("text"), button := QPushButton("Sign in")):
        column.addWidget(widget)
    show(window)
    apply(qapp, theme)
    assert window.palette().color(QPalette.ColorRole.Window) == theme.colour("bg")
    qapp.processEvents()  # the dress makes them higher, and the layout hears of it in the loop's next round
    before = button.geometry(), button.sizeHint(), field.geometry()
    button.setFocus()
    qapp.processEvents()
    assert (button.geometry(), button.sizeHint(), field.geometry()) == before, "focus moves nothing"
    disabled = palette(theme).color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert disabled == theme.colour("muted")
