"""The addresses of texts: the provider's hooks, the customer's page, and the office's view."""

from django.urls import path

from notifications import webhooks
from notifications.views import (
    calls,
    change_previews,
    customer,
    inbox,
    my_texts,
    photo_log,
    previews,
    settings,
    stuck,
    technician_previews,
    texts,
    thanks,
)

urlpatterns = [
    path("hooks/twilio/status/<uuid:attempt_id>", webhooks.status, name="twilio_status"),
    path("hooks/twilio/inbound", webhooks.inbound, name="twilio_inbound"),
    path("hooks/twilio/voice", webhooks.voice, name="twilio_voice"),
    path("v/<slug:token>", customer.visit_page, name="visit_page"),
    path("technicians/<uuid:pk>/photo-log", photo_log.photo_log, name="photo_log"),
    path("technicians/<uuid:pk>/numbers", photo_log.numbers, name="technician_numbers"),
    path(
        "previews/visits/<uuid:pk>/<slug:change>",
        change_previews.change_preview,
        name="change_preview",
    ),
    path("previews/booking", previews.booking_preview, name="booking_preview"),
    path(
        "previews/technician/<uuid:pk>",
        technician_previews.technician_preview,
        name="technician_preview",
    ),
    path(
        "previews/technician/<uuid:pk>/line", technician_previews.line_preview, name="line_preview"
    ),
    path("previews/technician/<uuid:pk>/to-me", technician_previews.text_to_me, name="text_to_me"),
    path("my-day/texts", my_texts.my_day_texts, name="my_day_texts"),
    path("my-day/<uuid:pk>/texts", my_texts.my_texts, name="my_texts"),
    path("visits/<uuid:pk>/texts", texts.visit_texts, name="visit_texts"),
    path("visits/<uuid:pk>/ticks", texts.visit_ticks, name="visit_ticks"),
    path("visits/<uuid:pk>/send-again", texts.send_again, name="send_again"),
    path("texts/<uuid:pk>/send-now", texts.send_now, name="send_now"),
    path("calls", calls.calls, name="calls"),
    path("calls/<int:pk>/done", calls.done, name="call_done"),
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/<int:pk>", inbox.thread, name="inbox_thread"),
    path("inbox/<int:pk>/writing", inbox.writing, name="inbox_writing"),
    path("inbox/<int:pk>/assign", inbox.assign, name="inbox_assign"),
    path("inbox/<int:pk>/done", inbox.done, name="inbox_done"),
    path("inbox/<int:pk>/answer", inbox.answer, name="inbox_answer"),
    path("my-thanks", thanks.my_thanks, name="my_thanks"),
    path("thanks", thanks.thanks, name="thanks"),
    path("thanks/<int:pk>", thanks.decide, name="thanks_decide"),
    path("alarms", calls.alarms, name="alarms"),
    path("settings/sender", settings.sender, name="settings_sender"),
    path("settings/sender/<int:pk>/resume", settings.resume, name="resume_sender"),
    path("settings/stuck", stuck.stuck, name="settings_stuck"),
    path("settings/stuck/<uuid:pk>/try-again", stuck.try_again, name="try_again"),
    path("settings/stuck/<uuid:pk>/give-up", stuck.give_up, name="give_up"),
    path("settings/preflight", settings.first_text, name="settings_preflight"),
    path("settings/preflight/test-text", settings.send_test_text, name="send_test_text"),
]
