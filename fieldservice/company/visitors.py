"""Where a request comes from, for counting tries; the address is kept nowhere as it is."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def visitor(request: HttpRequest) -> str | None:
    """The address of the visitor's connection: of IPv6 its network, for one home has billions."""
    try:
        address = ip_address(_told(request))
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False)[0])
    return str(address)


def _told(request: HttpRequest) -> str:
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return peer
    # Only what our own proxy added, the last one, is true; the visitor may send the rest.
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    return forwarded.rpartition(",")[2].strip() or peer
