"""Dresses the program in a theme: Fusion with our palette, and a style sheet for what a palette can't say.

Focus is 2 px of accent with 1 px less of padding, so that nothing moves. Disabled is dashed and muted.
"""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from shared.qt.fonts import font
from shared.qt.marks import mark
from shared.qt.theme import Theme, Token, mixed, on_accent

_USED: tuple[Token, ...] = ("line", "surface", "bg", "accent", "muted", "raised", "bad", "text")
_SHEET = Template("""
QPushButton, QToolButton, QComboBox, QLineEdit, QSpinBox, QDoubleSpinBox, QDateTimeEdit, QPlainTextEdit, QTextEdit {
    border: 1px solid $line; border-radius: 6px; background: $surface; padding: 5px 11px; min-height: 22px; }
QPushButton:hover, QToolButton:hover { background: $bg; }
QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QDateTimeEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 4px 10px; }
QPushButton:disabled, QToolButton:disabled, QComboBox:disabled, QLineEdit:disabled, QSpinBox:disabled,
QDoubleSpinBox:disabled, QDateTimeEdit:disabled { border: 1px dashed $muted; color: $muted;
    placeholder-text-color: $muted; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] { border: 1px solid $bad; }
QLineEdit[wrong="true"]:focus, QComboBox[wrong="true"]:focus { border: 2px solid $bad; }
*[height_of="field"] { min-height: 28px; }
*[height_of="action"] { min-height: 32px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0; min-height: 0; background: transparent; }
QLineEdit QToolButton { border: none; padding: 0; min-height: 0; background: transparent; }
QPushButton[primary="true"] { background: $accent; color: $on; border-color: $accent; font-weight: 600; }
QPushButton[primary="true"]:focus { border: 2px solid $text; }
QPushButton[primary="true"]:disabled { background: $surface; color: $muted; border: 1px dashed $muted; }
QComboBox::drop-down, QDateTimeEdit::drop-down { border: none; width: 28px; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow { image: $arrow_down; width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { border: none; width: 24px; subcontrol-position: top right; }
QSpinBox::down-button, QDoubleSpinBox::down-button { border: none; width: 24px; subcontrol-position: bottom right; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: $arrow_up; width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: $arrow_down; width: 12px; height: 12px; }
QCheckBox, QRadioButton { spacing: 8px; border: 2px solid transparent; border-radius: 6px; min-height: 22px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $muted; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid $muted; border-radius: 4px; background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: $tick; }
QCheckBox::indicator:disabled { border: 1px dashed $muted; background: $surface; }
QCheckBox::indicator:checked:disabled { image: $tick_muted; }
QRadioButton::indicator { width: 8px; height: 8px; border: 5px solid $surface; border-radius: 9px;
    background: $surface; }
QRadioButton::indicator:unchecked { width: 16px; height: 16px; border: 1px solid $muted; }
QRadioButton::indicator:checked { border-color: $accent; }
QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 9px 24px 9px 16px; border-radius: 4px; }
QMenu::icon { padding-left: 10px; }
QMenu::item:selected { background: $accent; color: $on; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; border: none; }
QScrollBar::handle { background: $grip; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 4px; }
""")


def style_sheet(theme: Theme) -> str:
    """The whole program's style sheet."""
    colours: dict[str, str] = {token: theme.colour(token).name() for token in _USED}
    on = on_accent(theme).name()
    return _SHEET.substitute(
        colours,
        on=on,
        grip=mixed(theme.colour("muted"), theme.colour("bg"), 0.5).name(),
        arrow_down=mark("chevron_down", colours["muted"]),
        arrow_up=mark("chevron_up", colours["muted"]),
        tick=mark("tick", on),
        tick_muted=mark("tick", colours["muted"]),
    )


def apply(application: QApplication, theme: Theme) -> None:
    """Give the whole program this theme, at any time."""
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(palette(theme))
    application.setFont(font(14))
    application.setStyleSheet(style_sheet(theme))


def palette(theme: Theme) -> QPalette:
    """The theme as Qt's roles."""
    role, found = QPalette.ColorRole, QPalette()
    for which, token in {
        role.Window: "bg", role.WindowText: "text", role.Base: "surface", role.AlternateBase: "bg", role.Text: "text",
        role.Button: "surface", role.ButtonText: "text", role.BrightText: "bad", role.ToolTipBase: "raised",
        role.ToolTipText: "text", role.PlaceholderText: "muted", role.Highlight: "accent", role.Link: "accent",
        role.LinkVisited: "accent", role.Mid: "line", role.Midlight: "line", role.Dark: "line", role.Light: "surface",
        role.Shadow: "line", role.Accent: "accent",
    }.items():  # fmt: skip
        found.setColor(which, theme.colour(token))  # type: ignore[arg-type]  # the literals above are tokens
    found.setColor(role.HighlightedText, on_accent(theme))
    for which in (role.WindowText, role.Text, role.ButtonText):
        found.setColor(QPalette.ColorGroup.Disabled, which, theme.colour("muted"))
    return found
