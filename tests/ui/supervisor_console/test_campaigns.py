"""The campaigns page in the real console: contacts in the real database, figures by the real feed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from shared.domain.dialer_replies import ImportReply, LineFault
from shared.qt.ground import Ground
from supervisor_console.campaigns.app.page import CampaignsPage
from supervisor_console.campaigns.presenter.importing import ImportMoment, importing
from supervisor_console.campaigns.presenter.moment import Around
from supervisor_console.campaigns.screen import CampaignsScreen
from supervisor_console.campaigns.screen.pieces import Wish
from supervisor_console.campaigns.views.attempts import AttemptsWindow
from supervisor_console.campaigns.views.campaign_form import CampaignForm
from supervisor_console.campaigns.views.importing import ImportForm
from supervisor_console.campaigns.views.pacing_chart import PacingChart
from supervisor_console.campaigns.views.proof import ProofWindow
from tests.helpers.waiting import wait_until
from tests.helpers.windows import settle
from tests.ui.supervisor_console import campaigns_desk as desk
from tests.ui.supervisor_console.centre import Centre
from tests.ui.supervisor_console.sitting import Sitting


def around_of(ground: Ground) -> Around:
    """What words depend on."""
    return Around(language=ground.language, zone=ZoneInfo("Europe/Prague"), country="CZ", now=ground.clock.now())


pytestmark = [pytest.mark.postgres]


@pytest.fixture(scope="module")
def centre(postgres: Any, _template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """At work as long as the module's tests, with a campaign half done."""
    url = postgres.create(_template)
    try:
        with Centre(tmp_path_factory.mktemp("centre"), url).running() as made:
            desk.fill(url)
            desk.decide(made)
            yield made
    finally:
        postgres.drop(url)
        postgres.drop_login_roles()


async def page_of(it: Sitting, condition: Any = lambda _shown: True) -> Any:
    """The page, with campaigns and contacts read."""
    await it.both()
    it.console.go("campaigns")
    page = it.console.turning.page
    assert isinstance(page, CampaignsPage)
    await seen(page, lambda one: one.overview and one.overview.contacts.grid.lines and condition(one), "contacts")
    return page


async def seen(page: CampaignsPage, condition: Any, what: str) -> CampaignsScreen:
    """Until the page shows that."""
    await wait_until(lambda: page.widget.shown is not None and condition(page.widget.shown), 15, what)
    assert page.widget.shown is not None
    return page.widget.shown


def test_a_campaign_as_it_goes(drive: Any, ground: Ground, sitting: Any, centre: Centre) -> None:
    async def story() -> None:
        async with sitting("kralova") as it:
            assert "campaigns" in [item.name for item in it.screen.rail]
            page = await page_of(it, lambda one: one.overview.pacing.bars)
            shown = page.widget.shown
            assert shown is not None
            assert shown.overview is not None
            assert [one.is_chosen for one in shown.overview.pacing.bars].index(True) == 4
            assert [one.token for one in shown.overview.pacing.bars].count("bad") == 4
            assert [line.cells[0].text for line in shown.overview.contacts.grid.lines][:2] == [
                "Marie Šimková", "Karel Beneš"]  # fmt: skip
            it.shot("campaigns")
            page.do(Wish("contacts_text", "739 126"))
            await seen(page, lambda one: len(one.overview.contacts.grid.lines) == 1, "the one with this number")
            page.do(Wish("contacts_text", ""))
            page.do(Wish("contacts_outcome", "busy"))
            await seen(page, lambda one: len(one.overview.contacts.grid.lines) == 1, "the one that was busy")

    ground.set_language("cs")
    drive(story())


def test_forms_and_attempts(drive: Any, ground: Ground, sitting: Any, centre: Centre, grab: Any) -> None:
    async def story() -> None:
        async with sitting("kralova") as it:
            page = await page_of(it)
            page.do(Wish("edit"))
            form = page.deeds.forms.dialog
            assert isinstance(form, CampaignForm)
            for key in ("whom", "how", "when", "again", "law", "results", "script"):
                form.go(key)
                grab(form, f"form-{key}")
            page.deeds.forms.close()
            talked = next(one for one in page.campaigns.contacts.answer.rows if one.last == "surveyed")
            page.do(Wish("contact", str(talked.contact)))
            page.do(Wish("history"))
            await wait_until(lambda: isinstance(page.deeds.forms.dialog, AttemptsWindow), 10, "the attempts")
            window: Any = page.deeds.forms.dialog
            assert window.panel.table.rows.rows[0].cells[4].text.endswith("(free longest)")
            grab(window, "attempts")
            page.do(Wish("exclude"))
            grab(page.deeds.forms.dialog, "exclude")
            page.do(Wish("appointment"))
            grab(page.deeds.forms.dialog, "appointment")
            page.deeds.forms.close()

    drive(story())


def test_words_of_the_limit_lie_on_no_bar(drive: Any, ground: Ground, sitting: Any) -> None:
    """With few operators one call more may mean 40 %: a limit of 3 % is then next to the axis, where bars are low."""

    async def story() -> None:
        async with sitting("kralova") as it:
            page = await page_of(it, lambda one: one.overview.pacing.bars)
            chart = page.widget.findChild(PacingChart)
            for highest, is_low in ((0.12, False), (0.6, True)):
                chart.show_chart(replace(chart.shown, ticks=((0.0, "0 %"), (highest, "…"))))
                assert chart.is_limit_low == is_low
                words = chart.words_of_limit()
                assert (words.bottom() < chart.plot.top()) == is_low
                assert 0 <= words.left() < words.right() <= chart.width()

    drive(story())


@pytest.mark.parametrize(
    ("theme", "code", "size"), [("light", "cs", (1280, 720)), ("dark", "en", (1440, 900)), ("dark", "cs", (1920, 1080))]
)
def test_it_fits_windows_of_all_sizes(
    drive: Any, ground: Ground, sitting: Any, centre: Centre, theme: Any, code: str, size: tuple[int, int]
) -> None:
    async def story() -> None:
        async with sitting("kralova") as it:
            it.window.resize(*size)
            page = await page_of(it, lambda one: one.overview.pacing.bars)
            for _ in range(3):
                settle()
            view = page.widget
            edges = [one.mapTo(view, one.rect().topRight()).x() for one in (view.more, view.tabs)]
            tabs = view.tabs.mapTo(view, view.tabs.rect().topLeft()).x()
            state = view.state.mapTo(view, view.state.rect().topRight()).x()
            assert max(edges) < view.width()
            assert view.campaign.width() >= view.campaign.sizeHint().width(), "the campaign's name is cut"
            assert state < tabs
            assert view.tabs.width() >= view.tabs.sizeHint().width()
            it.shot(f"campaigns-{theme}-{code}-{size[0]}")

    ground.set_language(code)
    ground.set_theme(theme)
    drive(story())


def test_an_import_shows_how_the_file_is_read_and_what_is_wrong(ground: Ground, show: Any, grab: Any) -> None:
    parent = show(QWidget())
    window = ImportForm(ground, parent, "Import into Průzkum", "kontakty.csv")
    rows = (("Šimková Marie", "602 218 940", "Brno", "ano"), ("Beneš Karel", "731 550 762", "Praha", "ne"))
    reply = ImportReply(
        state="looked_at", encoding="cp1250", separator=";", header=("Jméno", "Telefon", "Město", "Souhlas"), rows=rows,
        columns={"Jméno": "name", "Telefon": "number", "Město": "field:Město"}, lines=1000, good=996, doubles=2,
        faulty=2, faults=(LineFault(line=3, kind="bad_number", column="Telefon", value="12-x"),
                          LineFault(line=8, kind="no_number")),
        left_out=(LineFault(line=9, kind="double", of=4),),
    )  # fmt: skip
    around = around_of(ground)
    window.show_import(importing(ImportMoment(around=around, file="kontakty.csv", uploaded=1.0, reply=reply)))
    show(window)
    assert not window.agree.isEnabled()
    assert len(window.columns) == 4
    grab(window, "import")
    meant: list[tuple[str, str]] = []
    window.meant.connect(lambda *said: meant.append(said))
    window.columns[3].meaning.picked.emit("consent")
    assert meant == [("Souhlas", "consent")]


def test_a_number_says_whether_it_may_be_called_and_why_not(
    drive: Any, ground: Ground, sitting: Any, centre: Centre, grab: Any
) -> None:
    async def story() -> None:
        async with sitting("kralova") as it:
            page = await page_of(it)
            page.do(Wish("tab", "numbers"))
            await seen(page, lambda one: one.numbers and len(one.numbers.lists.lines) == 1, "the lists")
            page.do(Wish("number", "777 904 118"))
            await seen(page, lambda one: one.numbers.verdicts.lines, "what is known")
            shown = page.widget.shown.numbers
            assert [line.cells[1].text for line in shown.verdicts.lines if line.key == "survey"] != ["Yes"]
            assert shown.attempts.lines
            assert shown.lists.lines[0].cells[0].text == "robinson"
            assert shown.consents.lines[0].cells[0].text == "Given"
            assert shown.deeds["list_remove"].refusal == ""
            it.shot("numbers")
            page.do(Wish("list_put"))
            grab(page.deeds.forms.dialog, "list-put")
            page.deeds.forms.close()
            page.do(Wish("number", "abc"))
            await seen(page, lambda one: one.numbers.told.token == "bad", "that it is none")

    drive(story())


def test_appointments_of_a_campaign(drive: Any, ground: Ground, sitting: Any, centre: Centre) -> None:
    async def story() -> None:
        async with sitting("kralova") as it:
            page = await page_of(it)
            page.do(Wish("tab", "appointments"))
            await seen(page, lambda one: one.appointments and one.appointments.grid.lines, "the appointment")
            page.do(Wish("contact", page.widget.shown.appointments.grid.lines[0].key))
            assert page.widget.shown.appointments.deeds["history"].refusal == ""
            it.shot("appointments")

    drive(story())


def test_a_day_is_planned_beside(drive: Any, ground: Ground, sitting: Any, centre: Centre) -> None:
    async def story() -> None:
        async with sitting("kralova") as it:
            page = await page_of(it, lambda one: one.overview.pacing.bars)
            page.do(Wish("tab", "planner"))
            assert page.widget.shown.planner.fields[6].said == "6"
            page.do(Wish("plan", "contacts", "300"))
            page.do(Wish("plan", "operators", "0"))
            assert page.widget.shown.planner.run.refusal
            page.do(Wish("plan", "operators", "6"))
            page.do(Wish("plan_run"))
            await seen(page, lambda one: len(one.planner.grid.lines) == 4, "all modes")
            it.shot("planner")

    drive(story())


def test_the_report_on_the_rules_of_the_law(
    drive: Any, ground: Ground, sitting: Any, centre: Centre, grab: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        async with sitting("kralova") as it:
            page = await page_of(it)
            page.do(Wish("proof"))
            await wait_until(lambda: isinstance(page.deeds.forms.dialog, ProofWindow), 10, "the report")
            window: Any = page.deeds.forms.dialog
            assert window.days.table.rows.rows
            assert "Without consent" in [line.cells[2].text for line in window.broken.table.rows.rows]
            grab(window, "proof")
            file = tmp_path / "rules.csv"

            async def asked(*_said: Any) -> Path:
                return file

            page.deeds.exporting.ask_file = asked
            window.decided.emit()
            await wait_until(file.exists, 10, "the file")
            assert "Without consent" in file.read_text("utf-8-sig")
            page.deeds.forms.close()

    drive(story())


def test_a_campaign_with_a_fault_is_not_started_and_says_why(
    drive: Any, ground: Ground, sitting: Any, centre: Centre
) -> None:
    async def story() -> None:
        async with sitting("kralova") as it:
            page = await page_of(it)
            page.do(Wish("start"))
            await wait_until(lambda: "cannot be started" in it.window.foot.text, 10, "why not")

    drive(story())
