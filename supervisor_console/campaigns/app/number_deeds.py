"""What is wished of a number: put on a do-not-call list, taken off, consent given or withdrawn."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from supervisor_console.campaigns.presenter import number_questions, words
from supervisor_console.campaigns.presenter.campaign_read import read_day
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.campaigns.screen.pieces import Wish
from supervisor_console.open_forms import Deed, Forms, Mistake
from supervisor_console.page import Console


class NumberDeeds:
    """``forms``: where questions are open."""

    def __init__(self, console: Console, forms: Forms) -> None:
        self._console, self._forms = console, forms

    def do(self, wish: Wish, moment: Moment) -> bool:
        """Do it, where it is one of these."""
        known, number = moment.numbers.found, moment.numbers.number
        if known is None or known.number != number:
            return False
        match wish.kind:
            case "list_put":
                self._forms.ask(number_questions.putting(moment), self._put(moment))
            case "list_remove":
                self._forms.ask(number_questions.removing(moment, known), self._remove(moment))
            case "consent" | "consent_withdrawn":
                is_given = wish.kind == "consent"
                asked = number_questions.consenting(moment, is_given=is_given)
                self._forms.ask(asked, self._consent(moment, is_given=is_given))
            case _:
                return False
        return True

    def _put(self, moment: Moment) -> Deed:
        async def deed(said: dict[str, str], _key: str) -> str:
            text = moment.around.language.text
            if not said["list"]:
                raise Mistake(text("Which list? Write its name."))
            await self._console.command(
                "dialer.list.put", list=said["list"], numbers=[moment.numbers.number],
                campaign=said["campaign"] or None, until=self._until(moment, said["until"]), why=said["why"],
            )  # fmt: skip
            return text("{number} is on the list {list}.", number=words.phone(moment.around, moment.numbers.number),
                        list=said["list"])  # fmt: skip

        return deed

    def _remove(self, moment: Moment) -> Deed:
        async def deed(said: dict[str, str], _key: str) -> str:
            text = moment.around.language.text
            if not said["why"]:
                raise Mistake(text("Why? It stays in the audit."))
            await self._console.command("dialer.list.remove", list=said["list"], number=moment.numbers.number,
                                        why=said["why"])  # fmt: skip
            return text("{number} is off the list {list}.", number=words.phone(moment.around, moment.numbers.number),
                        list=said["list"])  # fmt: skip

        return deed

    def _consent(self, moment: Moment, *, is_given: bool) -> Deed:
        async def deed(said: dict[str, str], _key: str) -> str:
            around = moment.around
            text = around.language.text
            on = read_day(said["day"])
            if on is None:
                raise Mistake(text("“{said}” is no day. Write it like 24. 11. 2026.", said=said["day"]))
            today = around.now.astimezone(around.zone).date()
            if on > today:
                raise Mistake(text("This day is still to come."))
            at = around.now if on == today else datetime.combine(on, time(12), around.zone)
            if not said["how"]:
                raise Mistake(text("How was it said? Write a word, as “form” or “call”."))
            more: dict[str, Any] = {"until": self._until(moment, said["until"])} if is_given else {}
            await self._console.command(
                "dialer.consent", number=moment.numbers.number, is_given=is_given, given_at=at.isoformat(),
                how=said["how"], text=said["text"], source=said["source"], **more)  # fmt: skip
            return text("It is written down.")

        return deed

    def _until(self, moment: Moment, said: str) -> str | None:
        if not said:
            return None
        found = read_day(said)
        if found is None:
            raise Mistake(moment.around.language.text("“{said}” is no day. Write it like 24. 11. 2026.", said=said))
        return found.isoformat()
