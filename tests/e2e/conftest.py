"""A real Chromium against the real server, with the front end as it was built."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from monitoring.api.authentication import recent_sessions
from monitoring.live import configuration, live_cache

# Without a sandbox it runs as root; the rest keeps it from calling anybody at its start.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one module: while Playwright's loop runs in this thread, no other loop can."""
    assert (django_settings.FRONTEND_DIST / "index.html").exists(), "Build it: make environment"
    with pytest.MonkeyPatch.context() as patch:
        # Playwright's own loop runs in this thread, and Django takes the tests for asynchronous.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=ARGUMENTS
            )
            yield browser
            browser.close()


@pytest.fixture(autouse=True)
def _as_installed(settings: Settings, tmp_path: Path) -> None:
    """Nothing is remembered of another test's database, and no collected files are needed."""
    settings.STATIC_ROOT = tmp_path
    settings.IS_DEMO = False
    live_cache.clear()
    configuration.forget()
    recent_sessions.until.clear()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A Russian page of 1440×900 that must not complain in its console."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1440, "height": 900}, color_scheme="light"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
