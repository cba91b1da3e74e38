"""The way of a text out of the house: claim, check, render, commit an attempt, hand it over."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from notifications import calls, claiming, crew, outcomes
from notifications.deciding import Go, Later, Skip, decide
from notifications.models import Attempt, Message
from notifications.preparing import Prepared, prepare
from notifications.providers import mailer
from notifications.providers.base import (
    Accepted,
    AmbiguousError,
    Carrier,
    Family,
    Provider,
    ProviderError,
    SetUpError,
)
from notifications.segments import parts
from notifications.sharing import share
from notifications.states import Channel, Mover, Reason, State
from notifications.world import look

logger = logging.getLogger(__name__)

LOOK_AGAIN = 0.2  # seconds: what becomes due meanwhile doesn't wait for a slow call
GATHER = 0.15  # seconds: under load answers are written down together, at the price of one
FEW = 8  # texts on their way, up to which each answer is written at once
LONGEST_RUN = 10.0  # seconds, then other tasks have their turn
Clock = Callable[[], datetime]
Answer = Accepted | ProviderError


@cache
def _pool() -> ThreadPoolExecutor:
    """The threads of this process that talk to the provider; they never touch the database."""
    return ThreadPoolExecutor(settings.CALLS_AT_ONCE, thread_name_prefix="provider")


@dataclass
class Run:
    """One wake-up: sends what is due until nothing is, or its time is over."""

    provider: Provider
    clock: Clock = timezone.now
    pause: Callable[[float], object] = time.sleep
    another: Callable[[], object] = lambda: None
    in_flight: dict[Future[Answer], Attempt] = field(default_factory=dict)
    asked: bool = False
    taken: int = 0
    sent: int = 0

    def __call__(self) -> int:
        """How many texts were handed over."""
        began = time.monotonic()
        while True:
            share().renew(self.clock())
            left = LONGEST_RUN - (time.monotonic() - began)
            found = left > 0 and self._start()
            if self.in_flight:
                self._finish(self._done(busy=found))
            elif not found and not self._rest(left):
                break
        if self.sent and Message.objects.due(self.clock()).exists():
            # Its time was over, not its work.
            self._ask_for_another()
        return self.sent

    def _ask_for_another(self) -> None:
        """Once in a run: more would pile up at the door while all are at work."""
        if not self.asked:
            self.asked = True
            self.another()

    def _rest(self, left: float) -> bool:
        """Wait for the next free moment of a slow sender; only the run that moved it stays."""
        now = self.clock()
        free_at = claiming.next_free(now) if self.taken and left > 0 else None
        if free_at is None or free_at - now > timedelta(seconds=left):
            return False
        self.pause((free_at - now).total_seconds())
        return True

    def _start(self) -> bool:
        """Whether there was anything to do."""
        # Behind the calls that are under way, more are made ready; in large batches, because what
        # is asked and written once for each costs more than all that is done for a text.
        at_once = share().calls
        batch, room = 2 * at_once, 4 * at_once - len(self.in_flight)
        claimed = claiming.claim(self.clock(), batch) if room >= batch else []
        self.taken += len(claimed)
        if len(claimed) == batch:
            self._ask_for_another()
        for prepared in ready(claimed, self.clock()):
            call = _pool().submit(_hand_over, self.provider, prepared)
            self.in_flight[call] = prepared.attempt
            self.sent += 1
        return bool(claimed)

    def _done(self, busy: bool) -> set[Future[Answer]]:
        """The calls that are answered; when not busy, it waits a while for the first of them."""
        if not busy:
            wait(self.in_flight, timeout=LOOK_AGAIN, return_when=FIRST_COMPLETED)
            if len(self.in_flight) > FEW:
                self.pause(GATHER)
        return {call for call in self.in_flight if call.done()}

    def _finish(self, done: Iterable[Future[Answer]]) -> None:
        answers = [(self.in_flight.pop(call), call.result()) for call in done]
        now = self.clock()
        taken = [(attempt, a) for attempt, a in answers if isinstance(a, Accepted)]
        if taken:
            outcomes.accepted(taken, now)
        for attempt, answer in answers:
            if isinstance(answer, ProviderError):
                outcomes.refused(attempt, answer, now)


def run(
    make_provider: Callable[[], Provider],
    clock: Clock = timezone.now,
    pause: Callable[[float], object] = time.sleep,
    another: Callable[[], object] = lambda: None,
) -> int:
    """Send what is due; how many texts were handed over. Without a provider all wait.

    `another` is called when there is more to do than one run can.
    """
    try:
        provider = make_provider()
    except SetUpError:
        logger.warning("no provider is set up: texts wait")
        return 0
    return Run(provider, clock, pause, another)()


def ready(claimed: list[Message], now: datetime) -> Iterator[Prepared]:
    """The claimed texts that go now, rendered, each with a committed attempt."""
    yield from crew.prepare([text for text in claimed if text.technician_id], now)
    about_visits = [text for text in claimed if not text.technician_id]
    if not about_visits:
        return
    world = look(about_visits)
    going: list[tuple[Message, Go]] = []
    for message in about_visits:
        verdict = decide(message, world, now)
        if isinstance(verdict, Go):
            going.append((message, verdict))
        else:
            _give_back(message, verdict, now)
    with transaction.atomic():
        ours = {message.pk for message in claiming.still_ours([m for m, _ in going])}
        prepared = prepare([(m, go) for m, go in going if m.pk in ours], now)
        claiming.charge(_parts_beyond_one(prepared))
    yield from prepared


def _parts_beyond_one(prepared: Iterable[Prepared]) -> Mapping[int, int]:
    """By sender: carriers count the parts of plain texts, and a picture text as one."""
    extra: Counter[int] = Counter()
    for item in prepared:
        is_email = item.attempt.message.channel == Channel.EMAIL
        if not item.outgoing.media_url and not is_email:
            extra[item.attempt.message.sender_id] += parts(item.outgoing.body) - 1
    return extra


@transaction.atomic
def _give_back(message: Message, verdict: Skip | Later, now: datetime) -> None:
    mine = Message.objects.filter(pk=message.pk, claim=message.claim)
    if isinstance(verdict, Later):
        changes = {"send_after": verdict.until} | (
            {"reason": verdict.reason} if verdict.reason else {}
        )
        waits = mine.move(Mover.DELIVERY, State.QUEUED, changed_at=now, **changes)
        if waits and verdict.reason == Reason.QUIET_HOURS:
            message.send_after, message.reason = verdict.until, verdict.reason
            calls.if_late(message, now)
        return
    skipped = mine.move(Mover.DELIVERY, State.SKIPPED, reason=verdict.reason, changed_at=now)
    is_owed = verdict.reason == Reason.TOO_LATE and message.kind in calls.OWED
    if skipped and (is_owed or verdict.reason in calls.WHY):
        calls.instead_of(message, verdict.reason, now)


def _hand_over(provider: Provider, prepared: Prepared) -> Answer:
    is_email = prepared.attempt.message.channel == Channel.EMAIL
    carrier: Carrier = mailer() if is_email else provider
    try:
        with share().call():
            return carrier.send(prepared.outgoing)
    except ProviderError as error:
        return error
    except Exception:
        # Whatever broke, broke after the attempt was committed: the text may have left.
        attempt = prepared.attempt
        found_by = outcomes.ids(attempt)
        logger.exception("attempt %s: the provider's code failed", attempt.pk, extra=found_by)
        return AmbiguousError(Family.AMBIGUOUS)
