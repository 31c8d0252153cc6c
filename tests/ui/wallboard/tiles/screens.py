"""Screens made by hand, with the content of the target pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wallboard.screen import (
    AgentCard,
    AgentsTile,
    Bar,
    CallerLine,
    CallersTile,
    Cell,
    ClockTile,
    Compared,
    ComparisonTile,
    Count,
    CountsTile,
    FigureTile,
    Header,
    LineEntry,
    LinesTile,
    QueueLine,
    QueuesTile,
    Sum,
    SumsTile,
    TextTile,
    Ticker,
    TrendTile,
    Words,
)

NB = "\u00a0"
STATES = {
    "ready": ("circle_tick", "Připraven", "Připraveni", "Ready", "Ready"),
    "ringing": ("bell", "Zvoní", "Zvoní", "Ringing", "Ringing"),
    "talking": ("handset", "V hovoru", "V hovoru", "On a call", "On a call"),
    "held": ("pause_square", "Podrženo", "Podrženo", "On hold", "On hold"),
    "wrapup": ("pencil", "Dokončuje", "Dokončují", "Wrap-up", "Wrap-up"),
    "paused": ("cup", "Pauza", "Pauza", "Paused", "Paused"),
    "unreachable": ("handset_cross", "Nedostupný", "Nedostupní", "Unreachable", "Unreachable"),
    "offline": ("circle_dashed", "Odhlášen", "Odhlášeni", "Signed out", "Signed out"),
}
PEOPLE = (
    ("Pavel Urban", "1011", "ready", "VIP", "03:12"), ("David Růžička", "1012", "ready", "VIP", "00:48"),
    ("Petr Dvořák", "1002", "ringing", "Prodej", "00:09"), ("Jana Nováková", "1001", "talking", "Podpora", "06:41"),
    ("Lucie Černá", "1003", "talking", "Prodej", "04:18"), ("Tomáš Procházka", "1004", "talking", "Podpora", "02:05"),
    ("Eva Kučerová", "1005", "talking", "Podpora", "00:52"), ("Martin Veselý", "1006", "held", "Reklamace", "01:33"),
    ("Tereza Horáková", "1007", "wrapup", "Podpora", "00:21"), ("Jakub Němec", "1008", "paused", "Přestávka", "18:04"),
    ("Kateřina Pokorná", "1009", "paused", "Oběd", "07:30"),
    ("Ondřej Marek", "1010", "unreachable", "bez registrace", "12:40"),
)  # fmt: skip


@dataclass(frozen=True)
class Says:
    """Our own words in a language (0 Czech, 1 English), stretched by 40 % if wished."""

    english: bool = False
    is_stretched: bool = False

    def __call__(self, czech: str, english: str) -> str:
        text = english if self.english else czech
        return f"⟦{text}{'ǻ' * round(len(text) * 0.4)}⟧" if self.is_stretched else text


CZECH = Says()


def _percent(text: str, say: Says) -> str:
    return text.replace(",", ".") + "%" if say.english else text + NB + "%"


def figures(say: Says = CZECH, *, is_calm: bool = False) -> dict[str, object]:
    share = 0.903 if is_calm else 0.842
    waiting = FigureTile(
        Words(say("Čeká nyní", "Waiting now"), "muted", "people"), "0" if is_calm else "7", widest="00",
        note="" if is_calm else say("ve 3 frontách", "in 3 queues"),
        side=Words(say("nikdo nečeká", "nobody is waiting"), "good", "tick") if is_calm else Words(),
    )  # fmt: skip
    longest = FigureTile(
        Words(say("Nejdelší čekání", "Longest wait"), "muted", "clock" if is_calm else "triangle"),
        "–" if is_calm else "02:47", widest="00:00", is_empty=is_calm,
        strong_note="" if is_calm else "Podpora",
        note=say("dnes nejvíce 01:38 v 9:12", "today's longest 01:38 at 9:12") if is_calm
        else say(f"limit{NB}02:00", f"limit{NB}02:00"),
        alarm=None if is_calm else "bad",
    )  # fmt: skip
    level = FigureTile(
        Words(say("SL 80/20 dnes", "SL 80/20 today"), "muted"),
        ("90" if is_calm else "84") + ("." if say.english else ",") + ("3" if is_calm else "2"), "%", "100,0",
        side=Words(say(f"cíl 80{NB}% splněn", "goal 80% met"), "good", "tick"), share=share, goal=0.8,
    )  # fmt: skip
    sums = SumsTile((
        Sum(say("Přijaté", "Answered"), "", "353"),
        Sum(say("Ztracené", "Abandoned"), _percent("4,9" if is_calm else "6,9", say), "18" if is_calm else "26"),
        Sum(say("Průměrné čekání", "Average wait"), "", "00:14" if is_calm else "00:24"),
    ))  # fmt: skip
    return {"waiting_now": waiting, "longest_wait": longest, "service_level": level, "sums": sums}


def callbacks(say: Says = CZECH, *, is_calm: bool = False) -> FigureTile:
    label = Words(say("Zpětná volání", "Callbacks"), "muted", "handset")
    if is_calm:
        return FigureTile(label, "0", widest="00", side=Words(say("nikdo nečeká", "nobody is waiting"), "good", "tick"))
    return FigureTile(label, "12", widest="00", note=say("ve 3 frontách", "in 3 queues"))


def queues(say: Says = CZECH, *, is_calm: bool = False, count: int = 7, more: int = 0) -> QueuesTile:
    titles = (
        say("Čeká", "Waiting"), say("Nejdéle", "Longest"), "SL 80/20", say("Přijaté / ztr.", "Answered / lost"),
        say("Připraveni", "Ready"), say("Hovoří", "Talking"), say("Pauza", "Paused"),
    )  # fmt: skip

    def number(text: str, token: str = "text", tail: str = "") -> Cell:
        return Cell(text, "muted" if text in ("0", "–") and token == "text" else token, tail)  # type: ignore[arg-type]

    def line(name: str, *figures: str, is_vip: bool = False, is_alarm: bool = False) -> QueueLine:
        waiting, longest, level, answered, lost, ready, talking, paused = figures
        cells = (
            number(waiting), number(longest, "bad" if is_alarm else "text"),
            Cell(_percent(level, say), "bad" if is_alarm else "text", icon="arrow_down" if is_alarm else ""),
            Cell(answered, tail=f" / {lost}"), number(ready, "bad" if is_alarm else "text"), number(talking),
            number(paused),
        )  # fmt: skip
        return QueueLine(name, is_vip, "bad" if is_alarm else None, cells[:count])

    if is_calm:
        lines = (
            line("Podpora", "0", "–", "88,7", "168", "9", "2", "2", "1"),
            line("Prodej", "0", "–", "93,1", "97", "4", "1", "1", "1"),
            line("VIP", "0", "–", "96,8", "31", "0", "2", "0", "0", is_vip=True),
            line("Reklamace", "0", "–", "87,1", "57", "5", "1", "0", "0"),
        )
    else:
        lines = (
            line("Podpora", "4", "02:47", "76,2", "168", "17", "0", "3", "1", is_alarm=True),
            line("Prodej", "1", "00:38", "93,1", "97", "4", "0", "1", "1"),
            line("VIP", "0", "–", "96,8", "31", "0", "2", "0", "0", is_vip=True),
            line("Reklamace", "2", "01:12", "87,1", "57", "5", "0", "1", "0"),
        )
    more_lines = tuple(
        line(f"Fronta č. {index}", "12", "1:01:12", "100,0", "1 057", "105", "10", "11", "10") for index in range(more)
    )
    note = say("1–5 z 11", "1–5 of 11") if more else ""
    return QueuesTile(say("Fronta", "Queue"), note, titles[:count], (*lines, *more_lines))


def callers(say: Says = CZECH, *, is_calm: bool = False, count: int = 5) -> CallersTile:
    if is_calm:
        nobody = say("Nikdo nečeká", "Nobody is waiting")
        return CallersTile(say("Čekající volající", "Waiting callers"), "", (), nobody)
    lines = (
        CallerLine("1.", "+420 777 ••• 001", "Podpora", "02:47", "bad"),
        CallerLine("2.", "+420 602 ••• 418", "Podpora", "01:54"),
        CallerLine("1.", "+420 731 ••• 230", "Reklamace", "01:12"),
        CallerLine("3.", "+420 608 ••• 977", "Podpora", "00:49"),
        CallerLine("1.", "+420 775 ••• 562", "Prodej", "00:38"),
    )
    note = say(f"{count} nejdéle ze 7", f"{count} longest of 7")
    return CallersTile(say("Čekající volající", "Waiting callers"), note, lines[:count])


def agents(say: Says = CZECH, *, count: int = 12, has_names: bool = False) -> AgentsTile:
    def card(name: str, extension: str, state: str, detail: str, time: str) -> AgentCard:
        icon, czech, _many, english, _ = STATES[state]
        limit = f"limit{NB}15:00" if time == "18:04" else ""
        return AgentCard(name, extension, Words(say(czech, english), state, icon), detail, time, limit)  # type: ignore[arg-type]

    everybody = tuple(card(*one) for one in PEOPLE)
    cards = (everybody * (count // 12 + 1))[:count]
    note = say("12 přihlášených · 3 odhlášení", "12 signed in · 3 signed out")
    names = "Barbora Jelínková, Filip Beneš, Marie Fialová"
    out = Words(say("Odhlášeni", "Signed out") + f": {names}", "offline", "circle_dashed")
    return AgentsTile(say("Operátoři", "Agents"), note, cards, out if has_names else Words())


def counts(say: Says = CZECH) -> CountsTile:
    numbers = {"ready": 2, "ringing": 1, "talking": 4, "held": 1, "wrapup": 1, "paused": 2, "unreachable": 1,
               "offline": 3}  # fmt: skip
    return CountsTile(say("Operátoři", "Agents"), say("12 přihlášených", "12 signed in"), tuple(
        Count(Words(say(STATES[state][2], STATES[state][4]), state, STATES[state][0]), str(number), number == 0)  # type: ignore[arg-type]
        for state, number in numbers.items()
    ))  # fmt: skip


def lines(say: Says = CZECH, *, has_channels: bool = False) -> LinesTile:
    free = say("volno 27 z 30", "free 27 of 30") if has_channels else ""
    entries = (
        LineEntry("222 111 000", "3", "4", free), LineEntry("222 111 010", "1", "1"),
        LineEntry("222 111 020", "0", "0"), LineEntry("222 111 030", "1", "2", free),
    )  # fmt: skip
    legend = (Words(say("hovoří", "talking"), "talking", "handset"), Words(say("čeká", "waiting"), "muted", "people"))
    return LinesTile(say("Příchozí linky", "Inbound lines"), "", legend, entries)


def trend(say: Says = CZECH) -> TrendTile:
    bars = ((22, 1), (26, 1), (23, 0), (31, 2), (28, 1), (35, 2), (33, 3), (30, 1), (38, 2), (36, 3), (34, 4), (27, 3))
    labels = {0: "13:35", 3: "13:50", 6: "14:05", 9: "14:20"}
    legend = (Words(say("přijaté", "answered"), "talking"), Words(say("ztracené", "abandoned"), "bad"))
    made = tuple(Bar(answered, lost, labels.get(at, "")) for at, (answered, lost) in enumerate(bars))
    return TrendTile(say("Poslední hodina", "Last hour"), legend, made, (20, 40))


def comparison(say: Says = CZECH) -> ComparisonTile:
    rows = (
        Compared(say("Přijaté", "Answered"), "353", "341", Words("+12", "muted", "arrow_up")),
        Compared(say("Ztracené", "Abandoned"), "26", "18", Words("+8", "bad", "arrow_up")),
        Compared("SL 80/20", f"84,2{NB}%", f"88,0{NB}%", Words(f"−3,8{NB}%", "bad", "arrow_down")),
        Compared(say("Průměrné čekání", "Average wait"), "00:24", "00:31", Words("−00:07", "good", "arrow_down")),
    )
    then = replace(say, is_stretched=False)("út 17. 11.", "Tue 17 Nov")
    columns = (say("dnes", "today"), then, say("rozdíl", "change"))
    return ComparisonTile(say("Srovnání", "Comparison"), say("do 14:32", "until 14:32"), columns, rows)


def header(say: Says = CZECH, *, page: str = "") -> Header:
    return Header(
        "Zákaznická linka", page or say("1/2 · Přehled", "1/2 · Overview"), Words(say("Živě", "Live"), "good", "wave"),
        "", say("úterý 24. listopadu", "Tuesday 24 November"), say("út 24. 11.", "Tue 24 Nov"), "14:32:07",
    )  # fmt: skip


def lost_header(say: Says = CZECH) -> Header:
    return replace(
        header(say),
        title=say("Bez spojení od 14:32:07 – údaje jsou z 14:32:05",
                  "No connection since 14:32:07 – figures are from 14:32:05"),
        note=say(f"další pokus za 8{NB}s", f"next try in 8{NB}s"), clock="14:33:12", state=Words(),
    )  # fmt: skip


def past_header(say: Says = CZECH) -> Header:
    return replace(
        header(say), title=say("Záznam: pondělí 23. listopadu 14:32:07", "Record: Monday 23 November 14:32:07"),
        state=Words(say("rychlost 4×", "speed 4×"), "accent"), page="",
    )  # fmt: skip


ALARM = Ticker("Podpora:", "nejdelší čekání přes limit 02:00, nikdo není připraven", "od 14:31:20", "triangle", "bad")


def alarm(say: Says = CZECH) -> Ticker:
    return Ticker("Podpora:", say("nejdelší čekání přes limit 02:00, nikdo není připraven",
                                  "longest wait over the 02:00 limit, nobody is ready"),
                  say("od 14:31:20", "since 14:31:20"), "triangle", "bad")  # fmt: skip


def well(say: Says = CZECH) -> Ticker:
    return Ticker("", say("Vše v pořádku, žádné upozornění", "All well, no alerts"),
                  say("od 14:02:40", "since 14:02:40"), "circle_tick", "good")  # fmt: skip


def advice(say: Says = CZECH) -> Ticker:
    return Ticker("", say("Nástěnka se připojí sama. Trvá-li výpadek přes 5 minut, volejte správce.",
                          "The board reconnects by itself. If it lasts over 5 minutes, call the administrator."),
                  say("naposledy živě 14:32:05", "last live 14:32:05"), "info", "muted")  # fmt: skip


def clock(say: Says = CZECH) -> ClockTile:
    return ClockTile(say("úterý 24. listopadu", "Tuesday 24 November"), "14:32:07")


def text() -> TextTile:
    return TextTile("Pobočka Brno", "Od 1. prosince nová čísla linek.\nPorada v 15:00 v zasedačce.")


def overview(say: Says = CZECH, *, is_calm: bool = False) -> dict[str, object]:
    return {
        **figures(say, is_calm=is_calm), "queues": queues(say, is_calm=is_calm),
        "callers": callers(say, is_calm=is_calm), "agents": agents(say), "lines": lines(say), "trend": trend(say),
    }  # fmt: skip
