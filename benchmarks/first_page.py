"""From a fresh clone to live requests on the page: python -m benchmarks.first_page.

`make run` alone, first in a new clone of this repository's HEAD, then again in the same folder, as
Chromium sees it. Downloads of pip and npm count, unless their caches hold them.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Error, Page, expect, sync_playwright

from benchmarks.bot.figures import Figures
from tools.with_database import free_port

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
FIRST_SECONDS, AGAIN_SECONDS = 180.0, 60.0
PATIENCE_SECONDS = 600.0


def main() -> None:
    figures = Figures()
    with TemporaryDirectory() as name:
        subprocess.run(["git", "clone", "-q", str(ROOT), name], check=True)
        for what, most in (("a fresh clone", FIRST_SECONDS), ("a second start", AGAIN_SECONDS)):
            seconds = until_live(Path(name))
            figures.at_most(f"from {what} to live requests on the page", seconds, most, " s")
    figures.summary()


def until_live(folder: Path) -> float:
    """Seconds from `make run` until the demo's first requests wait on «Сейчас»."""
    began, port = time.monotonic(), free_port()
    with running(folder, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        _open(page, f"http://localhost:{port}/", began + PATIENCE_SECONDS)
        page.get_by_role("button", name="Войти в демо").click()
        requests = page.get_by_role("main").get_by_text("никто не взял")
        expect(requests.first).to_be_visible(timeout=1000 * PATIENCE_SECONDS)
        seconds = time.monotonic() - began
        browser.close()
        return seconds


def _open(page: Page, url: str, until: float) -> None:
    while True:
        try:
            page.goto(url)
        except Error:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


@contextmanager
def running(folder: Path, port: int) -> Iterator[None]:
    kept = ("DATABASE_URL", "DATA_DIR", "DEMO")
    environment = {name: value for name, value in os.environ.items() if name not in kept}
    process = subprocess.Popen(
        ["make", "run"],
        cwd=folder,
        env=environment | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


if __name__ == "__main__":
    main()
