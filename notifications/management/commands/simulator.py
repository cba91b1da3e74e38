"""Starts the phone simulator with the project's settings; all else is notifications.simulator's."""

import argparse

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from notifications.simulator.__main__ import add_options, run


class Command(BaseCommand):
    """`manage.py simulator`: the phones on PORT + 1."""

    help = "Show the customers' phones in the browser; no real text leaves this machine."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The options the plain start has too."""
        add_options(parser)

    def handle(self, **options: str | float) -> None:
        """Run until Ctrl-C; refuse where real customers are."""
        if not settings.DEBUG:
            raise CommandError(
                "The simulator runs only with DEBUG on: here it would eat real texts."
            )
        if not (settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKENS):
            raise CommandError("Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: any made-up pair.")
        named = argparse.Namespace(**options)
        named.account = settings.TWILIO_ACCOUNT_SID
        named.token = settings.TWILIO_AUTH_TOKENS[0]
        named.inbound_url = named.inbound_url or f"{settings.PUBLIC_BASE_URL}/hooks/twilio/inbound"
        run(named)
