"""What the company announces; the other apps listen."""

from django.dispatch import Signal

# sender: BusinessUnit; with `before` and `unit`, the default one from now on. In the transaction.
default_unit_changed = Signal()
