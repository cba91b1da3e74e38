"""The company app: people, tokens, units and the record of changes."""

from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "fieldservice.company"
    label = "company"
