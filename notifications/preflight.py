"""Looking at all steps to a first real text at once, when a person asks for it."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import preflight_steps
from notifications.models import Sender
from notifications.preflight_steps import Result, Subject, Verdict
from notifications.probes import SilentError
from notifications.rendering import headshot_url, sender_address
from technicians.models import Headshot

PATIENCE = 5.0  # seconds; a person waits for the page


@dataclass(frozen=True)
class Step:
    title: str | Promise
    result: Result


Check = tuple[str | Promise, Callable[[Subject], Result]]

CHECKS: tuple[Check, ...] = (
    (gettext_lazy("Your account"), preflight_steps.account),
    (gettext_lazy("Public address"), preflight_steps.public_address),
    (gettext_lazy("Photos for the provider"), preflight_steps.photo),
    (gettext_lazy("Delivery reports"), preflight_steps.callback),
    (gettext_lazy("Sender and registration"), preflight_steps.sender),
)


def subject(*, can_ask_itself: bool) -> Subject:
    """The default sender and the newest photo in use."""
    in_use = Headshot.objects.filter(state=Headshot.State.READY, technician__left_on=None)
    shot = in_use.order_by("-published_at").first()
    return Subject(
        photo_url=headshot_url(shot) if shot else "",
        sender=sender_address(Sender.objects.get(business_unit__is_default=True)),
        can_ask_itself=can_ask_itself,
    )


def steps() -> list[Step]:
    """Every step, not looked at."""
    return [Step(title, Result(Verdict.UNCHECKED)) for title, _look in CHECKS]


def run(
    subject: Subject, *, checks: Sequence[Check] = CHECKS, patience: float = PATIENCE
) -> list[Step]:
    """Every step, looked at; all at once, and what takes too long has failed."""
    pool = ThreadPoolExecutor(len(checks), thread_name_prefix="preflight")
    # The language of the page goes along into the threads.
    futures = [pool.submit(copy_context().run, look, subject) for _title, look in checks]
    wait(futures, timeout=patience)
    pool.shutdown(wait=False, cancel_futures=True)
    return [
        Step(title, _result(future)) for (title, _look), future in zip(checks, futures, strict=True)
    ]


def _result(future: Future[Result]) -> Result:
    if not future.done():
        return Result(Verdict.FAILED, (_("There was no answer in time. Check again."),))
    try:
        return future.result()
    except SilentError as error:
        return Result(Verdict.FAILED, (str(error),))
