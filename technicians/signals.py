"""The announcements of this app; whoever listens must not be known here."""

from django.dispatch import Signal

# Sent inside the transaction: technician, purpose, now. A listener that fails rolls it all back.
link_wanted = Signal()

# Sent inside the transaction: technician, by, now. All that is known about them is to go.
left_for_good = Signal()

# Sent inside the transaction: technician, by, now. A manager said what becomes of their photo or
# words, as their profile shows.
answered = Signal()
