"""A customer's picture, for the office alone."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from fieldservice.company.access import office, signed_in
from notifications.models import Reply, ReplyPicture


@office
@require_safe
def reply_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture, to those who may read the answer it came with."""
    readable = Reply.objects.shown_to(signed_in(request))
    ready = ReplyPicture.objects.filter(state=ReplyPicture.State.READY, reply__in=readable)
    picture = get_object_or_404(ready, pk=pk)
    try:
        with default_storage.open(picture.stored) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)
