"""`manage.py create_api_token NAME [--role integration|read]`"""

import argparse

from django.core.management.base import BaseCommand

from fieldservice.company.models import ApiToken, Robot
from fieldservice.company.services import create_api_token


class Command(BaseCommand):
    help = "Makes an API token. It is the last word printed, and is never shown again."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument(
            "--role", choices=ApiToken.Role.values, default=ApiToken.Role.INTEGRATION
        )

    def handle(self, *args: object, name: str, role: str, **options: object) -> None:
        self.stdout.write(create_api_token(by=Robot.SYSTEM, name=name, role=role))
