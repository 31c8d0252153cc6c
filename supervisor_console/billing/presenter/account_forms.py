"""The form of an account: who pays, and how. What was written becomes a command's parameters; see ``owned_forms``.

A reader gives the parameters, or a sentence that says what is wrong; nothing is lost, for the form stays.
"""

from __future__ import annotations

import re
from typing import Any

from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.moment import Around
from supervisor_console.billing.presenter.questions import read_amount
from supervisor_console.reports.billing import Overview
from supervisor_console.reports.billing_account import AccountSet
from supervisor_console.views.pieces import Field, Option, Questions

KEY = re.compile(r"[0-9a-z][0-9a-z._-]{0,63}")
FOLDER = re.compile(r"([^\\/:.][^\\/:]{0,63})?")
MAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
LIMITS = ("low_credit", "day_limit", "month_limit")
Said = dict[str, str]


def kinds(around: Around) -> dict[str, str]:
    """How an account may pay."""
    text = around.language.text
    return {"post": text("By invoice"), "pre": text("From credit paid in advance")}


def options(named: dict[Any, str]) -> tuple[Option, ...]:
    """Words by their values."""
    return tuple(Option(key, word) for key, word in named.items())


# --- who pays


def account_form(around: Around, known: Overview | None, one: AccountSet | None) -> Questions:
    """A new account, or all that is set of one."""
    text = around.language.text
    return Questions(
        title=text("New account") if one is None else text("Account {name}", name=one.title), width=760,
        hint=text("It owns the extensions from the first day of this month on.") if one is None else
        text("Changes hold from now on; what was invoiced stays as it is."),
        accept=text("Add") if one is None else text("Save"),
        fields=(*_who(around, known, one), *_on_paper(around, one), *_documents(around, one), *_credit(around, one)),
    )  # fmt: skip


def _who(around: Around, known: Overview | None, one: AccountSet | None) -> tuple[Field, ...]:
    text = around.language.text
    lists = {"": text("none|price list"), **dict(known.tariffs if known is not None else ())}
    for purchase in known.purchases.values() if known is not None else ():
        lists.pop(purchase, None)  # nobody is charged by what the carrier gets
    first = next((key for key in lists if key), "")
    last = Field(name="extensions", label=text("Extensions, with commas"), share=3, hint="2001, 2002")
    if one is not None:
        last = Field(name="is_open", label=text("The account is open"), said=_yes(one.is_open), is_truth=True, share=3)
    return (
        Field(name="account", label=text("Key: small letters and digits"), said=one.account if one else "", share=3,
              is_fixed=one is not None),
        Field(name="title", label=text("Name|thing"), said=one.title if one else "", share=5),
        Field(name="kind", label=text("Pays"), said=one.kind if one else "post", options=options(kinds(around)),
              share=4, is_fixed=one is not None),
        Field(name="tariff", label=text("Price list"), said=(one.tariff or "") if one else first,
              options=options(lists), share=4),
        Field(name="currency", label=text("Currency"), said=one.currency if one else "CZK", share=2,
              is_fixed=one is not None),
        Field(name="language", label=text("Language of documents"), said=one.language if one else "cs", share=3,
              options=options({"cs": "Čeština", "en": "English"})),
        last,
    )  # fmt: skip


def _on_paper(around: Around, one: AccountSet | None) -> tuple[Field, ...]:
    text = around.language.text
    said = {} if one is None else {
        "company_id": one.business.company_id, "vat_id": one.business.vat_id, "street": one.business.address.street,
        "postal_code": one.business.address.postal_code, "city": one.business.address.city}  # fmt: skip
    labels = (("company_id", text("Company ID"), 3), ("vat_id", text("VAT ID"), 3), ("street", text("Street"), 6),
              ("postal_code", text("Postal code"), 2), ("city", text("City"), 4))  # fmt: skip
    fields = [Field(name=name, label=label, said=said.get(name, ""), share=share) for name, label, share in labels]
    country = one.business.address.country if one else around.country or "CZ"
    head = Field(name=fields[0].name, label=fields[0].label, said=fields[0].said, share=3, heading=text("On invoices"))
    return (head, *fields[1:], Field(name="country", label=text("Country"), said=country, share=2),
            Field(name="is_masked", label=text("Numbers masked"), said=_yes(one is not None and one.is_masked),
                  is_truth=True, share=4))  # fmt: skip


def _documents(around: Around, one: AccountSet | None) -> tuple[Field, ...]:
    text = around.language.text
    due = "" if one is None or one.due_days is None else str(one.due_days)
    return (
        Field(name="mail_to", label=text("Mail, with commas"), said=", ".join(one.mail_to) if one else "", share=6,
              heading=text("Delivery of documents")),
        Field(name="folder", label=text("Folder"), said=one.folder if one else "", share=3),
        Field(name="due_days", label=text("Due in days"), said=due, share=3, hint=text("as in the settings")),
    )  # fmt: skip


def _credit(around: Around, one: AccountSet | None) -> tuple[Field, ...]:
    if one is not None and one.kind != "pre":
        return ()
    text = around.language.text
    labels = (text("Warn below"), text("At most a day"), text("At most a month"))
    said = {} if one is None else {name: getattr(one, name) for name in LIMITS}
    return tuple(
        Field(name=name, label=label, said="" if said.get(name) is None else words.amount(around, said[name]), share=4,
              heading=text("Credit, where it is paid in advance") if not place else "", hint=text("no limit"))
        for place, (name, label) in enumerate(zip(LIMITS, labels, strict=True))
    )  # fmt: skip


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""


def read_account(around: Around, said: Said, taken: frozenset[str], before: AccountSet | None) -> dict[str, Any] | str:
    """Parameters of ``billing.account.put``. ``taken``: keys of other accounts."""
    text, account = around.language.text, said["account"]
    if not KEY.fullmatch(account):
        return text("A key has small letters, digits, dots and dashes.")
    if before is None and account in taken:  # the command would change that one
        return text("There is an account with this key already.")
    if not said["title"]:
        return text("A name is needed.")
    if not re.fullmatch("[A-Z]{3}", said["currency"]):
        return text("A currency is three capital letters, as CZK.")
    if not re.fullmatch("[A-Z]{2}", said["country"]):
        return text("A country is two capital letters, as CZ.")
    rest = _read_rest(around, said)
    if isinstance(rest, str):
        return rest
    return rest | {
        "account": account, "title": said["title"], "kind": said["kind"], "tariff": said["tariff"] or None,
        "currency": said["currency"], "language": said["language"], "is_masked": bool(said["is_masked"]),
        "business": _business(said, before), "is_open": before is None or bool(said["is_open"]),
    }  # fmt: skip


def _business(said: Said, before: AccountSet | None) -> dict[str, Any]:
    """Who it is on an invoice; what the form does not ask stays."""
    old = before.business if before is not None else None
    kept = {} if old is None else {"register": old.register, "email": old.email, "phone": old.phone}
    if old is not None and before is not None and old.name != before.title:
        kept["name"] = old.name
    address = {name: said[name] for name in ("street", "city", "postal_code", "country")}
    return kept | {"company_id": said["company_id"], "vat_id": said["vat_id"], "address": address}


def _read_rest(around: Around, said: Said) -> dict[str, Any] | str:
    text = around.language.text
    mails = [one for one in re.split(r"[,;\s]+", said["mail_to"]) if one]
    wrong = next((one for one in mails if not MAIL.fullmatch(one)), None)
    if wrong is not None:
        return text("“{said}” is no mail address.", said=wrong)
    if not FOLDER.fullmatch(said["folder"]):
        return text("A folder is one name, without slashes and colons.")
    due = said["due_days"]
    if due and not (due.isdecimal() and int(due) <= 365):
        return text("“{said}” is no number of days up to 365.", said=due)
    found: dict[str, Any] = {"mail_to": mails, "folder": said["folder"], "due_days": int(due) if due else None}
    for name in LIMITS:
        amount = read_amount(around, said[name], can_be_negative=False) if said.get(name) else None
        if isinstance(amount, str):
            return amount
        found[name] = None if amount is None else str(amount)
    return found
