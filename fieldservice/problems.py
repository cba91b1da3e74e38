"""Every error under /api as RFC 9457 problem JSON; what is refused is decided elsewhere."""

import logging
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TypeAlias

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from fieldservice.company.errors import ConflictError, ServiceError

MEDIA_TYPE = "application/problem+json"
logger = logging.getLogger(__name__)
Fields: TypeAlias = Iterable[tuple[str, str]]  # name and what is wrong

DETAILS = {
    400: "The request can't be read.",
    401: "Send a valid token: “Authorization: Bearer TOKEN”.",
    403: "This token may not do that.",
    404: "There is nothing at this address.",
    405: "This address doesn't take that method.",
    409: "This doesn't go with what is there already.",
    413: "That is too big.",
    422: "Some of what was sent can't be right.",
    429: "More than 50 requests in one second. Wait a second.",
    500: "Something broke on our side. It is noted.",
    503: "The database is busy. Try again in a moment.",
}
# Django's and ninja's own errors; the first class that fits counts.
STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (Http404, 404),
    (RequestDataTooBig, 413),
    (BadRequest, 400),
    (SuspiciousOperation, 400),
    (MultiPartParserError, 400),
    (UnreadablePostError, 400),
    (OperationalError, 503),
)
# pydantic's kinds of error in our words; others keep pydantic's.
WORDS = {
    "missing": "This is needed.",
    "extra_forbidden": "There is no such field.",
    "timezone_aware": "Give the time with its offset, like 2026-03-02T09:00:00-05:00.",
    "uuid_parsing": "This is not one of our ids.",
    "string_type": "This must be text.",
    "string_pattern_mismatch": "This doesn't have the form it needs.",
    "model_type": "Send a JSON object.",
    "model_attributes_type": "Send a JSON object.",
    "string_unicode": "This text can't be read as Unicode.",
}
KEPT_HEADERS = {"Allow", "Retry-After", "WWW-Authenticate"}
AUTHENTICATE = {
    401: 'Bearer realm="api"',
    403: 'Bearer realm="api", error="insufficient_scope"',
}


def problem(status: int, detail: str = "", fields: Fields = ()) -> JsonResponse:
    """An answer that tells a program and a person what is wrong."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or DETAILS.get(status, HTTPStatus(status).description),
        "errors": [{"field": field, "message": message} for field, message in fields],
    }
    headers = {"WWW-Authenticate": AUTHENTICATE[status]} if status in AUTHENTICATE else {}
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=headers)


def handle(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """The problem behind any exception of the API; what nobody foresaw is logged as well."""
    match error:
        case ValidationError():
            return problem(422, fields=[_field_error(each) for each in error.errors])
        case ServiceError():
            status = 409 if isinstance(error, ConflictError) else 422
            fields = [(error.field, error.message)] if error.field else []
            return problem(status, error.message, fields)
        case AuthenticationError() | Throttled():
            return problem(error.status_code)
        case HttpError():
            return problem(error.status_code, error.message)
        case IntegrityError() if "unique" in str(error).lower():
            return problem(409, "The same thing is being saved by another request. Try again.")
    return _unforeseen(error)


def _unforeseen(error: Exception | type[Exception]) -> HttpResponse:
    status = next((status for kind, status in STATUSES if isinstance(error, kind)), 500)
    if status >= 500:
        logger.exception("An API request failed")
    return problem(status)


def _field_error(error: Mapping[str, object]) -> tuple[str, str]:
    """Field and words of one of pydantic's errors; `loc` starts with body, query, header ..."""
    source, *path = error["loc"] if isinstance(error["loc"], tuple) else ("",)
    # The body itself has a name in our code that callers don't know.
    names = path[1:] if source == "body" else path[-1:]
    words = WORDS.get(str(error["type"])) or str(error["msg"]).removeprefix("Value error, ")
    # Positions in a list say less to a person than the list's name.
    return ".".join(name for name in names if isinstance(name, str)), words


class ApiProblems:
    """Middleware: errors that never reached the API's own handler become problem JSON too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_done = response.status_code < 400 or response["Content-Type"] == MEDIA_TYPE
        if is_done or not f"{request.path_info}/".startswith("/api/"):
            return response
        answer = problem(response.status_code)
        for name in KEPT_HEADERS & set(response.headers):
            answer[name] = response[name]
        return answer


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """What is at every address under /api that is nobody's."""
    return problem(404)
