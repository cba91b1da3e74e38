"""The technicians app: who comes."""

from django.apps import AppConfig


class TechniciansConfig(AppConfig):
    name = "technicians"
