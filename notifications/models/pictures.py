"""Pictures customers send; nobody but the office sees them."""

from django.db import models

from notifications.models.answers import Reply


class ReplyPicture(models.Model):
    """One picture of an answer: fetched from the provider, made clean, and kept."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being fetched"
        READY = "ready", "Ready"
        LOST = "lost", "Could not be fetched"
        REFUSED = "refused", "Not a picture that can be shown"

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="pictures")
    # Where the provider keeps it; emptied once nobody needs to fetch it any more.
    address = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # The storage name, which nothing serves by itself.
    stored = models.CharField(max_length=80, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["try_at"],
                condition=models.Q(state="waiting"),
                name="reply_picture_due",
            ),
            models.Index(fields=["try_at"], name="reply_picture_age"),
        ]

    def __str__(self) -> str:
        return f"ReplyPicture {self.pk}"
