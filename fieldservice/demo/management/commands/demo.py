"""`manage.py demo [--reset]`"""

import argparse

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fieldservice.demo import company, faces
from fieldservice.demo.staff import LOG_INS, PASSWORD


class Command(BaseCommand):
    help = "Fills an empty database with the demo company; --reset empties it first."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="delete everything there is")

    def handle(self, *args: object, reset: bool, **options: object) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo has known passwords, so it needs DEBUG=true.")
        if reset:
            company.start_over(now=timezone.now(), photos=faces.drawn())
        elif company.is_there():
            self.stdout.write("There is data already, so nothing was changed.")
        else:
            company.fill(now=timezone.now(), photos=faces.drawn())
        *names, last = LOG_INS
        self.stdout.write(f"Log-ins: {', '.join(names)} and {last}, password {PASSWORD}")
