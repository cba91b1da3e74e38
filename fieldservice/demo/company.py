"""The demo company as a whole: whether it is there, filling it, and starting over."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction

from appointments.models import ConsentEvent, Customer, Location
from fieldservice.demo import answers, emptying, hours, staff
from fieldservice.demo.households import HOUSEHOLDS
from fieldservice.demo.life import Life

# A town on a grid, so that ways can be reckoned.
TOWN = (40.72, -74.01)
BLOCK = 0.012  # degrees, about a kilometer
FIRST_CALL = timedelta(days=30)  # when customers agreed to be texted


def is_there() -> bool:
    """Whether there is any customer, of the demo or a real one."""
    return Customer.objects.exists()


@transaction.atomic
def fill(*, now: datetime, photos: Mapping[str, bytes]) -> None:
    """Make the company as it would be at `now`; all of it or, if that fails, nothing."""
    unit = staff.open_unit()
    users = staff.give_log_ins()
    jobs = staff.list_work()
    technicians = staff.hire(unit, users, photos, now)
    hours.write_down(technicians, users["manager"], now)
    answers.write_down(unit)
    customers = _welcome(now)
    homes = {home.customer.name: home for home in Location.objects.select_related("customer")}
    Life(users["dispatcher"], technicians, customers, homes, jobs).until(now)


@transaction.atomic
def start_over(*, now: datetime, photos: Mapping[str, bytes]) -> None:
    """Delete everything and fill anew."""
    emptying.empty()
    fill(now=now, photos=photos)


def _welcome(now: datetime) -> dict[str, Customer]:
    """The customers by name, each with a home and their agreement."""
    customers = {
        household.name: Customer(
            name=household.name,
            greeting=household.greeting,
            say_it_like=household.say_it_like,
            phone=household.phone,
            language=household.language,
            reach=household.reach,
            email=household.email,
            visit_style=household.style,
        )
        for household in HOUSEHOLDS
    }
    # Not through the service: there is nobody to match yet, and one query beats two hundred.
    Customer.objects.bulk_create(customers.values())
    Location.objects.bulk_create(
        Location(
            customer=customers[household.name],
            address=household.address,
            access_notes=household.access,
            latitude=TOWN[0] + turn % 8 * BLOCK,
            longitude=TOWN[1] + turn // 8 * BLOCK,
        )
        for turn, household in enumerate(HOUSEHOLDS)
    )
    ConsentEvent.objects.bulk_create(
        ConsentEvent(customer=customer, source="Asked on the phone", at=now - FIRST_CALL)
        for customer in customers.values()
    )
    return customers
