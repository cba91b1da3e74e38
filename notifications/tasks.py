"""The knocks on the worker's door; rows in the database are the work itself."""

from functools import partial
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from fieldservice.company.broker import wake
from notifications import (
    asking,
    crew_queue,
    delivery,
    door_calls,
    exporting,
    forgetting,
    late,
    missed,
    promises,
    reply_pictures,
    retention,
    sweeping,
)
from notifications.providers import provider, twilio_voice


@shared_task
def deliver() -> None:
    """Send what is due. It may be called twice or never: the rows decide, the sweep calls again."""
    delivery.run(provider, another=partial(wake, deliver))


@shared_task
def sweep() -> None:
    """Find what was lost, stuck or left open; then see to what is due."""
    now = timezone.now()
    if sweeping.run(provider, now):
        deliver.delay()
    # Last, as what is due must not wait for it.
    asking.run(provider, now)


@shared_task
def call_where_late() -> None:
    """Ask for calls where texts don't leave in time, and where nobody came to the phone."""
    now = timezone.now()
    late.run(now)
    missed.run(now)


@shared_task
def promise() -> None:
    """Tell whoever waits for a person that an answer comes."""
    if promises.run(timezone.now()):
        deliver.delay()


@shared_task
def remind() -> None:
    """Ask technicians whether their words are still true and their photo is still them."""
    if crew_queue.remind(timezone.now()):
        deliver.delay()


@shared_task
def forget_copies() -> None:
    """Delete the provider's copies of what is not to be seen any more; beat asks again."""
    if forgetting.run(provider, timezone.now()):
        forget_copies.delay()


@shared_task
def fetch_pictures() -> None:
    """Fetch what customers sent; beat asks again for what was not there yet."""
    if reply_pictures.run(lambda name: provider().picture(name), timezone.now()):
        fetch_pictures.delay()


@shared_task
def call_on_call() -> None:
    """Ring whoever is on call about alarms nobody has taken yet."""
    door_calls.run(provider, timezone.now())


@shared_task(expires=600)
def make_export(export_id: str) -> None:
    """All that is kept of one customer, into one file."""
    exporting.make(UUID(export_id), timezone.now(), lambda sid: twilio_voice.recording(sid).content)


@shared_task(expires=60)
def resume_exports() -> None:
    """Make what a worker has left, and throw away what is over."""
    now = timezone.now()
    for export_id in exporting.waiting(now):
        make_export.delay(export_id)
    exporting.tidy(now)


@shared_task
def keep_no_longer() -> None:
    """A batch of each kind that was kept long enough; what is left calls again."""
    if retention.run(timezone.now()):
        wake(keep_no_longer)
