import signal
from typing import Any

from apscheduler.schedulers.blocking import BlockingScheduler
from django.core.management.base import BaseCommand

from monitoring.jobs import Job, follow_the_zone, run, schedule


class Command(BaseCommand):
    help = "Does what is done by the clock, until SIGTERM or SIGINT."

    def handle(self, *args: Any, **options: Any) -> None:
        scheduler = BlockingScheduler()
        schedule(scheduler)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: scheduler.shutdown(wait=False))
        run(Job("", follow_the_zone))
        scheduler.start()
