"""What the office keeps about its shared inbox: who has a thread, who is at it, ready answers."""

from datetime import datetime, timedelta

from django.db import models

from fieldservice.company.models import BusinessUnit, Language, User
from notifications.models.senders import Sender

WRITING_FOR = timedelta(seconds=10)  # a page renews it every three
AT_THE_DESK_FOR = timedelta(minutes=15)


class Thread(models.Model):
    """One phone and one of our numbers: who of the office has it, made with the first act."""

    number = models.CharField(max_length=30)
    sender = models.ForeignKey(Sender, on_delete=models.CASCADE, related_name="threads")
    assigned_to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Moves on with each answer and each "done": who acts on an older page is asked first.
    turn = models.PositiveIntegerField(default=0)
    last_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What a text has told the customer: answered until then.
    promised_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "sender"], name="one_thread")]

    def __str__(self) -> str:
        return f"Thread {self.pk}"


class PresenceQuerySet(models.QuerySet["Presence"]):
    def writing(self, now: datetime) -> "PresenceQuerySet":
        """Those who have an answer under their fingers."""
        return self.filter(writing_at__gt=now - WRITING_FOR).select_related("person")

    def at_the_desk(self, now: datetime) -> "PresenceQuerySet":
        """Those of the office who have a page of ours open."""
        there = self.filter(seen_at__gt=now - AT_THE_DESK_FOR, person__is_active=True)
        return there.order_by("-seen_at").select_related("person")


class Presence(models.Model):
    """Where somebody of the office was seen last; it is worth nothing after a short while."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="presence")
    seen_at = models.DateTimeField()
    thread = models.ForeignKey(
        Thread, null=True, blank=True, on_delete=models.SET_NULL, related_name="presences"
    )
    writing_at = models.DateTimeField(null=True, blank=True)

    objects = PresenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Presence {self.pk}"


class CannedAnswer(models.Model):
    """An answer the office gives often, in one language."""

    business_unit = models.ForeignKey(
        BusinessUnit, on_delete=models.CASCADE, related_name="canned_answers"
    )
    language = models.CharField(max_length=5, choices=Language.choices)
    title = models.CharField(max_length=40)
    text = models.CharField(max_length=480)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["business_unit", "language", "title"], name="one_canned_answer"
            )
        ]

    def __str__(self) -> str:
        return self.title
