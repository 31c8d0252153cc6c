"""Screens of the panel made by hand, as the design's pictures show them: no presenter, no board.

``Says("cs")`` speaks Czech, "en" English, "stretched" the pseudo-language. ``idle``, ``paused``, ``offline`` and so on
give a whole screen; ``msgspec.structs.replace`` makes others of them.
"""

import dataclasses

from msgspec.structs import replace

from operator_panel.screen import (
    Action,
    CallbackPlan,
    CallCard,
    Caller,
    CallLine,
    CallList,
    Choice,
    ColleagueLine,
    Colleagues,
    Customer,
    DialField,
    Empty,
    Figure,
    Header,
    KeyRow,
    Menu,
    NoteField,
    Notice,
    OfflineCard,
    Outcome,
    PanelScreen,
    QueueChip,
    Queues,
    StateCard,
    Suggestion,
    Tab,
    TabName,
    Today,
    Waiting,
    WaitingLine,
    Wish,
    WishKind,
    Words,
    WrapupCard,
)
from shared.language import Language


@dataclasses.dataclass(frozen=True)
class Says:
    """Words in one of the languages: ``say("Připraven", "Ready")``."""

    code: str = "cs"

    def __call__(self, czech: str, english: str) -> str:
        if self.code == "stretched":
            return Language.stretched().text(english)
        return czech if self.code == "cs" else english


CZECH, ENGLISH, STRETCHED = Says("cs"), Says("en"), Says("stretched")
LONG_NAME = "Maximilián Alexandr Bartoloměj Černohorský z Vlčích Dolů a Hor"
ARABIC = "شركة الاتصالات المتحدة"
HTML = "<b>Novák</b> & <img src=x> synové"


# --- pieces


def header(say: Says = CZECH, *, is_live: bool = True) -> Header:
    connection = (
        Words(say("Připojeno", "Connected"), "good", "wave")
        if is_live
        else Words(say("Bez spojení", "No connection"), "bad", "wave_struck")
    )
    return Header("Petr Dvořák", say("linka 1002", "ext. 1002"), connection, say("Panel operátora", "Operator panel"))


def reasons(say: Says = CZECH, kind: WishKind = "pause") -> tuple[Choice, ...]:
    rows: tuple[tuple[str, str, str, str], ...] = (
        ("lunch", say("Oběd", "Lunch"), say("max. 30 min", "max. 30 min"), "food"),
        ("break", say("Přestávka", "Break"), say("max. 15 min", "max. 15 min"), "cup"),
        ("training", say("Školení", "Training"), "", "book"),
        ("meeting", say("Porada", "Meeting"), "", "people"),
        ("other", say("Jiná práce", "Other work"), "", "pencil"),
    )
    return tuple(Choice(Wish(kind, choice=key), text, note, icon, "paused") for key, text, note, icon in rows)


def pause_action(say: Says = CZECH, **about) -> Action:
    about = {"choices": reasons(say)} | about
    return Action(Wish("pause"), say("Pauza", "Pause"), "cup", "paused", key="Ctrl+P", **about)


def logout_action(say: Says = CZECH, **about) -> Action:
    return Action(Wish("logout"), say("Odhlásit", "Sign out"), "sign_out", **about)


def ready_action(say: Says = CZECH, **about) -> Action:
    return Action(Wish("ready"), say("Připraven", "Ready"), "circle_tick", is_primary=True, key="Ctrl+P", **about)


def queues(say: Says = CZECH) -> Queues:
    four, one, two = say("4 čekají", "4 waiting"), say("1 čeká", "1 waiting"), say("2 čekají", "2 waiting")
    return Queues(say("Moje fronty", "My queues"), say("přihlášen ve 3 ze 4", "signed in to 3 of 4"), (
        chip("support", "Podpora", Words(four)),
        chip("sales", "Prodej", Words(one)),
        chip("vip", "VIP", Words(say("nikdo", "nobody"), "muted")),
        chip("complaints", "Reklamace", Words(two), is_joined=False),
    ))  # fmt: skip


def chip(queue: str, title: str, waiting: Words, *, is_joined: bool = True, **about) -> QueueChip:
    kind: WishKind = "logout" if is_joined else "login"
    return QueueChip(queue, title, waiting, is_joined, Wish(kind, choice=queue), **about)


def today(say: Says = CZECH) -> Today:
    return Today(say("Dnes", "Today"), say("od 8:00", "since 8:00"), (
        Figure("23", say("přijaté", "answered")), Figure("1", say("zmeškaný", "missed")),
        Figure("6", say("odchozí", "outgoing")), Figure("03:12", say("prům. hovor", "avg. call")),
    ))  # fmt: skip


def nothing_today(say: Says = CZECH) -> Today:
    zeros = [replace(figure, value="0", is_zero=True) for figure in today(say).figures]
    return replace(today(say), figures=(*zeros[:3], replace(zeros[3], value="–")))


def tabs(say: Says = CZECH, chosen: str = "calls", *, is_full: bool = False) -> tuple[Tab, ...]:
    rows: list[tuple[TabName, str, str]]
    rows = [("calls", say("Moje hovory", "My calls"), ""), ("colleagues", say("Kolegové", "Colleagues"), "")]
    if is_full:
        rows += [("waiting", say("Čekající", "Waiting"), "7"), ("callbacks", say("Zpětná volání", "Callbacks"), "2")]
    return tuple(
        Tab(name, title, count, name == chosen, Wish("tab", choice=name), "bad" if count == "7" else "text")
        for name, title, count in rows
    )


def line_actions(say: Says, number: str) -> tuple[Action, ...]:
    return (
        Action(Wish("dial", text=number), say("Zavolat zpět", "Call back"), "handset", "accent", key="Enter"),
        Action(Wish("copy", text=number), say("Kopírovat číslo", "Copy the number"), "copy", key="Ctrl+C"),
        Action(Wish("play", call=number), say("Přehrát nahrávku", "Play the recording"), "play"),
    )


def call_line(say: Says, number: int, kind: str, name: str, detail: str, time: str, result: str, **about) -> CallLine:
    looks = {
        "in": Words(say("Přijatý", "Answered"), "talking", "arrow_down_left"),
        "missed": Words(say("Zmeškaný", "Missed"), "bad", "bent_arrow"),
        "out": Words(say("Odchozí", "Outgoing"), "accent", "arrow_up_right"),
    }
    dialled = f"+4206023314{number:02}"
    wish = Wish("open_call", call=f"call {number}")
    return CallLine(f"call {number}", looks[kind], name, detail, time, result, number=dialled, wish=wish,
                    actions=line_actions(say, dialled), **about)  # fmt: skip


def filters(say: Says = CZECH) -> tuple[Choice, ...]:
    rows = (("all", say("Vše", "All"), "30"), ("handled", say("Přijaté", "Answered"), "23"),
            ("missed", say("Zmeškané", "Missed"), "1"), ("outgoing", say("Odchozí", "Outgoing"), "6"))  # fmt: skip
    return tuple(Choice(Wish("filter", choice=key), text, note, is_chosen=key == "all") for key, text, note in rows)


def calls(say: Says = CZECH) -> CallList:
    solved, talk = say("Vyřešeno", "Solved"), say("hovor", "call")
    return CallList(filters(say), (
        call_line(say, 1, "in", "Marie Svobodová", f"Podpora · {talk} 04:18", "14:12", solved),
        call_line(say, 2, "missed", "+420 602 331 418", say("Prodej · zvonilo 00:20", "Prodej · rang 00:20"), "13:58",
                  say("Zmeškáno", "Missed"), token="bad"),
        call_line(say, 3, "out", "Stavby Hrubý s.r.o.", say("Odchozí · hovor 02:36", "Outgoing · call 02:36"), "13:41",
                  say("Nabídka", "Offer")),
        call_line(say, 4, "in", "Jiří Kolář", f"Podpora · {talk} 06:05", "13:30", say("Předáno", "Passed on"),
                  note=say("Volat v pátek", "Call on Friday")),
        call_line(say, 5, "in", "+420 731 204 230", f"VIP · {talk} 01:47", "13:22", solved),
        call_line(say, 6, "in", LONG_NAME, f"Podpora · {talk} 01:47", "9:05", solved,
                  heading=say("pondělí 23. listopadu", "Monday 23 November")),
        call_line(say, 7, "in", ARABIC, f"Podpora · {talk} 01:47", "9:01", solved),
        call_line(say, 8, "missed", HTML, f"Podpora · {talk} 01:47", "8:55", say("Zmeškáno", "Missed"), token="bad",
                  back=Words(say("zavoláno zpět", "called back"), "good")),
    ), placeholder=say("Hledat ve jménech a číslech", "Search names and numbers"))  # fmt: skip


def many_calls(number: int, say: Says = CZECH) -> CallList:
    lines = tuple(
        call_line(say, one, "in", f"Zákazník {one}", "Podpora · hovor 01:00", "9:00", "") for one in range(number)
    )
    return replace(calls(say), lines=lines)


def no_calls(say: Says = CZECH) -> CallList:
    return CallList(empty=Empty(say("Zatím žádný hovor", "No calls yet"), say(
        "Přijaté, zmeškané a odchozí hovory se ukážou tady.", "Answered, missed and outgoing calls will show here."
    ), "handset"))  # fmt: skip


def colleagues(say: Says = CZECH, time: str = "03:12") -> Colleagues:
    rows = (
        ("Pavel Urban", "1011", Words(say("Připraven", "Ready"), "ready", "circle_tick"), time, ""),
        ("Jana Nováková", "1001", Words(say("V hovoru", "On a call"), "talking", "handset"), "06:41", ""),
        ("Martin Veselý", "1006", Words(say("Podrženo", "On hold"), "held", "pause_square"), "01:33", ""),
        ("Jakub Němec", "1008", Words(say("Pauza", "Paused"), "paused", "cup"), "18:04", say("Přestávka", "Break")),
        ("Ondřej Marek", "1010", Words(say("Nedostupný", "Unreachable"), "unreachable", "handset_cross"), "12:40", ""),
    )
    choices = (("all", say("Všichni", "Everyone"), "14"), ("free", say("Volní", "Free"), "2"),
               ("busy", say("V hovoru", "On a call"), "5"))  # fmt: skip
    return Colleagues(
        tuple(Choice(Wish("filter", choice=key), text, note, is_chosen=key == "all") for key, text, note in choices),
        tuple(colleague(say, name, extension, state, time, detail) for name, extension, state, time, detail in rows),
        say("9 odhlášených", "9 signed out"), placeholder=say("Hledat kolegu", "Search for a colleague"),
    )  # fmt: skip


def colleague(say: Says, name: str, extension: str, state: Words, time: str, detail: str = "") -> ColleagueLine:
    actions = (
        Action(Wish("dial", text=extension), say("Zavolat", "Call"), "handset", "accent", key="Enter"),
        Action(Wish("transfer", text=extension, choice="blind"), say("Přepojit", "Transfer"), "swap"),
    )
    return ColleagueLine(extension, name, extension, state, time, detail, actions=actions)


def waiting(say: Says = CZECH) -> Waiting:
    take = Action(Wish("pickup", call="w1"), say("Převzít", "Pick up"), "handset", "accent")
    return Waiting(say("Čekající", "Waiting"), say("7 čekajících ve 3 frontách", "7 waiting in 3 queues"), (
        WaitingLine("w1", "1", "Marie Svobodová", "+420 777 123 001", "Podpora", "02:47", "bad",
                    (Words("VIP", "warn", "star"),), (take,)),
        WaitingLine("w2", "2", "+420 602 331 418", "", "Podpora", "00:31"),
        WaitingLine("w3", "1", say("Skryté číslo", "Hidden number"), "", "Prodej", "00:12"),
    ))  # fmt: skip


def dial(say: Says = CZECH, text: str = "", *, is_enabled: bool = True) -> DialField:
    action = Action(Wish("dial", text=text), say("Vytočit", "Dial"), "handset", "accent", key="F9",
                    is_enabled=is_enabled)  # fmt: skip
    placeholder = (
        say("Jméno nebo číslo", "Name or number")
        if is_enabled
        else say("Vytáčení z panelu teď nejde", "The panel cannot dial now")
    )
    found: tuple[Suggestion, ...] = ()
    if text:
        found = (
            Suggestion("Jana Nováková", "1001", say("V hovoru", "On a call"), "handset", Wish("dial", text="1001"),
                       "talking"),
            Suggestion("Stavby Hrubý s.r.o.", "+420 602 331 403", "13:41", "history",
                       Wish("dial", text="+420602331403"), "muted"),
        )  # fmt: skip
    preview = Words(say("Vytočí se +420 602 331 403", "Will dial +420 602 331 403"), "muted", "handset")
    return DialField(text, placeholder, action, preview if text else Words(), found, is_enabled)


def menu(say: Says = CZECH) -> Menu:
    return Menu((pause_action(say), logout_action(say)))


# --- screens


def idle(say: Says = CZECH, **about) -> PanelScreen:
    state = Words(say("Připraven", "Ready"), "ready", "circle_tick")
    screen = PanelScreen(
        "idle", header(say), StateCard(state, "08:42"), (pause_action(say), logout_action(say)), queues(say),
        today(say), tabs(say), calls(say), no_calls(say), colleagues(say), waiting(say), dial(say), menu(say),
        tray=state,
    )  # fmt: skip
    return replace(screen, **about)


def empty(say: Says = CZECH) -> PanelScreen:
    screen = idle(say, calls=no_calls(say), today=nothing_today(say))
    return replace(screen, state=replace(screen.state, time="00:14"))


def on_colleagues(say: Says = CZECH) -> PanelScreen:
    return idle(say, tabs=tabs(say, "colleagues"))


def on_waiting(say: Says = CZECH) -> PanelScreen:
    return idle(say, tabs=tabs(say, "waiting", is_full=True))


def paused(say: Says = CZECH) -> PanelScreen:
    card = StateCard(
        Words(say("Pauza", "Paused"), "paused", "cup"), "18:04", detail=say("Přestávka", "Break"),
        limit=say("z 15:00", "of 15:00"), over=Words(say("přes limit", "over the limit"), "warn", "triangle"),
    )  # fmt: skip
    return idle(say, state=card, actions=(ready_action(say), logout_action(say)))


def signed_out(say: Says = CZECH) -> PanelScreen:
    card = StateCard(Words(say("Odhlášen", "Signed out"), "offline", "circle_dashed"), "1:12:40")
    login = Action(Wish("login"), say("Přihlásit k frontám", "Sign in to queues"), "circle_tick", is_primary=True)
    leave = Action(Wish("leave_seat"), say("Opustit telefon", "Leave the phone"), "sign_out")
    chips = tuple(
        replace(one, is_joined=False, wish=Wish("login", choice=one.queue)) for one in queues(say).chips
    )
    return idle(say, state=card, actions=(login, leave), queues=replace(queues(say), chips=chips))


def pending(say: Says = CZECH) -> PanelScreen:
    card = StateCard(Words(say("Připraven", "Ready"), "ready", "circle_tick"), "08:42",
                     pending=say("pauza se žádá …", "asking for a pause …"))  # fmt: skip
    chips = list(queues(say).chips)
    chips[3] = replace(chips[3], is_pending=True)
    chips[0] = replace(chips[0], waiting=Words(say("11 čekajících", "11 waiting"), "bad", "triangle"))
    return idle(say, state=card, actions=(pause_action(say, is_pending=True), logout_action(say)),
                queues=replace(queues(say), chips=tuple(chips)))  # fmt: skip


def noticed(say: Says = CZECH) -> PanelScreen:
    return idle(say, notice=Notice(
        say("Linku 1002 právě používá Jana Nováková.", "Extension 1002 is used by Jana Nováková."), "bad", "triangle",
        "take_seat",
    ))  # fmt: skip


def told(say: Says = CZECH, text: str = "") -> PanelScreen:
    """A message from the supervisor is there, and two more."""
    return idle(say, notice=Notice(
        text or f"{HTML} – " + say("prosím, vezměte si Reklamace.", "please take Complaints."), "accent", "message",
        "message", key="k" * 16, title=say("Eva Malá, 9:41 · 2 další zprávy", "Eva Malá, 9:41 AM · 2 more messages"),
    ))  # fmt: skip


def dialling(say: Says = CZECH) -> PanelScreen:
    return idle(say, dial=dial(say, "602 331"))


def connecting(say: Says = CZECH) -> PanelScreen:
    words = Words(say("Připojuje se…", "Connecting…"), "muted", "wave")
    screen = idle(say, state=StateCard(words, ""), actions=(), dial=dial(say, is_enabled=False))
    return replace(screen, mode="connecting", header=replace(header(say), connection=words), calls=no_calls(say))


def offline(say: Says = CZECH, **about) -> PanelScreen:
    card = OfflineCard(
        Words(say("Server neodpovídá", "Server not responding"), "text", "wave_struck"),
        say("od 14:32:07 · údaje jsou z 14:32:05", "since 14:32:07 · figures are from 14:32:05"), "01:12",
        say("Další pokus za 8 s", "Next try in 8 s"),
        Action(Wish("try_now"), say("Zkusit hned", "Try now"), "refresh", "accent"),
        say("Funguje dál", "Still works"), works(say), say("Teď nejde", "Does not work now"), fails(say),
        say("2 poznámky čekají na odeslání", "2 notes wait to be sent"), "Marie Svobodová 14:12 · Jiří Kolář 13:30",
    )  # fmt: skip
    screen = idle(say, header=header(say, is_live=False), actions=(), dial=dial(say, is_enabled=False))
    return replace(screen, mode="offline", offline=card, **about)


def works(say: Says) -> tuple[KeyRow, ...]:
    return (
        KeyRow(say("Telefon na stole", "The phone on the desk"), say(
            "Hovory zvedejte a přepojujte přímo na přístroji.", "Answer and transfer calls on the phone itself.")),
        KeyRow(say("Poznámky a výsledky", "Notes and outcomes"), say(
            "Ukládají se v počítači, odešlou se po spojení.", "They are kept in the computer and sent afterwards.")),
        KeyRow(say("Seznam mých hovorů", "The list of my calls"),
               say("Ke čtení, stav ke 14:32:05.", "To be read, as of 14:32:05.")),
    )  # fmt: skip


def fails(say: Says) -> tuple[KeyRow, ...]:
    return (
        KeyRow(say("Změna stavu, pauza a fronty", "Changing state, pause and queues"),
               say("Zůstává poslední stav: Připraven.", "The last state stays: Ready.")),
        KeyRow(say("Podržet, přepojit, zaparkovat z panelu", "Hold, transfer, park from the panel"),
               say("Použijte tlačítka telefonu.", "Use the keys of the phone.")),
        KeyRow(say("Stavy kolegů a čekající", "Colleagues' states and waiting calls"),
               say("Zobrazí se po spojení.", "They show when it is back.")),
    )  # fmt: skip


# --- a call and what is after it, for those who test the whole window


def caller(say: Says = CZECH) -> Caller:
    detail = say("Podpora · linka +420 222 111 000 · čekání 00:34", "Podpora · line +420 222 111 000 · waited 00:34")
    return Caller("Marie Svobodová", "+420 777 123 001", (Words("VIP", "warn", "star"),), detail)


def outcome(say: Says = CZECH, *, chosen: str = "", is_required: bool = False) -> Outcome:
    rows = (("solved", say("Vyřešeno", "Solved")), ("back", say("Zpětné volání", "Call back")),
            ("passed", say("Předáno technikovi", "To a technician")), ("complaint", say("Reklamace", "Complaint")),
            ("wrong", say("Omyl", "Wrong number")), ("other", say("Jiné", "Other")))  # fmt: skip
    choices = tuple(
        Choice(Wish("disposition", call="c1", choice=key), text, str(number), is_chosen=key == chosen)
        for number, (key, text) in enumerate(rows, 1)
    )
    return Outcome("c1", say("Výsledek", "Outcome"), choices, is_required, say("povinný", "required"),
                   say("Alt + číslo", "Alt + number"))  # fmt: skip


def note(say: Says = CZECH, text: str = "") -> NoteField:
    return NoteField("c1", say("Poznámka", "Note"), text, Words(say("uloží se sama", "saves itself"), "muted"))


def in_call(say: Says = CZECH, **about) -> PanelScreen:
    state = Words(say("V hovoru", "On a call"), "talking", "handset")
    actions = (
        Action(Wish("hold", call="c1", is_on=True), say("Podržet", "Hold"), "pause_square", "held"),
        Action(Wish("transfer", call="c1"), say("Přepojit", "Transfer"), "swap", "accent"),
        Action(Wish("park", call="c1"), say("Zaparkovat", "Park"), "parking", "accent"),
        Action(Wish("record", call="c1", is_on=False), say("Nenahrávat", "Stop recording"), "record_pause", "bad"),
    )
    rows = (
        KeyRow(say("Číslo zákazníka", "Customer number"), "104 882"),
        KeyRow(say("Smlouva", "Contract"), "Premium, do 31. 3. 2027"),
        KeyRow(say("Otevřené případy", "Open cases"), "2 · poslední „Výpadek internetu“"),
    )
    link = Action(Wish("open_link", call="c1", choice="crm"), say("Otevřít v CRM", "Open in the CRM"), "open_out")
    card = CallCard(
        "c1", state, "04:18", caller(say), Words(say("Nahrává se", "Recording"), "bad", "record"), actions=actions,
        customer=Customer(say("Zákazník", "Customer"), rows=rows, links=(link,)),
        note=note(say, "Výpadek od rána, restart routeru nepomohl.\nDohodnuta návštěva technika"),
        outcome=outcome(say, chosen="passed"),
    )  # fmt: skip
    return replace(idle(say, state=StateCard(state, "04:18"), tray=state), mode="call", call=card, **about)


def wrapup(say: Says = CZECH, **about) -> PanelScreen:
    state = Words(say("Dokončení", "Wrap-up"), "wrapup", "pencil")
    card = WrapupCard(
        "c1", caller(say), outcome(say, is_required=True), note(say, "Výpadek od rána."),
        CallbackPlan("c1", say("Naplánovat zpětné volání", "Plan a call back")),
        Action(Wish("save_ready", call="c1"), say("Uložit a být připraven", "Save and be ready"), "circle_tick",
               is_primary=True, is_enabled=False),
        Action(Wish("save_pause", call="c1"), say("Uložit a pauza", "Save and pause"), "cup",
               choices=reasons(say, "save_pause"), is_enabled=False),
        Action(Wish("more_time", call="c1"), say("Přidat 30 s", "Add 30 s"), "clock"),
    )  # fmt: skip
    state_card = StateCard(state, "00:38", say("zbývá", "left"), share=0.63)
    return replace(idle(say, state=state_card, tray=state), mode="wrapup", wrapup=card, **about)


ALL = {
    "idle": idle, "empty": empty, "colleagues": on_colleagues, "waiting": on_waiting, "paused": paused,
    "signed_out": signed_out, "pending": pending, "notice": noticed, "dialling": dialling, "connecting": connecting,
    "offline": offline, "call": in_call, "wrapup": wrapup,
}  # fmt: skip
"""Name → what makes the screen, given who speaks."""
