"""What is wished of an account: a new one, changes, what it owns, its fees. Asked in forms, done by commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from shared.billing.ownership import Owns
from shared.billing.tariff import Fee
from supervisor_console.billing.presenter import account_forms, owned_forms, words
from supervisor_console.billing.presenter.accounts import valid_one
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.billing.views.rows_form import RowsForm, fee_headings, owned_headings
from supervisor_console.open_forms import Forms, Mistake
from supervisor_console.reports.billing import Overview, Payer
from supervisor_console.reports.billing_account import AccountSet, FeeHad, account_set, fees_had, owned
from supervisor_console.reports.billing_detail import versions

Said = dict[str, str]


class AccountDeeds:
    """Each is a coroutine that opens a form; ``new`` tells which account was made."""

    def __init__(self, forms: Forms, around: Callable[[], Around]) -> None:
        self._forms, self._console, self._around = forms, forms.console, around

    # --- who pays

    async def new(self, known: Overview | None, made: Callable[[str], None]) -> None:
        """Ask who pays, by which price list, and which extensions are his."""
        taken = frozenset(one.account for one in known.payers) if known is not None else frozenset()

        async def done(said: Said, _key: str) -> str:
            return await self._made(said, taken, made)

        self._forms.ask(account_forms.account_form(self._around(), known, None), done)

    async def _made(self, said: Said, taken: frozenset[str], made: Callable[[str], None]) -> str:
        around, account = self._around(), said["account"]
        await self._put(around, said, taken, None)
        since = words.month_of(around.today, around.zone).since.isoformat()
        for extension in filter(None, (one.strip() for one in said["extensions"].split(","))):
            await self._console.command("billing.own", account=account, kind="extension", value=extension, since=since)
        made(account)
        return around.language.text("The account {name} is there.", name=said["title"])

    async def change(self, known: Overview | None, account: str) -> None:
        """All that is set of it, to be changed."""
        before = await self._console.database.ask(lambda connection: account_set(connection, account))
        if before is None:
            raise Mistake(self._around().language.text("There is no such account any more."))

        async def done(said: Said, _key: str) -> str:
            around = self._around()
            await self._put(around, said, frozenset(), before)
            return around.language.text("The account {name} is changed.", name=said["title"])

        self._forms.ask(account_forms.account_form(self._around(), known, before), done)

    async def _put(self, around: Around, said: Said, taken: frozenset[str], before: AccountSet | None) -> None:
        found = account_forms.read_account(around, said, taken, before)
        if isinstance(found, str):
            raise Mistake(found)
        await self._console.command("billing.account.put", **found)

    # --- what is his

    async def owns(self, known: Overview | None, payer: Payer) -> None:
        """What it owns, and one more or the end of one."""
        titles = {one.account: one.title for one in known.payers} if known is not None else {}
        found = await self._console.database.ask(owned)
        form = RowsForm(self._console.ground, self._forms.parent,
                        owned_forms.owned_form(self._around(), payer.title), "owned", owned_headings)  # fmt: skip
        shown = _Shown(found)

        def show(now: tuple[Owns, ...]) -> None:
            shown.owned = now
            form.show_grid(owned_forms.owned_grid(self._around(), payer.account, now))

        async def done(said: Said, _key: str) -> str:
            around = self._around()
            asked = owned_forms.read_owned(around, payer.account, said, shown.owned, titles)
            if isinstance(asked, str):
                raise Mistake(asked)
            await self._console.command("billing.own", **asked)
            show(await self._console.database.ask(owned))
            form.fill({"value": "", "until": "", "cost_centre": ""})
            return around.language.text("{value} is entered for {account}.", value=said["value"], account=payer.title)

        show(found)
        form.row_picked.connect(
            lambda key: form.fill(owned_forms.owned_said(self._around(), shown.owned[int(key)])))
        self._forms.open(form, done, stays=True)

    # --- monthly fees

    async def fees(self, payer: Payer) -> None:
        """Which monthly fees it has, and one more or the end of one."""
        had, fees = await self._console.database.ask(
            lambda connection: (fees_had(connection, payer.account), versions(connection, payer.tariff or "")))
        offered = _fees_of(fees, self._around().today)
        form = RowsForm(self._console.ground, self._forms.parent,
                        owned_forms.fees_form(self._around(), payer.title, offered, payer.currency), "fees",
                        fee_headings)  # fmt: skip
        shown = _Shown(had=had)

        def show(now: tuple[FeeHad, ...]) -> None:
            shown.had = now
            form.show_grid(owned_forms.fees_grid(self._around(), offered, payer.currency, now))

        async def done(said: Said, _key: str) -> str:
            around = self._around()
            asked = owned_forms.read_fee(around, payer.account, said)
            if isinstance(asked, str):
                raise Mistake(asked)
            await self._console.command("billing.subscribe", **asked)
            show(await self._console.database.ask(lambda connection: fees_had(connection, payer.account)))
            form.fill({"pieces": "1", "until": ""})
            return around.language.text("The fee is entered for {account}.", account=payer.title)

        show(had)
        form.row_picked.connect(lambda key: form.fill(owned_forms.fee_said(self._around(), shown.had[int(key)])))
        self._forms.open(form, done, stays=True)


class _Shown:
    """What the open form's rows are of."""

    def __init__(self, owned: tuple[Owns, ...] = (), had: tuple[FeeHad, ...] = ()) -> None:
        self.owned, self.had = owned, had


def _fees_of(found: tuple[object, ...], today: date) -> tuple[Fee, ...]:
    valid = valid_one(found, today) or next(iter(found), None)  # type: ignore[arg-type]  # versions
    return valid.fees if valid is not None else ()  # type: ignore[attr-defined]  # the same
