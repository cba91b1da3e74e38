"""Takes away what was kept long enough, or only counts it."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications import retention


class Command(BaseCommand):
    help = "Take away what was kept long enough, kind by kind; with --dry-run only count it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        for count in retention.counts(now):
            self.stdout.write(f"{count.kind.name:<10} {count.days:>5} days {count.rows:>9}")
        if options["dry_run"]:
            return
        while retention.run(now):
            pass
        self.stdout.write("Done.")
