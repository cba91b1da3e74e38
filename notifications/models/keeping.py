"""How many days the company keeps each kind of data, where it is not the usual span."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class KeptFor(models.Model):
    """The span chosen for one kind; retention.py names the kinds and their usual spans."""

    kind = models.CharField(max_length=20, unique=True)
    days = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(3650)])

    class Meta:
        verbose_name_plural = "spans data is kept for"

    def __str__(self) -> str:
        return f"{self.kind}: {self.days} days"
