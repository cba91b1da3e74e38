"""Every address of the product, app by app."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from fieldservice import health
from fieldservice.api import api
from fieldservice.metrics import metrics
from fieldservice.problems import unknown

EMAIL_HOOKS = "notifications.views.email_hooks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    re_path(r"^api(?:/|$)", unknown),
    path("", include("fieldservice.company.urls")),
    path("", include("technicians.urls")),
    path("", include("appointments.urls")),
    path("", include("notifications.urls")),
    *([path("hooks/email/", include(EMAIL_HOOKS))] if settings.EMAIL_SERVICE else []),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics),
]
