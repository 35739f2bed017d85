"""«Сейчас» as a person sees it."""

import re
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from curators.models import Curator, Revision
from monitoring.models import Alert, BotLease, DiscordServer, ResponseTracking
from tests.factories import (
    make_activity,
    make_alert,
    make_answered,
    make_channel,
    make_curator,
    make_request,
    make_role,
    make_server,
    make_user,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AXE = Path(django_settings.BASE_DIR) / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def server() -> DiscordServer:
    server = make_server(name="EMS", is_connected=True)
    make_role(server.guild_id, role_id=server.alert_role_id, name="Кураторы EMS")
    BotLease.objects.update_or_create(shards="0", defaults={"seen_at": timezone.now()})
    return server


@pytest.fixture
def evening(server: DiscordServer) -> DiscordServer:
    """Two wait, one of them claimed and called for; some were answered."""
    now = timezone.now()
    channel = make_channel(server, name="вопросы")
    plan = [{"step_id": 1, "after_seconds": 600, "channel_id": 1, "role_id": server.alert_role_id,
             "repeat_every_seconds": 600, "repeat_limit": 3}]  # fmt: skip
    late = make_request(
        server,
        asked_at=now - timedelta(minutes=24),
        channel_id=channel.channel_id,
        content="Подскажите, после перевода устав сдавать заново?",
        plan=plan,
        claimed_by=make_curator("Марк Левин"),
        claimed_at=now - timedelta(minutes=2),
    )
    make_alert(late, status=Alert.Status.SENT, sent_at=now - timedelta(minutes=14))
    make_request(server, asked_at=now - timedelta(seconds=20), content="Куратор, вы тут?")
    for minutes in range(6):
        make_answered(server, asked_at=now - timedelta(minutes=30 + minutes), seconds=40)
    make_activity(server, make_curator("Роман Стрельцов"))
    Revision.bump()
    return server


def sign_in(page: Page) -> None:
    make_user(first_name="Вера", last_name="Соколова")
    page.goto("/")
    page.get_by_label("Логин").fill("owner")
    page.get_by_label("Пароль", exact=True).fill("made-for-tests")
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("heading", name="Сейчас")).to_be_visible()


def ask(server: DiscordServer, content: str, **fields: Any) -> ResponseTracking:
    """A request as the bot writes it: the row and the revision."""
    request = make_request(server, content=content, **fields)
    Revision.bump()
    return request


def answer(request: ResponseTracking, by: Curator, seconds: int) -> None:
    ResponseTracking.objects.filter(pk=request.pk).update(
        status=ResponseTracking.Status.ANSWERED,
        answered_by=by,
        response_seconds=seconds,
        closed_at=timezone.now(),
        next_alert_at=None,
    )
    Revision.bump()


def queue(page: Page) -> Any:
    return page.get_by_role("region", name="Очередь")


def test_whoever_signs_in_sees_who_waits(page: Page, evening: DiscordServer) -> None:
    sign_in(page)
    expect(page).to_have_title("(2) Сейчас · GovTracker")
    rows = queue(page).get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("Подскажите, после перевода устав сдавать заново?")
    expect(rows.first).to_contain_text("просрочен")
    expect(rows.first).to_contain_text("Марк Левин")
    expect(rows.first).to_contain_text("#вопросы")
    expect(rows.nth(1)).to_contain_text("никто не взял")
    expect(page.get_by_role("region", name="Серверы")).to_contain_text("EMS")
    expect(page.get_by_role("region", name="Лента")).to_contain_text("Роман Стрельцов")


def test_a_wrong_password_is_told_in_the_form(page: Page, server: DiscordServer) -> None:
    make_user()
    page.goto("/")
    page.get_by_label("Логин").fill("owner")
    page.get_by_label("Пароль", exact=True).fill("wrong")
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Неверный логин или пароль.")


def test_a_new_request_is_on_the_screen_within_three_seconds(
    page: Page, evening: DiscordServer
) -> None:
    sign_in(page)
    page.evaluate("window.wasNotReloaded = true")
    expect(queue(page).get_by_role("listitem")).to_have_count(2)
    for number in range(3):
        asked = time.monotonic()
        ask(evening, f"Новый вопрос {number}")
        expect(queue(page).get_by_text(f"Новый вопрос {number}")).to_be_visible()
        assert time.monotonic() - asked < 3
    assert page.evaluate("window.wasNotReloaded")


def test_an_answered_request_turns_green_and_folds(page: Page, evening: DiscordServer) -> None:
    request = ask(evening, "Кто поможет?", asked_at=timezone.now() - timedelta(seconds=38))
    sign_in(page)
    row = queue(page).get_by_role("listitem").filter(has_text="Кто поможет?")
    expect(row).to_be_visible()
    answer(request, make_curator("Ева Мельник"), 38)
    expect(row).to_contain_text(re.compile(r"Ответ за 38\sсек · Ева Мельник"))
    assert row.get_attribute("data-closed") == "answered"
    expect(row).to_have_count(0)


def test_under_the_pointer_nothing_moves(page: Page, evening: DiscordServer) -> None:
    sign_in(page)
    rows = queue(page).get_by_role("listitem")
    rows.first.hover()
    ask(evening, "Первый новый")
    ask(evening, "Второй новый")
    pill = queue(page).get_by_role("button", name="2 новых")
    expect(pill).to_be_visible()
    expect(rows).to_have_count(2)
    pill.click()
    expect(rows).to_have_count(4)


def test_a_hidden_tab_asks_for_nothing(page: Page, evening: DiscordServer) -> None:
    sign_in(page)
    set_visibility(page, "hidden")
    page.wait_for_timeout(2_500)
    polls: list[str] = []
    page.on("request", lambda request: polls.append(request.url))
    page.wait_for_timeout(5_000)
    assert polls == []
    set_visibility(page, "visible")
    page.wait_for_timeout(1_000)
    assert len(polls) == 1


def set_visibility(page: Page, state: str) -> None:
    page.evaluate(
        """state => {
            const property = { value: state, configurable: true };
            Object.defineProperty(document, 'visibilityState', property);
            document.dispatchEvent(new Event('visibilitychange'));
        }""",
        state,
    )


def test_a_lost_server_is_told_and_its_return_too(page: Page, evening: DiscordServer) -> None:
    page.clock.install(time=timezone.now())
    sign_in(page)
    expect(queue(page).get_by_role("listitem")).to_have_count(2)
    page.route("**/api/live/**", lambda route: route.abort())
    page.clock.run_for(35_000)
    expect(page.get_by_text("данные на")).to_be_visible()
    expect(page.get_by_text("Нет связи с сервером.")).to_have_count(0)
    page.clock.run_for(90_000)
    expect(page.get_by_text("Нет связи с сервером.")).to_be_visible()
    expect(queue(page)).to_contain_text("не проверено")
    page.unroute("**/api/live/**")
    page.clock.run_for(3_000)
    expect(page.get_by_text("Нет связи с сервером.")).to_have_count(0)


def test_a_silent_bot_is_told_on_the_page(page: Page, evening: DiscordServer) -> None:
    BotLease.objects.update(seen_at=timezone.now() - timedelta(minutes=5, seconds=38))
    sign_in(page)
    expect(page.get_by_text(re.compile("Бот не отвечает с .* уже 5.мин"))).to_be_visible()
    expect(page.get_by_text("Ждали ответа")).to_be_visible()


def test_a_failing_start_offers_another_try(page: Page, evening: DiscordServer) -> None:
    page.route("**/api/live/**", lambda route: route.fulfill(status=503, json={"detail": "Away."}))
    make_user()
    page.goto("/login")
    page.get_by_label("Логин").fill("owner")
    page.get_by_label("Пароль", exact=True).fill("made-for-tests")
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_text("Не загрузилось.")).to_be_visible()
    page.unroute("**/api/live/**")
    page.get_by_role("button", name="Повторить").click()
    expect(queue(page).get_by_role("listitem")).to_have_count(2)


def test_a_server_that_is_away_when_the_page_opens_is_told(
    page: Page, server: DiscordServer
) -> None:
    page.route("**/api/auth/**", lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_text("Не загрузилось.")).to_be_visible()
    page.unroute("**/api/auth/**")
    page.get_by_role("button", name="Повторить").click()
    expect(page.get_by_label("Логин")).to_be_visible()


def test_the_demo_is_entered_with_one_press_and_says_that_it_is_one(
    page: Page, evening: DiscordServer, settings: Settings
) -> None:
    settings.IS_DEMO = True
    page.goto("/")
    expect(page.get_by_text("ДЕМО", exact=True)).to_be_visible()
    page.get_by_role("button", name="Войти в демо").click()
    expect(page.get_by_role("heading", name="Сейчас")).to_be_visible()
    expect(page.get_by_text("ДЕМО", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Настройки")).to_be_visible()


def test_no_other_mode_has_the_demos_button(page: Page, server: DiscordServer) -> None:
    page.goto("/")
    expect(page.get_by_label("Логин")).to_be_visible()
    expect(page.get_by_role("button", name="Войти в демо")).to_have_count(0)


def test_a_session_that_ended_leads_to_the_sign_in_page_and_back(
    page: Page, evening: DiscordServer
) -> None:
    sign_in(page)
    page.context.clear_cookies(name="sessionid")
    expect(page.get_by_label("Логин")).to_be_visible()


def test_signing_out_theme_and_language_are_in_the_users_menu(
    page: Page, evening: DiscordServer
) -> None:
    sign_in(page)
    page.get_by_role("button", name="Вера Соколова").click()
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_role("heading", name="Now", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_title("Dark").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_label("Username")).to_be_visible()
    page.goto("/")
    expect(page.get_by_label("Username")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280])
def test_no_width_scrolls_sideways(page: Page, evening: DiscordServer, width: int) -> None:
    ask(evening, "о" * 300)
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page)
    expect(queue(page).get_by_role("listitem")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(page: Page, evening: DiscordServer, theme: Any, width: int) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/login")
    expect(page.get_by_label("Логин")).to_be_visible()
    assert violations(page) == []
    sign_in(page)
    expect(queue(page).get_by_role("listitem")).to_have_count(2)
    assert violations(page) == []
    page.get_by_role("img", name="всего").last.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run().then(result => result.violations)")
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]
