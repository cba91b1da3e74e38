"""The technicians' drawn portraits, taken in like anybody's photo."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from fieldservice.company.models import Actor
from fieldservice.demo import portraits
from technicians import headshots
from technicians.headshot_services import receive_headshot
from technicians.models import Technician


def drawn() -> dict[str, bytes]:
    """Everybody's portrait as a PNG, by name; takes a few seconds."""
    return {name: portraits.png(portrait) for name, portrait in portraits.EIGHT.items()}


def publish(photo: bytes, technician: Technician, by: Actor, now: datetime) -> None:
    """Upload it and make it ready at once: on the first start there is no worker yet."""
    upload = SimpleUploadedFile(f"{technician.first_name}.png", photo, "image/png")
    # A PNG, so that the pipeline compresses the drawing for the first time.
    shot = receive_headshot(by=by, technician=technician, upload=upload, now=now)
    headshots.make_ready(shot.pk, now=now)
