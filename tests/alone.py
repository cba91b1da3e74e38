"""Django for a program of ours outside of pytest: importing it settles the environment."""

import logging
import os

import django
from django.db import connection

from tests.services import ENVIRONMENT

HERE = {"DATABASE_URL": "sqlite://:memory:", "DJANGO_SETTINGS_MODULE": "fieldservice.settings"}
os.environ |= ENVIRONMENT | HERE
django.setup()
logging.disable(logging.CRITICAL)


def make_database() -> None:
    """Migrated, empty, and gone with this process."""
    connection.creation.create_test_db(verbosity=0)
