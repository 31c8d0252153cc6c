"""The commands about what campaigns are and whom they call: checked, carried out, answered; refused in one line.

Who may give them is decided before (``shared.domain.commands.authorised``). Everything that is written has its entry in
the audit, in the transaction that writes it. Not here: starting, stopping, and what operators do (``runner``).
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

import msgspec

from collector_daemon.dialer.checking import campaign_of
from collector_daemon.dialer.lists.do_not_call import Lists, Noting
from collector_daemon.dialer.lists.exporting import Exporting
from collector_daemon.dialer.lists.importing import Importing
from collector_daemon.dialer.lists.taking_contacts import ContactTask
from collector_daemon.dialer.lists.taking_listed import ListedTask
from collector_daemon.dialer.lists.uploads import Uploads
from collector_daemon.feed.origin import origin
from collector_daemon.settings import Settings
from collector_daemon.store.audit import Act
from collector_daemon.store.dialer.contacts import ContactStep
from collector_daemon.store.dialer.shelves import DialerStore
from collector_daemon.store.dialer.writing import DialerMistake
from shared.campaigns.machine import ContactEvent, Surprise, contact_after
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.commands import COMMANDS, Refused
from shared.domain.commands import dialer as said
from shared.errors import SuiteError, Unavailable, one_line

Answer = dict[str, Any]
Work = Callable[[Any, Account], Awaitable[Answer]]


class DialerOrders:
    """Carries them out; ``deeds`` by the commands' names, for whoever dispatches."""

    def __init__(
        self, store: DialerStore, url: str, settings: Callable[[], Settings], clock: Clock,
        done: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        """``done`` is told after what may give the dialer other work."""
        self._done = done
        self._store, self._url, self._settings, self._clock = store, url, settings, clock
        self._uploads, self._importing, self._exporting = Uploads(clock), Importing(), Exporting(url)
        self._lists = Lists(store, lambda: settings().centre.country, clock)
        works: dict[str, Work] = {
            "dialer.campaign.put": self._put, "dialer.upload": self._upload, "dialer.import": self._import,
            "dialer.export": self._export, "dialer.contact.change": self._change,
            "dialer.list.import": self._list_import,
            "dialer.list.put": lambda one, who: self._lists.put(one, who.name, self._noting(who)),
            "dialer.list.remove": lambda one, who: self._lists.remove(one, who.name, self._noting(who)),
            "dialer.consent": lambda one, who: self._lists.consent(one, who.name, self._noting(who)),
        }  # fmt: skip
        self.deeds: dict[str, Callable[[Account, Mapping[str, object]], Awaitable[Answer]]] = {
            name: self._ordered(name, work) for name, work in works.items()
        }

    async def close(self) -> None:
        """What is under way is given up."""
        await self._importing.close()
        await self._exporting.close()
        await asyncio.to_thread(self._uploads.close)

    def _ordered(self, name: str, work: Work) -> Callable[[Account, Mapping[str, object]], Awaitable[Answer]]:
        async def execute(account: Account, params: Mapping[str, object]) -> Answer:
            asked = COMMANDS[name].parameters(**cast("dict[str, Any]", dict(params)))
            try:
                answer = await work(asked, account)
            except DialerMistake as problem:
                raise Refused(problem.code, _sentence(problem)) from None
            except SuiteError as problem:
                code = "unavailable" if isinstance(problem, Unavailable) else "failed"
                raise Refused(code, _sentence(problem)) from None
            if name not in ("dialer.upload", "dialer.export"):
                self._done()
            return answer

        return execute

    def _noting(self, who: Account) -> Noting:
        from_where, now = origin(), self._clock.now()

        def noted(act: str, subject: str, detail: str) -> Act:
            return Act(happened_at=now, account=who.name, act=act, subject=subject, detail=detail, origin=from_where)

        return noted

    async def _put(self, one: said.CampaignPut, who: Account) -> Answer:
        wanted = campaign_of(one.campaign, [pbx.name for pbx in self._settings().pbx])
        act = self._noting(who)("campaign set", wanted.campaign, f"{wanted.mode}, queue {wanted.queue}")
        stored = await self._store.campaigns.put(wanted, who.name, self._clock.now(), act)
        return {"campaign": wanted.campaign, "version": stored.version, "state": stored.life.state}

    async def _upload(self, one: said.ContactUpload, who: Account) -> Answer:
        try:
            content = base64.b64decode(one.content, validate=True)
        except (binascii.Error, ValueError):
            raise DialerMistake("bad_value", "the part is no base64") from None
        return {"bytes": await asyncio.to_thread(self._uploads.add, who.name, one.upload, one.part, content)}

    async def _import(self, one: said.ContactImport, who: Account) -> Answer:
        stored = await self._store.campaigns.the(one.campaign)
        if stored.life.state == "finished":
            raise DialerMistake("finished", f"the campaign {one.campaign} is over")
        upload = self._uploads.get(who.name, one.upload)
        task = ContactTask(
            url=self._url, asked=one, campaign=stored.campaign, path=str(upload.path), size=upload.size,
            hash=upload.hash.hexdigest(), by=who.name, at=self._clock.now(), country=stored.campaign.country,
            act=self._noting(who)("contacts imported", one.campaign, ""),
        )  # fmt: skip
        told: Answer = msgspec.to_builtins(await self._importing.told(task))
        return told

    async def _list_import(self, one: said.DoNotCallImport, who: Account) -> Answer:
        if one.campaign is not None and one.owner is not None:
            raise DialerMistake("bad_value", "a list is of a campaign or of an owner, not of both")
        upload = self._uploads.get(who.name, one.upload)
        task = ListedTask(
            url=self._url, asked=one, path=str(upload.path), size=upload.size, hash=upload.hash.hexdigest(),
            by=who.name, at=self._clock.now(), country=self._settings().centre.country,
            act=self._noting(who)("do-not-call: imported", one.list, ""),
        )  # fmt: skip
        told: Answer = msgspec.to_builtins(await self._importing.told(task))
        return told

    async def _export(self, one: said.ResultExport, who: Account) -> Answer:
        stored = await self._store.campaigns.the(one.campaign)
        note = self._noting(who)("results exported", one.campaign, one.form) if one.part == 0 else None
        return await self._exporting.part(stored.campaign, one.form, one.part, who.name, note)

    async def _change(self, one: said.ContactChange, who: Account) -> Answer:
        contact, now = await self._store.contacts.the(one.contact), self._clock.now()
        event: ContactEvent = "appointment"
        if one.is_excluded is not None:
            event = "excluded" if one.is_excluded else "taken_back"
        after = contact_after(contact.state, event)
        if isinstance(after, Surprise) or (contact.state in ("calling", "talking", "wrap_up") and event != "excluded"):
            raise DialerMistake("not_so", f"the contact {one.contact} is {contact.state} now")
        next_at = contact.next_at if one.next_at is None else one.next_at
        step = ContactStep(
            state=after, next_at=next_at if after == "waiting" else None, number_index=contact.number_index,
            next_by=contact.next_by if one.next_by is None else one.next_by,
            is_appointment=after == "waiting" and one.next_at is not None, why=one.why if after == "excluded" else "",
        )  # fmt: skip
        act = self._noting(who)(f"contact: {event}", f"{contact.campaign} {contact.contact}", one.why)
        changed = await self._store.contacts.change(one.contact, contact.state, step, now, act)
        return {"contact": changed.contact, "state": changed.state,
                "next_at": changed.next_at, "next_by": changed.next_by}  # fmt: skip


def _sentence(problem: SuiteError) -> str:
    text = one_line(problem)
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."
