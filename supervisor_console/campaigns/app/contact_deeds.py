"""What is wished of one contact: excluded, taken back, an appointment, what was dialled so far."""

from __future__ import annotations

from supervisor_console.campaigns.presenter import history, questions
from supervisor_console.campaigns.presenter.moment import Moment
from supervisor_console.campaigns.screen.pieces import Wish
from supervisor_console.campaigns.views.attempts import AttemptsWindow
from supervisor_console.open_forms import Forms, Mistake
from supervisor_console.page import Console
from supervisor_console.reports.campaigns import ContactFound
from supervisor_console.reports.campaigns_attempts import AttemptFound, attempts


class ContactDeeds:
    """``forms``: where questions are open."""

    def __init__(self, console: Console, forms: Forms) -> None:
        self._console, self._forms = console, forms

    def do(self, wish: Wish, moment: Moment) -> bool:
        """Do it, where it is one of these."""
        one = moment.contact
        match wish.kind:
            case "exclude" if one is not None:
                self._exclude(moment, one)
            case "appointment" if one is not None:
                self._appointment(moment, one)
            case "history" if one is not None:
                self._console.spawn(self._history(moment, one), "campaigns: attempts")
            case _:
                return False
        return True

    def _exclude(self, moment: Moment, one: ContactFound) -> None:
        async def deed(said: dict[str, str], _key: str) -> str:
            await self._console.command("dialer.contact.change", contact=one.contact, is_excluded=True, why=said["why"])
            return moment.around.language.text("{name} is not called any more.", name=questions.name_of(moment, one))

        self._forms.ask(questions.excluding(moment, one), deed)

    def _appointment(self, moment: Moment, one: ContactFound) -> None:
        async def deed(said: dict[str, str], _key: str) -> str:
            at = questions.read_moment(moment.around, said["day"], said["time"])
            if isinstance(at, str):
                raise Mistake(at)
            await self._console.command("dialer.contact.change", contact=one.contact, next_at=at.isoformat(),
                                        next_by=said["by"] or None, why=said["why"])  # fmt: skip
            return moment.around.language.text("{name} is called {time}.", name=questions.name_of(moment, one),
                                               time=questions.told_moment(moment.around, at))  # fmt: skip

        self._forms.ask(questions.appointing(moment, one), deed)

    async def _history(self, moment: Moment, one: ContactFound) -> None:
        found = await self._console.database.ask(lambda connection: attempts(connection, one.contact))
        title = moment.around.language.text("Attempts of {name}", name=questions.name_of(moment, one))
        grid = history.attempts(moment.around, moment.around.language.text("Attempts"), found, moment.known or ())
        window = AttemptsWindow(self._console.ground, self._forms.parent, title, grid)
        window.opened.connect(lambda key: self._open(window, key, found))
        self._forms.close()
        self._forms.hold(window)

    def _open(self, window: AttemptsWindow, key: str, found: tuple[AttemptFound, ...]) -> None:
        one = next((one for one in found if str(one.attempt) == key), None)
        if one is None or not one.call:
            window.fail(self._console.ground.language.text("The phone system made no call of this attempt."))
            return
        window.succeed()
        self._console.open_call(one.pbx, one.call)
