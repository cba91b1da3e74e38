"""The addresses of texts: the provider's hooks and the customer's page."""

from django.urls import path

from notifications import views, webhooks

urlpatterns = [
    path("hooks/twilio/status/<uuid:attempt_id>", webhooks.status, name="twilio_status"),
    path("hooks/twilio/inbound", webhooks.inbound, name="twilio_inbound"),
    path("v/<str:token>", views.visit_page, name="visit_page"),
]
