"""What customers are asked by text, with the numbers they may answer."""

from datetime import datetime
from typing import Any

from django.db import models

from appointments.models import Appointment
from notifications.models.senders import Sender
from notifications.models.texts import Message


class QuestionQuerySet(models.QuerySet["Question"]):
    def put_to(self, number: str, sender: Sender) -> "QuestionQuerySet":
        """What this phone was asked, the last question first."""
        return self.filter(number=number, sender=sender).order_by("-pk")

    def open(self, now: datetime) -> "QuestionQuerySet":
        """What may still be answered."""
        return self.filter(answered_at=None, expires_at__gt=now)


class Question(models.Model):
    """A text that is answered by a number; only the last one put to a phone counts."""

    class Kind(models.TextChoices):
        WHICH_TO_CONFIRM = "which_confirm", "Which visit do they say yes to?"
        WHICH_TO_MOVE = "which_move", "Which visit do they want at another time?"
        ANOTHER_TIME = "another_time", "Which other time suits them?"

    number = models.CharField(max_length=30)
    sender = models.ForeignKey(Sender, on_delete=models.CASCADE, related_name="questions")
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    # In the order of their numbers: {visit} or {start, end, technician}, all as text.
    options: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField()
    # The window of the visit when it was asked; a visit moved since is another matter.
    about_start = models.DateTimeField()
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    choice = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["number", "sender", "-id"], name="question_last"),
            models.Index(fields=["expires_at"], name="question_over"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
