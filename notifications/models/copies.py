"""What the provider still keeps of ours, and is to delete."""

from django.db import models

from appointments.models import Customer
from notifications.models.texts import Attempt
from notifications.providers.base import Copy


class KeptCopy(models.Model):
    """One copy at the provider that is to go; the row goes with it."""

    what = models.CharField(
        max_length=9,
        choices=[(copy.value, copy.value) for copy in Copy],
        default=Copy.PICTURES,
        db_default=Copy.PICTURES,
    )
    # A text of ours, whose id may still have to come; all else is known by its id.
    attempt = models.OneToOneField(
        Attempt, null=True, blank=True, on_delete=models.CASCADE, related_name="kept_copy"
    )
    sid = models.CharField(max_length=40, blank=True, default="", db_default="")
    # Whose erasure is not over before it is gone.
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="kept_copies"
    )
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "notifications_keptpicture"
        verbose_name_plural = "kept copies"
        constraints = [
            models.UniqueConstraint(
                fields=["what", "sid"], condition=~models.Q(sid=""), name="one_kept_copy"
            )
        ]

    def __str__(self) -> str:
        return f"KeptCopy {self.pk}"
