"""Deleting what Twilio keeps of texts, calls and recordings."""

from twilio.rest import Client

from notifications.providers.base import Copy


def delete(client: Client, copy: Copy, sid: str) -> None:
    """Raises TwilioRestException, with status 404 where there is nothing any more."""
    if copy == Copy.RECORDING:
        client.recordings(sid).delete()
    elif copy == Copy.CALL:
        client.calls(sid).delete()
    else:
        _text(client, sid, only_pictures=copy == Copy.PICTURES)


def _text(client: Client, sid: str, *, only_pictures: bool) -> None:
    # First, as a list that is not there has no status to tell it by.
    message = client.messages(sid).fetch()
    # Pictures before their text: without it they could not be found again.
    for media in message.media.list():
        media.delete()
    if not only_pictures:
        message.delete()  # refused with 20009 as long as it is on its way
