"""What is wished in the tabs beside the accounts: what is chosen there, and what is to be done with it."""

from __future__ import annotations

from supervisor_console.billing.app.deeds import Deeds
from supervisor_console.billing.app.known import Accounts
from supervisor_console.billing.app.list_deeds import ListDeeds
from supervisor_console.billing.app.lists import Lists
from supervisor_console.billing.app.tariff_deeds import TariffDeeds
from supervisor_console.billing.presenter.invoices import chosen_document
from supervisor_console.billing.presenter.moment import Moment
from supervisor_console.billing.presenter.prepaid import chosen_purse
from supervisor_console.billing.presenter.tariffs import chosen_version
from supervisor_console.billing.screen.pieces import Wish


class ListWishes:
    """``do`` says whether it was one of these."""

    def __init__(
        self, lists: Lists, accounts: Accounts, list_deeds: ListDeeds, tariff_deeds: TariffDeeds, deeds: Deeds
    ) -> None:
        self._lists, self._accounts = lists, accounts
        self.list_deeds, self.tariff_deeds, self._deeds = list_deeds, tariff_deeds, deeds

    def close(self) -> None:
        """The console ends."""
        self.tariff_deeds.close()

    def do(self, wish: Wish, moment: Moment) -> bool:
        """Do it, where it is one of these tabs'."""
        return self._choose(wish) or self._of_tariff(wish, moment) or self._of_document(wish, moment)

    def _choose(self, wish: Wish) -> bool:
        lists = self._lists
        match wish.kind:
            case "tariff":
                lists.tariff, lists.version = wish.value, 0
            case "version":
                lists.version = int(wish.value)
            case "rates_text":
                lists.rates_text = wish.value
            case "purse":
                lists.purse = wish.value
            case "list":
                lists.which, lists.chosen = wish.value, ""
            case "of_account":
                lists.account = wish.value
            case "income":
                lists.summed = wish.value
            case "of_state":
                lists.state = wish.value
            case "document":
                lists.choose_document(wish.value if lists.which == "documents" else "")
            case "field":
                self._field(wish)
            case _:
                return False
        return True

    def _field(self, wish: Wish) -> None:
        if wish.value == "direction":
            self._lists.direction = wish.other
        elif wish.value == "tariff":
            self._lists.tariff, self._lists.version = wish.other, 0
            self._lists.ask("calculator", self._accounts.period, self._accounts.all.answer)
        else:
            self._lists.fields[wish.value] = wish.other

    def _of_tariff(self, wish: Wish, moment: Moment) -> bool:
        version = chosen_version(moment)
        match wish.kind:
            case "import":
                if version is not None:
                    self._deeds.spawn(self.tariff_deeds.take(version.tariff))
            case "tariff_new":
                self.tariff_deeds.new(moment.overview)
            case "rerate":
                self.tariff_deeds.rerate(moment.overview, moment.account if moment.tab == "accounts" else "",
                                         moment.period)  # fmt: skip
            case "export":
                if version is not None:
                    title = moment.around.language.text("Export the price list")
                    self._deeds.spawn(self._deeds.save_answer(
                        "billing.tariff.export", "xlsx", title, tariff=version.tariff, version=version.version,
                        format="xlsx"))  # fmt: skip
            case _:
                return self._of_purse(wish, moment)
        return True

    def _of_purse(self, wish: Wish, moment: Moment) -> bool:
        purse = chosen_purse(moment) if moment.tab == "prepaid" else None
        match wish.kind:
            case "top_up" if purse is not None:
                self._deeds.top_up(purse)
            case "withdraw" if purse is not None:
                self._deeds.withdraw(purse)
            case _:
                return False
        return True

    def _of_document(self, wish: Wish, moment: Moment) -> bool:
        if moment.tab != "invoices":
            return False
        one, paper = chosen_document(moment), moment.invoices.document
        is_there = paper is not None and one is not None and paper.invoice.number == one.number
        match wish.kind:
            case "pay" if one is not None:
                self.list_deeds.pay(one)
            case "correct" if one is not None:
                self._deeds.spawn(self.list_deeds.correct(one))
            case "accounting":
                self._deeds.spawn(self.list_deeds.accounting(moment.period))
            case "send" if one is not None:
                self._deeds.spawn(self._deeds.send(one.number))
            case "pdf" if is_there and one is not None and paper is not None:
                self._deeds.spawn(self._deeds.save_paper(one.number, paper.paper))
        return True
