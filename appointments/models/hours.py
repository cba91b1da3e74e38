"""When technicians work, when they don't, and windows kept for customers who may say yes."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models.visits import Appointment
from fieldservice.company.names import validate_line
from technicians.models import Technician


class Shift(models.Model):
    """Hours of every such weekday, in the technician's zone; an end before the start is next day's.

    Whoever has none at all works the usual hours: see `openings.USUAL_HOURS`.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="shifts")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["technician", "weekday", "starts"], name="shift_starts_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}-{self.ends:%H:%M}"

    def clean(self) -> None:
        if self.starts == self.ends:
            raise ValidationError({"ends": _("A shift needs an end that is not its start.")})


class TimeOffQuerySet(models.QuerySet["TimeOff"]):
    def overlapping(self, start: datetime, end: datetime) -> "TimeOffQuerySet":
        return self.filter(start__lt=end, end__gt=start)


class TimeOff(models.Model):
    """A technician is not there; no visit may be planned into it."""

    class Why(models.TextChoices):
        TIME_OFF = "time_off", _("Time off")
        SICK = "sick", _("Sick")

    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="time_off")
    start = models.DateTimeField()
    end = models.DateTimeField()
    why = models.CharField(max_length=10, choices=Why.choices, default=Why.TIME_OFF)
    note = models.CharField(max_length=200, blank=True, validators=[validate_line])
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    # The visits that were theirs and need somebody else because of it.
    put_back = models.ManyToManyField(Appointment, blank=True, related_name="+")

    objects = TimeOffQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "time off"
        ordering = ["start"]
        indexes = [models.Index(fields=["technician", "end"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="time_off_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.why} {self.pk}"


class WindowHoldQuerySet(models.QuerySet["WindowHold"]):
    def open(self, now: datetime) -> "WindowHoldQuerySet":
        """Those that still keep their window from others."""
        return self.filter(until__gt=now)

    def overlapping(self, start: datetime, end: datetime) -> "WindowHoldQuerySet":
        return self.filter(start__lt=end, end__gt=start)


class WindowHold(models.Model):
    """A window offered to one customer and not to another until then; nobody's holds one of all."""

    appointment = models.ForeignKey(
        Appointment, on_delete=models.CASCADE, related_name="window_holds"
    )
    technician = models.ForeignKey(
        Technician, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    start = models.DateTimeField()
    end = models.DateTimeField()
    until = models.DateTimeField()

    objects = WindowHoldQuerySet.as_manager()

    class Meta:
        ordering = ["start"]
        indexes = [models.Index(fields=["until"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="hold_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"WindowHold {self.pk}"
