"""What a watcher of the whole product asks, counted from the rows when it asks: no person, no id.

Several processes on several hosts answer for one database, so none of them counts for itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address
from math import ceil

from django.conf import settings
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from notifications.models import Alarm, Attempt, CallTask, Message, Pulse, Sender
from notifications.states import CrewKind, Kind, State
from technicians.models import Headshot

PREFIX = "fieldservice"
OUTCOMES_OF = timedelta(hours=1)
ANSWERS_OF = timedelta(minutes=10)
ALARMS_OF = timedelta(days=1)
MOST_ANSWERS = 1000  # enough for a 99th percentile, and a bound to what one look costs
QUANTILES = (0.5, 0.9, 0.99)
OPEN = (State.SENDING, State.UNSETTLED, State.HELD)
# A proxy on this machine is a loopback peer too; these headers tell it from a person at a shell.
PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded")


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers as Prometheus reads them, for whoever has the token."""
    if settings.METRICS_TOKEN and not _has_token(request):
        challenge = {"WWW-Authenticate": 'Bearer realm="metrics"'}
        return HttpResponse(
            "Send METRICS_TOKEN as a bearer token.\n", status=401, headers=challenge
        )
    if not settings.METRICS_TOKEN and not _is_from_here(request):
        return HttpResponse("Without METRICS_TOKEN only this machine may look.\n", status=403)
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    is_ours = constant_time_compare(token.strip(), settings.METRICS_TOKEN)
    return scheme.lower() == "bearer" and is_ours


def _is_from_here(request: HttpRequest) -> bool:
    try:
        peer = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:  # a Unix socket, so somebody passes requests on
        return False
    return peer.is_loopback and not any(name in request.headers for name in PASSED_ON)


class Rows(Collector):
    """Reads the database at every look."""

    def collect(self) -> Iterator[Metric]:
        return families(timezone.now())


REGISTRY = CollectorRegistry()


def families(now: datetime) -> Iterator[Metric]:
    """Every number as it is at `now`; each block is one query over what is open or recent."""
    yield from _waiting(now)
    yield from _open(now)
    yield _outcomes(now)
    yield _answers(now)
    yield from _surroundings(now)


def _waiting(now: datetime) -> Iterator[Metric]:
    queued = Message.objects.filter(state=State.QUEUED).order_by()
    rows = queued.values_list("kind").annotate(Count("pk"), Min("send_after"))
    found = {kind: (count, first) for kind, count, first in rows}
    waiting = _gauge("texts_waiting", "Texts queued, due now or later.", ["kind"])
    for kind in (*Kind, *CrewKind):
        waiting.add_metric([kind], found[kind][0] if kind in found else 0)
    yield waiting
    due = _gauge("texts_due_seconds", "How long the first due text has been due.", ["kind"])
    for kind in (*Kind, *CrewKind):
        due.add_metric([kind], _age([found[kind][1]] if kind in found else [], now))
    yield due
    words = "How long the longest-waiting due text has been due; 0 when none is."
    yield _single("texts_due_oldest_seconds", words, _age([f for _, f in found.values()], now))


def _open(now: datetime) -> Iterator[Metric]:
    rows = Message.objects.filter(state__in=OPEN).order_by().values_list("state")
    found = {s: (count, since) for s, count, since in rows.annotate(Count("pk"), Min("changed_at"))}
    texts = _gauge("texts_open", "Texts being sent, of unknown fate, or held back.", ["state"])
    for state in OPEN:
        texts.add_metric([state], found[state][0] if state in found else 0)
    yield texts
    since = [found[State.UNSETTLED][1]] if State.UNSETTLED in found else []
    words = "How long the oldest text of unknown fate has been so; 0 when there is none."
    yield _single("texts_unsettled_oldest_seconds", words, _age(since, now))


def _outcomes(now: datetime) -> Metric:
    words = "Texts by what became of them in the last hour, and why."
    family = _gauge("texts_last_hour", words, ["state", "reason"])
    moved = Message.objects.filter(changed_at__gt=now - OUTCOMES_OF)
    over = moved.exclude(state__in=[State.QUEUED, *OPEN]).order_by()
    for state, reason, count in over.values_list("state", "reason").annotate(Count("pk")):
        family.add_metric([state, reason or "none"], count)
    return family


def _answers(now: datetime) -> Metric:
    """Of calls that a later look had to settle, the time until then."""
    words = "Seconds until the provider's answer, of the newest calls of the last ten minutes."
    family = Metric(f"{PREFIX}_provider_answer_seconds", words, "summary")
    calls = Attempt.objects.filter(started_at__gt=now - ANSWERS_OF, ended_at__isnull=False)
    times = calls.order_by("-started_at").values_list("started_at", "ended_at")[:MOST_ANSWERS]
    taken = sorted((ended - began).total_seconds() for began, ended in times if ended)
    for share in QUANTILES if taken else ():
        family.add_sample(family.name, {"quantile": str(share)}, quantile(taken, share))
    return family


def _surroundings(now: datetime) -> Iterator[Metric]:
    pulse = Pulse.objects.filter(name="worker").first()
    silent = (now - pulse.at).total_seconds() if pulse else float("inf")
    yield _single("worker_silent_seconds", "Since a worker's last sign of life.", silent)
    stopped = Sender.objects.exclude(stopped_code="").count()
    yield _single("senders_stopped", "Senders the provider refuses to send for.", stopped)
    calls = CallTask.objects.open().count()
    yield _single("calls_open", "Customers a person still has to call.", calls)
    yield from _alarms(now)
    photos = Headshot.objects.filter(state=Headshot.State.PROCESSING).count()
    yield _single("headshots_processing", "Photos being made ready.", photos)


def _alarms(now: datetime) -> Iterator[Metric]:
    lately = Alarm.objects.filter(Q(ended_at=None) | Q(opened_at__gt=now - ALARMS_OF))
    alarms = list(lately)
    still = [alarm for alarm in alarms if alarm.ended_at is None]
    yield _single("alarms_open", "Customers not sure who is at their door.", len(still))
    taken = [alarm.seconds_until(alarm.taken_at) for alarm in alarms if alarm.taken_at]
    waiting = [alarm.seconds_until(now) for alarm in still if alarm.taken_at is None]
    words = "The longest wait of an alarm for somebody who calls, in the last day."
    yield _single("alarms_seconds_to_call", words, max([0, *taken, *waiting]))


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that this share (above 0) of the values don't exceed."""
    return ordered[ceil(share * len(ordered)) - 1]


def _age(moments: Iterable[datetime], now: datetime) -> float:
    return max([0.0, *((now - moment).total_seconds() for moment in moments)])


def _gauge(name: str, words: str, labels: Sequence[str]) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}_{name}", words, labels=labels)


def _single(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"{PREFIX}_{name}", words, value=value)


REGISTRY.register(Rows())
