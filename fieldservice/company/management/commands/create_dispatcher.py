"""`manage.py create_dispatcher NAME [--manager]`"""

import argparse
import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from fieldservice.company.models import User


class Command(BaseCommand):
    help = "Makes a log-in; asks for the password, or reads it from standard input."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--manager", action="store_true")

    def handle(self, *args: object, name: str, manager: bool, **options: object) -> None:
        if User.objects.filter(username=name).exists():
            raise CommandError(f"There is a log-in named {name} already.")
        role = User.Role.MANAGER if manager else User.Role.DISPATCHER
        user = User(username=name, role=role, is_staff=manager, is_superuser=manager)
        user.set_password(_password(user))
        user.save()
        self.stdout.write(f"{role.label} {name} can sign in now.")


def _password(user: User) -> str:
    asked = sys.stdin.isatty()
    password = getpass.getpass() if asked else sys.stdin.readline().strip()
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
