"""The addresses of signing in and out, and of the company's settings."""

from django.urls import path, re_path

from fieldservice.company import views
from fieldservice.company.pages import history, looks, people, tokens, units

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in", views.SignIn.as_view(), name="sign_in"),
    path("sign-out", views.SignOut.as_view(), name="sign_out"),
    path("settings", units.company, name="settings"),
    path("settings/history", history.history, name="settings_history"),
    path("settings/looks", looks.looks, name="settings_looks"),
    path("settings/people", people.people, name="people"),
    path("settings/people/add", people.add, name="person_add"),
    path("settings/people/<int:pk>", people.person, name="person"),
    path("settings/people/<int:pk>/switch", people.switch, name="person_switch"),
    path("settings/people/<int:pk>/link", people.link, name="person_link"),
    path("new-password/<uidb64>/<token>", people.NewPassword.as_view(), name="new_password"),
    path("settings/tokens", tokens.tokens, name="tokens"),
    path("settings/tokens/<uuid:pk>/revoke", tokens.revoke, name="token_revoke"),
    path("settings/units/add", units.add, name="unit_add"),
    path("settings/units/<int:pk>", units.unit, name="unit"),
    path("settings/units/<int:pk>/default", units.default, name="unit_default"),
    path("settings/units/<int:pk>/logo", units.logo, name="unit_logo"),
    re_path(r"^media/logos/(?P<key>[a-z2-7]{16})\.png$", units.logo_file, name="logo"),
]
