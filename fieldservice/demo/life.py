"""Lives the demo's past through the product's own services, so that its history is a true one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max

from appointments.models import Appointment, Customer, JobType, Location
from appointments.services import Booking, book, edit, reassign
from appointments.statuses import Status
from fieldservice.company.models import Change, User
from fieldservice.demo import post
from fieldservice.demo.diary import JUST_NOW, UNREACHABLE, Visit
from fieldservice.demo.staff import ZONE
from fieldservice.demo.story import DAY, Event, Step, past, window
from notifications.inbox_services import mark_read
from technicians.models import Technician

ON_THE_ROAD = timedelta(minutes=20)
READ_WITHIN = timedelta(minutes=3)


@dataclass
class Life:
    """Everybody who takes part, and the visits as they are so far."""

    dispatcher: User
    technicians: Mapping[str, Technician]
    customers: Mapping[str, Customer]
    homes: Mapping[str, Location]
    jobs: Mapping[str, JobType]
    visits: dict[Visit, Appointment] = field(default_factory=dict)

    def until(self, now: datetime) -> None:
        """All that has happened by `now`; what is left to tell then is told for real."""
        unreachable = {str(self.customers[name].phone) for name in UNREACHABLE}
        for event in past(now):
            # Before the event: a text that was due earlier must not know of it yet.
            post.deliver_until(event.at, unreachable)
            self._happen(event)
        post.deliver_until(now, unreachable)
        tomorrow = now.astimezone(ZONE).date() + DAY
        for visit in JUST_NOW:
            self._happen(Event(now, Step.BOOKED, visit, tomorrow))

    def _happen(self, event: Event) -> None:
        last = Change.objects.aggregate(last=Max("pk", default=0))["last"]
        steps = {
            Step.BOOKED: self._book,
            Step.ANSWERED: self._answer,
            Step.REASSIGNED: self._reassign,
            Step.MOVED_ON: self._move_on,
            Step.THANKED: self._thank,
        }
        steps[event.step](event)
        # The history takes the real clock for its lines, and these belong to the past.
        Change.objects.filter(pk__gt=last).update(at=event.at)

    def _book(self, event: Event) -> None:
        visit = event.visit
        start, end = window(visit, event.day)
        booking = Booking(
            customer=self.customers[visit.customer],
            location=self.homes[visit.customer],
            job_type=self.jobs[visit.job],
            technician=self.technicians.get(visit.first or visit.technician),
            arrival_window_start=start,
            arrival_window_end=end,
            notes=visit.notes,
            on_the_phone=True,
        )
        appointment = book(by=self.dispatcher, booking=booking, now=event.at)
        Appointment.objects.filter(pk=appointment.pk).update(created_at=event.at)
        self.visits[visit] = appointment

    def _answer(self, event: Event) -> None:
        appointment = self.visits[event.visit]
        reply = post.answer(appointment, event.visit.answer, event.at)
        if not event.visit.answered_ago:
            mark_read(by=self.dispatcher, reply=reply, now=event.at + READ_WITHIN)
        appointment.refresh_from_db()

    def _thank(self, event: Event) -> None:
        post.answer(self.visits[event.visit], event.visit.thanks, event.at)

    def _reassign(self, event: Event) -> None:
        technician = self.technicians[event.visit.technician]
        appointment = self.visits[event.visit]
        reassign(by=self.dispatcher, appointment=appointment, technician=technician, now=event.at)

    def _move_on(self, event: Event) -> None:
        appointment = self.visits[event.visit]
        changes: dict[str, object] = {"status": Status(event.status)}
        if event.status == Status.ON_THE_WAY:
            changes["expected_at"] = event.at + ON_THE_ROAD
        edit(by=self.dispatcher, appointment=appointment, changes=changes, now=event.at)
