"""What a page costs: python -m benchmarks.figures [--ten-million].

DATABASE_URL names a PostgreSQL server; databases are made there and dropped again. SQLite's file
and MariaDB's server are of this run's own. Ten million stored activities take several minutes more.
"""

import os
import secrets
import sys
from collections.abc import Sequence
from contextlib import ExitStack

import django

from benchmarks.bot.figures import Figures
from benchmarks.figures import stages
from benchmarks.figures.living import PAUSE_SECONDS
from benchmarks.figures.pages import MOST_TIMES, PAGES
from benchmarks.figures.rounds import Measured, growth, measure
from benchmarks.figures.site import Site, answering, serving

THOUSAND, MILLION = 1_000, 1_000_000
TEN_MILLION = "--ten-million"


def main(arguments: list[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "govtracker.settings"
    # A cookie that one process signs is read by another.
    os.environ["SESSION_SECRET"] = secrets.token_urlsafe(50)
    django.setup()
    sizes = [10 * THOUSAND, MILLION, *([10 * MILLION] if TEN_MILLION in arguments else [])]
    figures = Figures()
    with ExitStack() as stack:
        databases = [stack.enter_context(stages.postgresql(figures, count)) for count in sizes]
        for make in (stages.sqlite, stages.mariadb):
            databases.append(stack.enter_context(make(figures, MILLION)))
        sites = [stack.enter_context(serving(each)) for each in databases]
        measured = measure(sites)
        show("", sites, measured, figures)
        judge(sites[len(sizes) - 1 :], measured, figures)
        if TEN_MILLION in arguments:
            judge_growth(sites[2], sites[1], measured, figures)
        show(", answers coming in", sites, answered_meanwhile(sites), figures)
        for site in sites:
            resident = f"{site.resident_megabytes:.0f} MB"
            figures.note(f"{site.database.name}: the web server afterwards", resident)
    figures.summary()


def answered_meanwhile(sites: Sequence[Site]) -> Measured:
    """One site after the other, each page once after every answer."""
    measured: Measured = {}
    for site in sites:
        with answering(site.database):
            measured |= measure([site], PAUSE_SECONDS)
    return measured


def show(scene: str, sites: Sequence[Site], measured: Measured, figures: Figures) -> None:
    for page in PAGES:
        each = (f"{site.database.name}: {measured[site, page]}" for site in sites)
        figures.note(f"{page.name}{scene}, ms", "; ".join(each))


def judge(sites: Sequence[Site], measured: Measured, figures: Figures) -> None:
    for site in sites:
        for page in PAGES:
            name = f"{page.name}, {site.database.name}"
            figures.at_most(name, measured[site, page].median, page.most_ms, " ms")


def judge_growth(large: Site, small: Site, measured: Measured, figures: Figures) -> None:
    for page in PAGES:
        times = growth(measured[large, page], measured[small, page])
        name = f"{page.name}, with ten times as many"
        if page.is_of_the_year:
            figures.note(name, f"{times:.2f} times")
        else:
            figures.at_most(name, times, MOST_TIMES, " times")


if __name__ == "__main__":
    main(sys.argv[1:])
