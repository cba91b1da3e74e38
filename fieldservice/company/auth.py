"""Who calls the API, what their token may do, and how often."""

import time

from django.core.cache import cache
from django.http import HttpRequest
from ninja.errors import AuthorizationError
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle
from redis.exceptions import RedisError

from fieldservice.company.models import ApiToken
from fieldservice.company.services import find_api_token

PER_SECOND = 50


class ApiRequest(HttpRequest):
    """A request whose token is known; services take it as `by`."""

    auth: ApiToken


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`; a token of the role “read” may only read."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = find_api_token(token.strip())
        if found and found.role == ApiToken.Role.READ and request.method != "GET":
            raise AuthorizationError(message="This token may only read.")
        return found


class PerToken(BaseThrottle):
    """At most 50 requests of one token in one second of the clock."""

    def allow_request(self, request: HttpRequest) -> bool:
        token = getattr(request, "auth", None)
        return not isinstance(token, ApiToken) or _counted(token, int(time.time())) <= PER_SECOND

    def wait(self) -> float:
        return 1


def _counted(token: ApiToken, second: int) -> int:
    key = f"api:{token.pk}:{second}"
    try:
        cache.add(key, 0, timeout=5)
        return cache.incr(key)
    except (RedisError, ValueError):
        # A cache that is down or forgot the key must not stop a booking.
        return 0
