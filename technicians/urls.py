"""The addresses of technicians' pages, and of their photos, whose unguessable names are the key."""

from django.urls import path, re_path

from technicians import views
from technicians.pages import (
    approval,
    consent,
    leaving,
    office,
    own_words,
    photo,
    profile,
    signing_in,
    skills,
    welcome,
)

KEY = r"(?P<key>[a-z2-7]{16})"

urlpatterns = [
    re_path(rf"^media/headshots/{KEY}\.jpg$", views.headshot, name="headshot"),
    re_path(
        rf"^media/headshots/{KEY}-(?P<side>480|160)\.webp$",
        views.headshot_webp,
        name="headshot_webp",
    ),
    path("technicians", office.technicians, name="technicians"),
    path("settings/skills", skills.skills, name="skills"),
    path("settings/skills/add", skills.add, name="skill_add"),
    path("settings/skills/<int:pk>", skills.skill, name="skill"),
    path("settings/skills/<int:pk>/delete", skills.delete, name="skill_delete"),
    path("technicians/add", office.add, name="technician_add"),
    path("approvals", approval.waiting, name="approvals"),
    path("approvals/words/<int:pk>", approval.words, name="approve_words"),
    path("approvals/photos/<uuid:pk>", approval.photo, name="approve_photo"),
    path("technicians/<uuid:pk>/photo/waiting", approval.waiting_photo, name="waiting_photo"),
    path("technicians/<uuid:pk>", office.technician, name="technician"),
    path("technicians/<uuid:pk>/details", office.details, name="technician_details"),
    path("technicians/<uuid:pk>/leaving", office.leaving, name="technician_leaving"),
    path("technicians/<uuid:pk>/remove", leaving.remove, name="technician_remove"),
    path("technicians/<uuid:pk>/words", profile.words, name="technician_words"),
    path("technicians/<uuid:pk>/about", own_words.about, name="technician_about"),
    path(
        "technicians/<uuid:pk>/still-true/<int:line>",
        own_words.still_true,
        name="technician_still_true",
    ),
    path("technicians/<uuid:pk>/tell/<slug:field>", profile.switch, name="technician_switch"),
    path("technicians/<uuid:pk>/where/<slug:field>", consent.where, name="technician_where"),
    path("technicians/<uuid:pk>/pause", consent.pause, name="technician_pause"),
    path("technicians/<uuid:pk>/photo", photo.upload, name="technician_photo"),
    path("technicians/<uuid:pk>/photo/state", photo.state, name="technician_photo_state"),
    path("technicians/<uuid:pk>/photo/crop", photo.crop, name="technician_crop"),
    path("technicians/<uuid:pk>/photo/whole.jpg", photo.master, name="technician_master"),
    path("profile", profile.profile, name="profile"),
    path("welcome", welcome.welcome, name="welcome"),
    path("welcome/<slug:step>", welcome.step, name="welcome_step"),
    path("technicians/<uuid:pk>/invite", office.invite, name="technician_invite"),
    path("technicians/<uuid:pk>/sign-out", office.sign_out, name="technician_sign_out"),
    path("sign-in/text", signing_in.by_text, name="sign_in_by_text"),
    path("sign-in/text/sent", signing_in.sent, name="sign_in_sent"),
    re_path(r"^in/(?P<token>[A-Za-z0-9_-]{20,60})$", signing_in.link, name="sign_in_link"),
]
