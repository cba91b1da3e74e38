"""What customers answer, what they say afterwards, and the calls a person has to make."""

from collections.abc import Collection
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models import Appointment, Customer
from fieldservice.company.models import User
from notifications.models.senders import Sender
from notifications.models.texts import Message
from notifications.models.voice import PhoneCall
from technicians.models import Technician


class ReplyQuerySet(models.QuerySet["Reply"]):
    def shown_to(self, person: User) -> "ReplyQuerySet":
        """Those this person may read."""
        return self if person.role == User.Role.MANAGER else self.filter(for_managers=False)

    def unread(self) -> "ReplyQuerySet":
        """Those nobody has read, and of which nothing was understood."""
        return self.filter(read_at=None)

    def newest_of_each_phone(self, reader: User) -> "ReplyQuerySet":
        """The last one of each phone, as `reader` sees it; the newest first."""
        same = Reply.objects.filter(
            number=models.OuterRef("number"), sender=models.OuterRef("sender")
        )
        newer = same.shown_to(reader).filter(pk__gt=models.OuterRef("pk"))
        # Of whom nothing is kept any more, there is no thread.
        known = self.shown_to(reader).exclude(number="")
        newest = known.filter(~models.Exists(newer)).order_by("-pk")
        return newest.select_related("read_by")

    def of_phone(self, reply: "Reply") -> "ReplyQuerySet":
        """What came from the same phone to the same number of ours."""
        return self.filter(number=reply.number, sender=reply.sender_id)

    def said_until(self, reply: "Reply") -> "ReplyQuerySet":
        """What came from the same phone, up to this one; nothing where it is not written yet."""
        return self.of_phone(reply).filter(pk__lte=reply.pk or 0)


class Reply(models.Model):
    """What a customer answered, as the provider handed it over."""

    provider_sid = models.CharField(max_length=40, unique=True)
    number = models.CharField(max_length=30)
    sender = models.ForeignKey(Sender, on_delete=models.CASCADE, related_name="replies")
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.SET_NULL, related_name="replies"
    )
    body = models.TextField(blank=True)
    # Nobody but a manager reads what was wrong with a colleague's visit.
    for_managers = models.BooleanField(default=False, db_default=False)
    received_at = models.DateTimeField()
    # By nobody, when it was understood and done.
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["-received_at"]
        indexes = [
            # Every page of the office counts them.
            models.Index(
                fields=["received_at"], condition=models.Q(read_at=None), name="reply_unread"
            ),
            # What people read is few among all that was understood at once.
            models.Index(
                fields=["-read_at"], condition=models.Q(read_by__isnull=False), name="reply_read"
            ),
            models.Index(
                fields=["received_at"], condition=~models.Q(number=""), name="reply_with_number"
            ),
            # The last one of each phone is looked up for the list of threads.
            models.Index(fields=["number", "sender", "id"], name="reply_of_phone"),
        ]

    def __str__(self) -> str:
        return f"Reply {self.pk}"


class ThanksQuerySet(models.QuerySet["Thanks"]):
    def of(self, person: User) -> "ThanksQuerySet":
        """What was said of this person's own visits."""
        return self.filter(technician__user=person)

    def kind(self) -> "ThanksQuerySet":
        """What reaches the technician."""
        return self.filter(thumb=Thanks.Thumb.UP)

    def with_thumb(self) -> "ThanksQuerySet":
        return self.exclude(thumb=Thanks.Thumb.OPEN)

    def counted(self, customers: Collection[UUID]) -> dict[tuple[UUID, UUID], tuple[int, int]]:
        """Thumbs up and down of these customers, by customer and technician."""
        rows = self.filter(appointment__customer__in=customers).order_by()
        pairs = rows.values("appointment__customer", "technician").annotate(
            up=models.Count("pk", filter=models.Q(thumb=Thanks.Thumb.UP)),
            down=models.Count("pk", filter=models.Q(thumb=Thanks.Thumb.DOWN)),
        )
        return {
            (row["appointment__customer"], row["technician"]): (row["up"], row["down"])
            for row in pairs
        }

    def to_be_read(self) -> "ThanksQuerySet":
        """Words without a thumb of which nobody has decided who reads them."""
        return self.filter(thumb=Thanks.Thumb.OPEN, kept_at=None)

    def for_lists(self) -> "ThanksQuerySet":
        """With everything a list says of them."""
        visit = ("customer", "location", "business_unit", "job_type")
        return self.select_related("technician", *(f"appointment__{name}" for name in visit))


class Thanks(models.Model):
    """What a customer says of a visit that is done; only kind words reach the technician."""

    class Thumb(models.TextChoices):
        UP = "up", _("Thumbs up")
        DOWN = "down", _("Thumbs down")
        OPEN = "", _("To be read")

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="thanks")
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="thanks")
    thumb = models.CharField(max_length=4, choices=Thumb.choices, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    # When a manager read words without a thumb and kept them in the office.
    kept_at = models.DateTimeField(null=True, blank=True)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "thanks"
        ordering = ["-at"]
        indexes = [models.Index(fields=["at"], name="thanks_at")]

    def __str__(self) -> str:
        return f"Thanks {self.pk}"


class CallTaskQuerySet(models.QuerySet["CallTask"]):
    def open(self) -> "CallTaskQuerySet":
        """What is still to be done, the most urgent first."""
        return self.filter(done_at=None).order_by("-urgent", "made_at")

    def telling(self) -> "CallTaskQuerySet":
        """Those that read out how things stand, be it beside another question."""
        beside = models.Q(reason=CallTask.Reason.MEANT_THE_VISIT, message__isnull=False)
        return self.filter(models.Q(reason__in=CallTask.TELLING) | beside)

    def shown_to(self, person: User) -> "CallTaskQuerySet":
        """Those this person may know of."""
        if person.role == User.Role.MANAGER:
            return self
        return self.exclude(reason=CallTask.Reason.NOT_HAPPY)


class CallTask(models.Model):
    """A customer a person has to call, as no text can do it."""

    class Reason(models.TextChoices):
        MEANT_THE_VISIT = "meant_the_visit", _("Did they mean the visit? Call.")
        CHANGED = "changed", _("They get no texts, and the visit has changed. Call.")
        WRONG_NUMBER = "wrong_number", _("Somebody else has this number. Find the right one.")
        NOT_DELIVERED = "not_delivered", _("The text could not be delivered. Call.")
        BY_CALL = "by_call", _("They get no texts: read it out to them.")
        QUIET_HOURS = (
            "quiet_hours",
            _("The text waits for the morning and may come too late. Call."),
        )
        HELD_UP = "held_up", _("The text is held up and may come too late. Call.")
        NOT_HAPPY = "not_happy", _("They were not happy with the visit. Call.")
        ANSWER = "answer", _("Your answer could not be texted. Call.")
        ANOTHER_TIME = "another_time", _("They want another time. Call.")
        BY_PHONE = "by_phone", _("Told by phone when the visit was changed.")
        PLEASE_CALL = "please_call", _("They ask to be called. Call.")
        VOICEMAIL = "voicemail", _("They left a message. Call back.")
        MISSED_CALL = (
            "missed_call",
            _("They called about their visit, and nobody answered. Call back."),
        )
        NO_EMAILS = "no_emails", _("They want no more e-mails. Ask how to reach them.")

    # Somebody has to be told how things stand; any later telling makes these idle.
    TELLING = (
        *(Reason.CHANGED, Reason.NOT_DELIVERED, Reason.BY_CALL),
        *(Reason.QUIET_HOURS, Reason.HELD_UP),
    )

    dedupe_key = models.CharField(max_length=80, unique=True)
    # Nobody, when a number we don't know left a message.
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="call_tasks"
    )
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.CASCADE, related_name="call_tasks"
    )
    phone_call = models.ForeignKey(
        PhoneCall, null=True, blank=True, on_delete=models.SET_NULL, related_name="call_tasks"
    )
    # Whom a text to the customer has named.
    assigned_to = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="call_tasks"
    )
    number = models.CharField(max_length=30)
    # Who dials, or did so last: the others see it, so that a customer is not called twice.
    dialed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    dialed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=16, choices=Reason.choices)
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    # Nobody, when the call was no longer needed.
    done_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CallTaskQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(
                fields=["urgent", "made_at"], condition=models.Q(done_at=None), name="call_open"
            ),
            models.Index(fields=["number", "made_at"], name="call_number"),
            models.Index(
                fields=["made_at"], condition=~models.Q(number=""), name="call_with_number"
            ),
        ]

    def __str__(self) -> str:
        return f"CallTask {self.pk}"
