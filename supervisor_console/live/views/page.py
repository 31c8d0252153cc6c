"""The page put together: head, strips, cards, and below them calls at the left and operators at the right."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.live.screen import Action, LiveScreen, QueueCard, Wish
from supervisor_console.live.views.acting import Acting
from supervisor_console.live.views.agents import AgentsRegion
from supervisor_console.live.views.calls import MissedRegion, WaitingRegion
from supervisor_console.live.views.cards import QueueCards
from supervisor_console.live.views.first import FirstView
from supervisor_console.live.views.head import Head
from supervisor_console.live.views.menus import action_menu
from supervisor_console.live.views.strip import Strips

LEFT, LEFT_SLIM, WIDEST = 464, 400, 2560
SLIM_WIDTH, SLIM_HEIGHT = 1240, 740


class LivePageView(QWidget):
    """``wished(Wish)``: what the supervisor wants, after he was asked where it cannot be taken back."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.shown: LiveScreen | None = None
        self.is_slim = False
        self.head, self.strips, self.cards = Head(ground), Strips(ground), QueueCards(ground)
        self.waiting, self.missed, self.agents = WaitingRegion(ground), MissedRegion(ground), AgentsRegion(ground)
        self.first = FirstView(ground)
        self.acting = Acting(ground, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._inner = QWidget(self)
        self._column = QVBoxLayout(self._inner)
        self._left = QWidget()
        self._calls = QVBoxLayout(self._left)
        self._calls.setContentsMargins(0, 0, 0, 0)
        self._calls.addWidget(self.waiting)
        self._calls.addWidget(self.missed, 1)
        self._tables = QWidget()
        self._body = QHBoxLayout(self._tables)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.addWidget(self._left)
        self._body.addWidget(self.agents, 1)
        for widget in (self.head, self.strips, self.cards):
            self._column.addWidget(widget)
        for region in (self.head, self.strips, self.cards, self.first, self.waiting, self.missed, self.agents):
            region.setProperty("is_region", True)  # where F6 goes
        self._column.addWidget(self._tables, 1)
        self._column.addWidget(self.first, 1)
        self._set_format(is_slim=False)

    def _connect(self) -> None:
        wishing = (self.head.wished, self.cards.wished, self.waiting.wished, self.agents.wished, self.acting.wished)
        for signal in wishing:
            signal.connect(self.wished)
        acting = (self.strips, self.first, self.waiting, self.missed, self.agents)
        for part in acting:
            part.pressed_action.connect(self.acting.press)
        self.cards.asked_menu.connect(self._card_menu)
        self._ground.theme_changed.connect(self.dress)
        self._ground.language_changed.connect(self.dress)

    def close_page(self) -> None:
        """No more is heard of themes and languages."""
        self._ground.theme_changed.disconnect(self.dress)
        self._ground.language_changed.disconnect(self.dress)

    # --- what is shown

    def render_screen(self, screen: LiveScreen) -> None:
        """Show this."""
        self.shown = screen
        self.head.render_header(screen.header)
        self.strips.render_strips(screen.strips)
        self.cards.render_cards(screen.cards, screen.cards_empty, is_old=screen.is_old)
        self.waiting.render_waiting(screen)
        self.missed.render_missed(screen)
        self.agents.render_agents(screen)
        self._tables.setVisible(screen.first is None)
        self.first.render_first(screen.first)

    def dress(self) -> None:
        """Theme or language are different."""
        self.head.dress()
        self.cards.repaint_all()
        if self.shown is not None:
            self.render_screen(self.shown)

    def go_to_call(self, pbx: str, call: str) -> None:
        """Choose this waiting call and bring it before the eyes."""
        self.waiting.table.go_to((pbx, call))

    # --- formats

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The narrow format, or the wide one, which ends at some width."""
        super().resizeEvent(event)
        self._inner.setGeometry(0, 0, min(WIDEST, self.width()), self.height())
        is_slim = self.width() < SLIM_WIDTH or self.height() < SLIM_HEIGHT
        if is_slim != self.is_slim:
            self._set_format(is_slim=is_slim)

    def _set_format(self, *, is_slim: bool) -> None:
        self.is_slim = is_slim
        padding, gap = (16, 12) if is_slim else (24, 16)
        self._column.setContentsMargins(padding, padding, padding, padding)
        for layout in (self._column, self._body, self._calls):
            layout.setSpacing(gap)
        self.head.proof.set_slim(is_slim)
        self._left.setFixedWidth(LEFT_SLIM if is_slim else LEFT)
        self.cards.set_format(gap, is_slim=is_slim)
        for region in (self.waiting, self.missed, self.agents):
            region.set_slim(is_slim)

    # --- menus

    def _card_menu(self, card: QueueCard, where: QPoint) -> None:
        language = self._ground.language
        only = Action(Wish("queues", choices=() if card.is_chosen else (card.queue,)),
                      language.text("Show all queues") if card.is_chosen else language.text("Show only this queue"),
                      "people")  # fmt: skip
        search = Action(Wish("search", card.pbx, choice=card.queue), language.text("Calls of today"), "search")
        may_send = self.shown is not None and any(
            one.wish.kind == "message" and one.hint != language.text("Your account may not do this.")
            for one in self.shown.agent_actions
        )
        message = Action(Wish("message", card.pbx, choice=card.queue), language.text("Message to operators…"), "text",
                         is_enabled=may_send,
                         hint="" if may_send else language.text("Your account may not do this."))  # fmt: skip
        menu: QMenu = action_menu((only, search, message), self._ground.theme, self, self.acting.press)
        menu.popup(where)
