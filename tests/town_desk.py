"""What the office of the town does with texts that don't get on, and with whom it has to forget."""

import uuid
from dataclasses import dataclass, field

from notifications import erase_services, retention, settings_services
from notifications.models import KeptFor, Message
from notifications.stuck import stuck_texts
from tests.spine import default_sender
from tests.town_company import Company


@dataclass
class Desk(Company):
    """Jo's other half of the day."""

    # By customer, and by text: how many texts had left by then.
    erased: dict[uuid.UUID, int] = field(default_factory=dict)
    given_up: dict[uuid.UUID, int] = field(default_factory=dict)
    tried_anew: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)  # by the old one

    def erase(self, customer: int) -> None:
        """They want to be forgotten; later they may come again like anybody new."""
        one = self.customers[customer]

        def forget() -> None:
            erase_services.erase(by=self.jo, customer=one, now=self.day.now)
            self.erased[one.pk] = len(self.network.sent)
            self.customers[customer] = self._customer(customer)

        self._try(forget)

    def clear_up(self) -> None:
        """What was kept for a day goes, of every kind."""
        for kind in retention.KINDS:
            KeptFor.objects.update_or_create(kind=kind.name, defaults={"days": 1})
        retention.run(self.day.now)

    def give_up(self, which: int) -> None:
        text = self._stuck(which)
        if text and settings_services.give_up(by=self.jo, message=text, now=self.day.now):
            self.given_up[text.pk] = len(self.network.sent)

    def try_again(self, which: int) -> None:
        text = self._stuck(which)
        if text and settings_services.try_again(by=self.jo, message=text, now=self.day.now):
            anew = Message.objects.get(dedupe_key__endswith=str(text.pk), by_hand=True)
            self.tried_anew[text.pk] = anew.pk

    def _stuck(self, which: int) -> Message | None:
        """One of the page on which managers see what does not get on."""
        found = stuck_texts(default_sender().business_unit, self.day.now)
        return found[which % len(found)].message if found else None
