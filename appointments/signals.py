"""The announcements and questions of this app; whoever listens must not be known here."""

from django.dispatch import Signal

# Sent inside the transaction: appointment, by, now, telling.
# A listener that fails rolls the change back.
appointment_changed = Signal()
# Asked with `customers`, their ids; answered with {(customer, technician): (thumbs up, down)}.
thumbs_asked = Signal()
# Asked with `number` and `customer` (None: nobody known); answered with the Customer.Reach that is
# left where no text arrives at this number, or "".
way_asked = Signal()
