"""Whether this process lives and its surroundings are well; says nothing of any person."""

from celery import current_app
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from notifications.senders import worker_pulse


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """503 only when the database is away or not migrated: all else delays texts, not bookings."""
    database = _database()
    ready = database == "ok"
    parts = {
        "database": database,
        "broker": _broker(),
        "worker": _worker() if ready else "down",
    }
    return JsonResponse(parts, status=200 if ready else 503)


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "down"
    return "late" if waiting else "ok"


def _broker() -> str:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except OperationalError:
        return "down"
    return "ok"


def _worker() -> str:
    return worker_pulse(timezone.now())[0]
