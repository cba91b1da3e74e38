"""The page behind an e-mail's "no more e-mails"; the key in its address is all it asks for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications import email_services, no_emails
from notifications.models import Message
from notifications.suppressing import Source


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@csrf_exempt  # mail programs post for their readers (RFC 8058); the key is in no other hands
def stop_emails(request: HttpRequest, key: str) -> HttpResponse:
    """A POST stops e-mails to the address this one went to, or starts them again."""
    message = no_emails.message_of(key)
    if message is None:
        raise Http404
    now = timezone.now()
    if request.method == "POST" and "again" in request.POST:
        email_services.start_again(message=message, now=now)
    elif request.method == "POST":
        email_services.stop(message=message, source=Source.UNSUBSCRIBED, now=now)
    return _page(request, message)


def _page(request: HttpRequest, message: Message) -> HttpResponse:
    language = message.visit.customer.language
    about = {
        "unit": message.visit.business_unit,
        "stopped": no_emails.is_stopped(message.to),
        "is_wish": no_emails.is_wish(message.to),
    }
    with translation.override(language):
        page = render(request, "notifications/stop_emails.html", about)
    page.headers["Content-Language"] = language
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
