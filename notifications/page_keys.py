"""The keys of customers' pages: which visit one opens, and who keeps trying wrong ones.

All keys that open nothing go one way, with the same questions to the database: a key that was
good once, one that never was and one with a letter changed can't be told apart.
"""

import hashlib
import logging
from datetime import datetime, timedelta

from django.db.models import F

from appointments.models import Appointment
from fieldservice.company import limits
from fieldservice.company.limits import Limit
from notifications.models import VisitLink

logger = logging.getLogger(__name__)
# Generous, as many phones share an address; 80 bits are safe at any speed.
DEAD_KEYS = Limit("dead keys of an address", 60, timedelta(hours=1))


def is_barred(address: str, now: datetime) -> bool:
    """Whether this address has tried too many keys that open nothing."""
    return limits.is_spent(DEAD_KEYS, address, now)


def opened_by(token: str, address: str, now: datetime) -> VisitLink | None:
    """The link whose page may be seen now; a key that opens nothing counts against the address."""
    link = (
        VisitLink.objects.filter(token=token, expires_at__gt=now).select_related("detail").first()
    )
    if link is None:
        limits.take(DEAD_KEYS, address, now)
    return link


def visit_of(link: VisitLink) -> Appointment:
    """The visit as it is, with everything its page says."""
    visits = Appointment.objects.for_texts().prefetch_related("technician__certifications")
    return visits.get(pk=link.appointment_id)


def count(token: str, link: VisitLink | None, who: str, now: datetime) -> None:
    """Note that a page was asked for: by what kind of program, and nothing of whom."""
    name = hashlib.sha256(token.encode()).hexdigest()[:12]
    logger.info("page %s: %s, %s", name, who, "shown" if link else "no visit")
    if link and who == "person":
        VisitLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, opened_at=now)
