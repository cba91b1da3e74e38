"""The demo app: a made-up company to try the product with; no models of its own."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "fieldservice.demo"
    label = "demo"
