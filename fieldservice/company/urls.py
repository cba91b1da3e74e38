"""The addresses of signing in and out, and of the company's settings."""

from django.urls import path, re_path

from fieldservice.company import views
from fieldservice.company.pages import history, units

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in", views.SignIn.as_view(), name="sign_in"),
    path("sign-out", views.SignOut.as_view(), name="sign_out"),
    path("settings", units.company, name="settings"),
    path("settings/history", history.history, name="settings_history"),
    path("settings/units/add", units.add, name="unit_add"),
    path("settings/units/<int:pk>", units.unit, name="unit"),
    path("settings/units/<int:pk>/default", units.default, name="unit_default"),
    path("settings/units/<int:pk>/logo", units.logo, name="unit_logo"),
    re_path(r"^media/logos/(?P<key>[a-z2-7]{16})\.png$", units.logo_file, name="logo"),
]
