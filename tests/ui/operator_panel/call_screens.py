"""Screens of calls made by hand, in Czech, English and stretched: a call, its end, a campaign's contact, popups."""

from collections.abc import Callable
from typing import Any

import msgspec

from operator_panel.screen import (
    Action,
    CallbackPlan,
    CallCard,
    Caller,
    CallList,
    CallStrip,
    Choice,
    Colleagues,
    Customer,
    DialField,
    Earlier,
    FieldLine,
    Header,
    KeyRow,
    NoteField,
    Notice,
    OfflineCard,
    Outcome,
    PanelScreen,
    Popup,
    PreviewCard,
    Queues,
    ScriptCard,
    StateCard,
    Today,
    Waiting,
    Wish,
    WishKind,
    Words,
    WrapupCard,
)
from shared.language import Language

CALL = "1763100000.1"
Say = Callable[[str, str], str]
LANGUAGES = ("cs", "en", "stretched")


def saying(code: str) -> Say:
    """``say(english, czech)`` gives the text in the language."""
    if code == "stretched":
        return lambda english, _czech: Language.stretched().text(english)
    return lambda english, czech: czech if code == "cs" else english


def wish(kind: WishKind, **about: Any) -> Wish:
    return Wish(kind, call=about.pop("call", CALL), **about)


# --- parts


def caller(say: Say, **changed: Any) -> Caller:
    detail = say("Support · line +420 222 111 000 · wait 00:34", "Podpora · linka +420 222 111 000 · čekání 00:34")
    made = Caller("Marie Svobodová", "+420 777 123 001", (Words("VIP", "warn", "star"),), detail)
    return msgspec.structs.replace(made, **changed)


def actions(say: Say, *, is_held: bool = False) -> tuple[Action, ...]:
    hold = Action(wish("hold", is_on=True), say("Hold", "Podržet"), "pause_square", "held")
    if is_held:
        hold = Action(wish("hold"), say("Resume", "Pokračovat"), "play", "held", is_checked=True)
    return (
        hold,
        Action(wish("transfer"), say("Transfer", "Přepojit"), "swap", "accent"),
        Action(wish("park"), say("Park", "Zaparkovat"), "parking", "accent"),
        Action(wish("record"), say("Do not record", "Nenahrávat"), "record_pause", "bad"),
        Action(wish("hangup"), say("Hang up", "Zavěsit"), "hang_up", "bad"),
    )


def consulting_actions(say: Say) -> tuple[Action, ...]:
    return (
        Action(wish("complete"), say("Pass the call on", "Předat hovor"), "swap", "accent"),
        Action(wish("back"), say("Back to the customer", "Zpět k zákazníkovi"), "chevron_left"),
        Action(wish("hangup"), say("Hang up", "Zavěsit"), "hang_up", "bad"),
    )


def customer(say: Say, **changed: Any) -> Customer:
    made = Customer(
        title=say("Customer", "Zákazník"),
        rows=(
            KeyRow(say("Customer number", "Číslo zákazníka"), "104 882"),
            KeyRow(say("Contract", "Smlouva"), "Premium, do 31. 3. 2027"),
            KeyRow(say("Open cases", "Otevřené případy"), "2 · poslední „Výpadek internetu“"),
        ),
        links=(Action(wish("open_link", choice="crm"), say("Open in CRM", "Otevřít v CRM"), "open_out", "accent"),),
    )
    return msgspec.structs.replace(made, **changed)


def note(say: Say, **changed: Any) -> NoteField:
    made = NoteField(
        CALL, say("Note", "Poznámka"), "Výpadek od rána, restart routeru nepomohl.\nDohodnuta návštěva technika",
        Words(say("saves itself", "uloží se sama"), "muted"), say("What was agreed", "Co bylo dohodnuto"),
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


CODES = (
    ("solved", "Solved", "Vyřešeno"), ("callback", "Call back", "Zpětné volání"),
    ("technician", "Passed to a technician", "Předáno technikovi"), ("complaint", "Complaint", "Reklamace"),
    ("mistake", "Wrong number", "Omyl"), ("other", "Other", "Jiné"),
)  # fmt: skip


def outcome(say: Say, chosen: str = "technician", *, is_required: bool = False, is_missing: bool = False) -> Outcome:
    choices = tuple(
        Choice(wish("disposition", choice=code), say(english, czech), str(number), is_chosen=code == chosen)
        for number, (code, english, czech) in enumerate(CODES, 1)
    )
    text = say("Choose an outcome, or the call cannot be closed.", "Vyberte výsledek, jinak hovor nelze uzavřít.")
    return Outcome(
        CALL, say("Outcome", "Výsledek"), choices, is_required, say("required", "povinný") if is_required else "",
        say("Alt + number", "Alt + číslo"), Words(text, "bad", "triangle") if is_missing else Words(),
    )  # fmt: skip


def many_outcomes(say: Say) -> Outcome:
    choices = tuple(
        Choice(wish("disposition", choice=f"code{number}"), f"{say('Result', 'Výsledek')} {number}")
        for number in range(1, 13)
    )
    return Outcome(CALL, say("Outcome", "Výsledek"), choices, is_list=True)


def targets(say: Say) -> tuple[Choice, ...]:
    ready, talking = say("Ready", "Připraven"), say("On a call", "V hovoru")
    return (
        Choice(wish("transfer", text="1005"), "Jana Nováková", f"1005 · {ready}", "circle_tick", "ready"),
        Choice(wish("transfer", text="1007"), "Tomáš Říha", f"1007 · {ready}", "circle_tick", "ready"),
        Choice(wish("transfer", text="1003"), "Eva Malá", f"1003 · {talking}", "handset", "talking"),
        Choice(wish("transfer", text="600"), "Reklamace", say("2 waiting", "2 čekají"), "people", "text"),
    )


def script(say: Say, **changed: Any) -> ScriptCard:
    made = ScriptCard(
        CALL, "renewal", say("Script", "Scénář"),
        "Dobrý den, u telefonu **Petr Dvořák**, Zákaznická linka.\n\n"
        "Hovořím se správnou osobou – **Alena Říhová**?\n\n- ověřte adresu\n- nabídněte *prodloužení*",
        (
            FieldLine("renewal", "contract", say("Contract number", "Číslo smlouvy"), "text", is_required=True,
                      problem=say("required", "povinné")),
            FieldLine("renewal", "until", say("Until", "Do kdy"), "date", "2026-12-31"),
            FieldLine("renewal", "price", say("Price", "Cena"), "number", "449"),
            FieldLine("renewal", "tariff", say("Tariff", "Tarif"), "choice", "", ("Standard", "Premium")),
            FieldLine("renewal", "agreed", say("Agreed", "Souhlasí"), "yes_no"),
            FieldLine("renewal", "words", say("In own words", "Vlastními slovy"), "long_text"),
        ),
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


# --- cards


def card(say: Say, **changed: Any) -> CallCard:
    made = CallCard(
        CALL, Words(say("On a call", "V hovoru"), "talking", "handset"), "04:18", caller(say),
        Words(say("Recording", "Nahrává se"), "bad", "record"), actions=actions(say), customer=customer(say),
        note=note(say), outcome=outcome(say), targets=targets(say),
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


def strip(say: Say, **changed: Any) -> CallStrip:
    made = CallStrip(
        "1763100000.2", Words(say("On hold", "Podrženo"), "held", "pause_square"), "Marie Svobodová",
        "+420 777 123 001", say("Support", "Podpora"), "00:41", (Words("VIP", "warn", "star"),),
        Wish("show_call", call="1763100000.2"),
        (Action(wish("hold", call="1763100000.2"), say("Resume", "Pokračovat"), "play", "held"),),
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


def plan(say: Say, **changed: Any) -> CallbackPlan:
    made = CallbackPlan(
        CALL, say("Plan a call back", "Naplánovat zpětné volání"),
        tuple(
            Choice(wish("plan_callback", text=at, is_on=True), say(english, czech))
            for at, english, czech in (
                ("2026-11-24T15:02+01:00", "in 30 minutes", "za 30 minut"),
                ("2026-11-24T15:32+01:00", "in 1 hour", "za 1 hodinu"), ("2026-11-25T09:00+01:00", "tomorrow", "zítra"),
            )
        ),
        "2026-11-24T14:32+01:00", "+420 777 123 001",
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


def wrapup(say: Say, *, is_complete: bool = False, **changed: Any) -> WrapupCard:
    pauses = tuple(
        Choice(wish("save_pause", choice=code), say(english, czech), note, icon, "paused")
        for code, english, czech, note, icon in (
            ("lunch", "Lunch", "Oběd", "max. 30 min", "food"), ("break", "Break", "Přestávka", "max. 15 min", "cup"),
        )
    )  # fmt: skip
    ready, pause = say("Save and be ready", "Uložit a být připraven"), say("Save and pause", "Uložit a pauza")
    text = say("Choose an outcome, or the call cannot be closed.", "Vyberte výsledek, jinak hovor nelze uzavřít.")
    made = WrapupCard(
        CALL, caller(say, detail=say("Support · call 04:31 · wait 00:34", "Podpora · hovor 04:31 · čekání 00:34")),
        outcome(say, "solved" if is_complete else "", is_required=True, is_missing=not is_complete),
        note(say, state=Words(say("optional", "nepovinná"), "muted")), plan(say),
        Action(wish("save_ready"), ready, "circle_tick", is_enabled=is_complete, is_primary=True, key="Ctrl+Enter"),
        Action(wish("save_pause"), pause, "cup", "paused", is_enabled=is_complete, choices=pauses),
        Action(wish("more_time"), say("Add 30 s", "Přidat 30 s"), "clock"), missing=() if is_complete else (text,),
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


def preview(say: Say, **changed: Any) -> PreviewCard:
    made = PreviewCard(
        "contact1", Words(say("Contact preview", "Náhled kontaktu"), "accent", "clipboard"),
        say("Campaign Renewals · 38 of 214", "Kampaň Obnova smluv · 38 z 214"), "00:46", "Alena Říhová",
        say("2nd attempt of 4", "2. pokus ze 4"),
        (
            Choice(Wish("number", choice="+420775410562"), "+420 775 410 562", say("mobile", "mobil"), is_chosen=True),
            Choice(Wish("number", choice="+420222640118"), "+420 222 640 118", say("landline", "pevná")),
        ),
        (
            KeyRow(say("Town", "Město"), "Brno-Židenice"), KeyRow(say("Contract", "Smlouva"), "Standard"),
            KeyRow(say("Monthly", "Měsíčně"), "449 Kč"), KeyRow(say("Call", "Volat"), "po–pá 9:00–17:00"),
        ),
        say("History", "Historie"), say("2 records", "2 záznamy"),
        (
            Earlier("arrow_up_right", "muted", "24. 11. 13:05", say("No answer", "Nezvedá") + " · Petr Dvořák"),
            Earlier("arrow_down_left", "talking", "12. 10. 09:41", say("Invoice", "Dotaz na fakturu") + " · Podpora"),
        ),
        Action(Wish("start"), say("Dial", "Vytočit"), "handset", is_primary=True, key="F9"),
        Action(Wish("skip"), say("Skip", "Přeskočit"), "skip", choices=(
            Choice(Wish("skip", choice="later"), say("Later", "Později")),
            Choice(Wish("skip", choice="never"), say("Never", "Nikdy")),
        )),
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


def popup(say: Say, **changed: Any) -> Popup:
    made = Popup(
        CALL, Words(say("Rings at you", "Zvoní vám"), "ringing", "bell"), say("Support", "Podpora"),
        say("wait", "čekání"), "00:34", caller(say, detail=""),
        Customer(
            today=Words(say("Today 2 calls", "Dnes 2 hovory"), "muted"),
            earlier=(
                Earlier("arrow_down_left", "talking", "09:14", "Jana Nováková"),
                Earlier("bent_arrow", "bad", "11:02", say("not answered", "nepřijato")),
            ),
            rows=(
                KeyRow(say("Contract", "Smlouva"), "Premium, do 31. 3. 2027"),
                KeyRow(say("Open cases", "Otevřené případy"), "2 · „Výpadek internetu“"),
            ),
        ),
        Words(say("Answer the call on the phone.", "Hovor zvedněte na telefonu."), "text", "handset"),
        (
            Action(wish("open_link", choice="crm"), say("Open in CRM", "Otevřít v CRM"), "open_out", is_primary=True),
            Action(wish("hide_popup"), say("Hide", "Skrýt")),
        ),
        say("closes in 12 s", "zavře se za 12 s"), 0.6,
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


# --- screens


def screen(say: Say, **changed: Any) -> PanelScreen:
    made = PanelScreen(
        "idle", Header("Petr Dvořák", say("line 1002", "linka 1002"), Words(say("Connected", "Připojeno"), "good")),
        StateCard(Words(say("Ready", "Připraven"), "ready", "circle_tick"), "08:42"), (), Queues("", ""),
        Today("", ""), (), CallList(), CallList(), Colleagues(), Waiting(""),
        DialField("", "", Action(Wish("dial"), say("Dial", "Vytočit"))),
    )  # fmt: skip
    return msgspec.structs.replace(made, **changed)


def in_call(say: Say, **changed: Any) -> PanelScreen:
    state = StateCard(Words(say("On a call", "V hovoru"), "talking", "handset"), "04:18")
    return screen(say, mode="call", state=state, call=card(say, **changed))


def held(say: Say) -> PanelScreen:
    state = Words(say("On hold", "Podrženo"), "held", "pause_square")
    told = say("call 04:18 · on hold 00:41 in all", "hovor 04:18 · podržení celkem 00:41")
    return in_call(say, state=state, time="00:21", recording=Words(), held=told, actions=actions(say, is_held=True))


def consulting(say: Say) -> PanelScreen:
    made = in_call(
        say, caller=Caller("Jana Nováková", "1005", (), say("internal call", "vnitřní hovor")), time="00:12",
        consulting=say("The customer waits while you ask Jana Nováková.", "Zákazník čeká, než se poradíte."),
        actions=consulting_actions(say), customer=Customer(), recording=Words(),
    )  # fmt: skip
    return msgspec.structs.replace(made, others=(strip(say),))


def refused(say: Say) -> PanelScreen:
    text = say("Parking did not work: no space is free.", "Zaparkovat nešlo: žádné místo není volné.")
    return in_call(say, notice=Notice(text, about="park", call=CALL))


def with_script(say: Say) -> PanelScreen:
    return msgspec.structs.replace(in_call(say), script=script(say))


def wrapping(say: Say, *, is_complete: bool = False, **changed: Any) -> PanelScreen:
    state = StateCard(Words(say("Wrap-up", "Dokončení"), "wrapup", "pencil"), "00:38", say("left", "zbývá"), share=0.63)
    return screen(say, mode="wrapup", state=state, wrapup=wrapup(say, is_complete=is_complete, **changed))


def previewing(say: Say, **changed: Any) -> PanelScreen:
    shown = script(say, fields=(), note=say("step 1 of 4", "krok 1 ze 4"))
    return screen(say, mode="preview", preview=preview(say, **changed), script=shown)


def offline_in_call(say: Say) -> PanelScreen:
    gone = OfflineCard(Words("", "bad"), "", "", "", Action(Wish("try_now"), ""), "", (), "", ())
    return msgspec.structs.replace(in_call(say), mode="offline", offline=gone)


LONG = "Maximilián Bartoloměj Krasoslav Nejedlý z Horních a Dolních Lhot"
RIGHT_TO_LEFT = "\u2068محمد بن عبد الله\u2069"
HTML = "<b>Tučný</b> <img src='http://example.com/x.png'> & spol."

SCREENS: dict[str, Callable[[Say], PanelScreen]] = {
    "call": in_call,
    "held": held,
    "consulting": consulting,
    "refused": refused,
    "script": with_script,
    "script_alone": lambda say: msgspec.structs.replace(in_call(say, customer=Customer()), script=script(say)),
    "list": lambda say: in_call(say, outcome=many_outcomes(say)),
    "bare": lambda say: in_call(say, customer=Customer(), outcome=None, note=note(say, text=""), actions=()),
    "long": lambda say: in_call(say, caller=caller(say, name=LONG)),
    "rtl": lambda say: in_call(say, caller=caller(say, name=RIGHT_TO_LEFT)),
    "html": lambda say: in_call(say, caller=caller(say, name=HTML)),
    "wrapup": wrapping,
    "wrapup_done": lambda say: wrapping(say, is_complete=True),
    "wrapup_planning": lambda say: wrapping(say, is_complete=True, plan=plan(say, is_suggested=True)),
    "preview": previewing,
    "preview_empty": lambda say: previewing(
        say, empty=say("The campaign has no more contacts.", "Kampaň nemá další kontakt.")
    ),
    "offline": offline_in_call,
}  # fmt: skip
POPUPS: dict[str, Callable[[Say], Popup]] = {
    "known": popup,
    "unknown": lambda say: popup(
        say, caller=Caller("+420 602 331 418"), customer=Customer(), is_unknown=True, share=0.2
    ),
    "hidden": lambda say: popup(say, caller=Caller(say("Hidden number", "Skryté číslo")), customer=Customer()),
    "long": lambda say: popup(say, caller=caller(say, name=LONG, detail="")),
    "rtl": lambda say: popup(say, caller=caller(say, name=RIGHT_TO_LEFT, detail="")),
    "html": lambda say: popup(say, caller=caller(say, name=HTML, detail="")),
    "all that is known": lambda say: popup(
        say, caller=caller(say, name="Hana Krejčí", detail=say("line Orders", "linka Objednávky")),
        customer=msgspec.structs.replace(
            popup(say).customer, more=say("and 12 more", "a dalších 12"),
            notes=(KeyRow(say("14 Nov · Petr", "14. 11. · Petr"), say("wants a call", "chce zavolat")),),
            trouble=Words(say("CRM does not answer", "CRM neodpovídá"), "muted", "info"),
        ),
    ),
}
