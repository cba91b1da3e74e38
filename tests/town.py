"""The company's days: what its technicians, customers, workers and the provider do."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from appointments.models import Appointment, Customer, Tap
from appointments.tap_services import Tapped, take
from notifications import (
    asking,
    delivery,
    email_services,
    late,
    page_services,
    promises,
    settings_services,
)
from notifications.claiming import claim
from notifications.models import Attempt, Message, Question, Reply
from notifications.providers import mailer
from notifications.providers.base import Family, Report, Stage
from notifications.receipts import LOST
from notifications.reply_services import receive
from notifications.states import State
from notifications.suppressing import Source
from tests.spine import default_sender
from tests.town_desk import Desk
from tests.town_network import ENDS, MAIL_ENDS, MAIL_TAKEN, NEVER_AGAIN, attempt_of

# The nights in which clocks change are the second ones of these days.
BEGINNINGS = tuple(
    datetime.fromisoformat(stamp).astimezone(UTC)
    for stamp in ("2026-06-02T14:00Z", "2026-03-06T22:30Z", "2026-10-30T19:00Z")
)
PHONES = ("+12025550123", "+12025550142")
STOPS = {"STOP", "Please stop texting me"}
STARTS = {"START", "yes"}


@dataclass
class Town(Desk):
    """Everything that can happen to three customers on two phones in a few days."""

    ever_lost: set[uuid.UUID] = field(default_factory=set)
    # By phone or address: why it gets no texts, and when it wrote last.
    silent: dict[str, str] = field(default_factory=dict)
    wrote: dict[str, datetime] = field(default_factory=dict)
    # By address: how many texts and letters had left when it turned out to be nobody's.
    returned: dict[str, int] = field(default_factory=dict)
    tried_again: list[str] = field(default_factory=list)
    tapped: tuple[uuid.UUID, uuid.UUID] | None = None
    # Until when no text may leave, and how many had been tried by then.
    closed: tuple[datetime, int] | None = None

    def tap(self, visit: int, what: str, detail: str, rough: bool) -> None:
        row = self._visit(visit)
        tapped = Tapped(key=uuid.uuid4(), what=Tap.What(what), detail=detail, rough=rough)
        self._tap(row, tapped)
        self.tapped = row.pk, tapped.key

    def undo_tap(self) -> None:
        if self.tapped:
            visit, key = self.tapped
            undo = Tapped(key=uuid.uuid4(), what=Tap.What.UNDO, detail=str(key))
            self._tap(Appointment.objects.get(pk=visit), undo)

    def _tap(self, row: Appointment, tapped: Tapped) -> None:
        one = row.technician
        if one and one.user:
            now = self.day.now
            take(by=one.user, technician=one, visit_id=row.pk, tapped=tapped, now=now)

    def reply(self, phone: int, body: str) -> None:
        number = PHONES[phone]
        if body in STOPS:
            self.silent.setdefault(number, "stop")
        elif body == "Wrong number":
            self.silent[number] = "wrong"
        elif body in STARTS and self.silent.get(number) == "stop":
            del self.silent[number]
        if body in STARTS:
            self.network.refuses.discard(number)
        self.wrote[number] = self.day.now
        receive(
            sid=f"SM{Reply.objects.count()}",
            number=number,
            sender=default_sender(),
            body=body,
            opt_out="",
            now=self.day.now,
        )
        self._meet_new_visits()

    def stop_elsewhere(self, phone: int) -> None:
        """The provider heard a STOP of which we learn only when it refuses our next text."""
        self.network.refuses.add(PHONES[phone])

    def page(self, visit: int, deed: str, choice: int) -> None:
        """What a customer does on the page of their visit."""
        row, now = self._visit(visit), self.day.now
        if row.customer.erased_at:
            return  # its page is gone
        asked = Question.objects.filter(appointment=row).first()
        if deed == "yes":
            window = row.arrival_window_start.isoformat()
            self._try(lambda: page_services.say_yes(visit=row, window=window, now=now))
        elif deed == "another time":
            page_services.ask_another_time(visit=row, now=now)
        elif deed == "choose" and asked:
            page_services.choose_window(visit=row, asked=asked.pk, choice=choice, now=now)
        elif deed == "call me":
            page_services.want_a_call(visit=row, now=now)
        elif deed == "fewer":
            Customer.objects.filter(pk=row.customer_id).update(fewer_texts=True)
        elif deed == "warn":
            self.wrote[row.text_to] = now
            page_services.warn(visit=row, now=now)
        self._meet_new_visits()

    def _meet_new_visits(self) -> None:
        """After no access, a chosen window is another visit."""
        booked = Appointment.objects.exclude(pk__in=self.visits)
        self.visits += booked.values_list("pk", flat=True)

    def wait(self, seconds: int) -> None:
        self.day.later(seconds=seconds)

    def deliver(self, end: str) -> None:
        answer, self.network.takes_anyway = ENDS[end]
        self.network.answers = [answer]
        self.network.mail_end = MAIL_ENDS.get(end, MAIL_TAKEN)
        tried = len(self.network.tried)
        self.day.deliver()
        self._hear_of_the_end(tried)
        self.network.answers, self.network.takes_anyway = [], False
        self.network.mail_end = MAIL_TAKEN
        refused, self.network.refused = set(self.network.refused), []
        self.tried_again += sorted(refused & self.silent.keys())
        for number in refused:
            self.silent.setdefault(number, "stop")
        self.silent |= dict.fromkeys(self.network.returned, "bounced")
        self.returned |= dict.fromkeys(self.network.returned, len(self.network.sent))
        self.network.returned = []

    def _hear_of_the_end(self, tried: int) -> None:
        """After a text that came to a shut door no other one is to leave."""
        shut, is_known = self.network.shut, self.closed and self.day.now < self.closed[0]
        if shut and not is_known and self.day.now < shut[0] and len(self.network.tried) > tried:
            self.closed = shut[0], len(self.network.tried)

    def resume(self, is_mended: bool) -> None:
        """Jo lets the sender go on, perhaps before anybody mended what was wrong."""
        if is_mended:
            self.network.shut = None
        sender = default_sender()
        if sender.stopped_code or sender.held_until:
            settings_services.resume_sender(by=self.jo, sender=sender, now=self.day.now)
            self.closed = None

    def die(self, moment: str) -> None:
        """A worker is killed on the way of a text."""
        claimed = claim(self.day.now, 9)
        if moment == "before the call is noted":
            return
        for leaving in delivery.ready(claimed, self.day.now):
            if moment == "after it arrived" and self.network.takes(leaving.outgoing):
                carrier = mailer() if leaving.outgoing.letter else self.network
                carrier.send(leaving.outgoing)

    def beat(self) -> None:
        """What runs every few seconds, in the order of its being asked for."""
        self.day.sweep()
        asking.run(lambda: self.day.provider, self.day.now)
        late.run(self.day.now)
        promises.run(self.day.now)

    def report(self, which: int, state: State, why: str = "30005") -> None:
        """A receipt for one of the newest texts the provider has, perhaps late or twice."""
        sent = self.network.sent
        if not sent:
            return
        number = max(0, len(sent) - 1 - which)
        attempt = attempt_of(sent[number])
        if sent[number].letter:
            self._report_letter(attempt, state)
            return
        if state in LOST:
            self.ever_lost.add(attempt.message_id)
        code = why if state in LOST else ""
        self.day.receipt(attempt, state, code, sid=f"MEM{number + 1:05d}")
        if default_sender().stopped_code and not self.closed:
            self.closed = NEVER_AGAIN, len(self.network.tried)

    def _report_letter(self, attempt: Attempt, state: State) -> None:
        """What a mail service tells; one that came back was perhaps taken before."""
        report = Report(Stage.DELIVERED)
        if attempt.message_id in self.ever_lost:
            return
        if state in LOST:
            self.ever_lost.add(attempt.message_id)
            if attempt.message.to:
                self.silent[attempt.message.to] = "bounced"
            report = Report(Stage.FAILED, Family.WRONG_NUMBER, "invalid")
        key, now = attempt.pk.hex, self.day.now
        email_services.take_report(reference=key, sid="", report=report, now=now)

    def answer_letter(self, which: int, deed: str) -> None:
        """A customer wants no more letters, says they are spam, or wants them after all."""
        letters = [each for each in self.network.sent if each.letter]
        if not letters:
            return
        letter = letters[max(0, len(letters) - 1 - which)]
        message, now = attempt_of(letter).message, self.day.now
        if not message.to:
            return  # nobody knows any more where it went
        if deed == "start again":
            email_services.start_again(message=message, now=now)
            if self.silent.get(letter.to) == "unsubscribed":
                del self.silent[letter.to]
        else:
            self.silent.setdefault(letter.to, "unsubscribed")
            email_services.stop(message=message, source=Source(deed), now=now)

    def settle(self) -> Iterator[None]:
        """The sender is mended; beat and worker go on until nothing waits."""
        self.resume(is_mended=True)
        for _ in range(60):
            self.beat()
            self.deliver("accepted")
            yield
            waiting = Message.objects.filter(state=State.QUEUED).order_by("send_after").first()
            is_open = Message.objects.filter(state__in=[State.SENDING, State.UNSETTLED]).exists()
            if not waiting and not is_open:
                return
            ahead = waiting.send_after if waiting and not is_open else self.day.now
            self.day.now = max(ahead, self.day.now + timedelta(seconds=40))
