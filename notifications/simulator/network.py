"""What the simulated phone network remembers: every text, who opted out, and what was refused."""

import heapq
import threading
import time
from collections import defaultdict

from .calls import Call
from .emails import Email
from .rules import Form, first
from .texts import Callback, Photo, Refused, Status, Text, new_sid

# A messaging service picks its own number; here it always picks this one.
SERVICE_NUMBER = "+15550100100"


class Network:
    """The texts by identifier and by phone, newest last; safe to share between threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self.closing = False
        self.version = 0
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        with self._changed:
            self.texts: dict[str, Text] = {}
            self.by_phone: dict[str, list[Text]] = defaultdict(list)
            self.opted_out: set[tuple[str, str]] = set()
            self.emails: dict[str, Email] = {}
            self.refused: list[Refused] = []
            self.creates = 0
            self.calls: dict[str, Call] = {}
            self.recordings: dict[str, bytes] = {}
            self._touch()

    def count_create(self) -> None:
        """One more create call came in, whatever becomes of it."""
        with self._changed:
            self.creates += 1

    def refuse(self, code: int, form: Form) -> None:
        """Remember a create call that was not taken."""
        with self._changed:
            self.refused.append(Refused(time.time(), code, form))

    def accept(self, form: Form) -> Text:
        """Take a create call the rules let through."""
        service = first(form, "MessagingServiceSid")
        company = first(form, "From") or SERVICE_NUMBER
        text = Text(
            sid=new_sid("MM" if form.get("MediaUrl") else "SM"),
            direction="outbound-api",
            company=company,
            phone=first(form, "To"),
            body=first(form, "Body"),
            status="accepted" if service else "queued",
            received_at=time.time(),
            form=form,
            service=service,
        )
        return self._add(text)

    def receive_email(self, email: Email) -> None:
        """A letter for whoever it says."""
        with self._changed:
            self.emails[email.id] = email
            self._touch()

    def mailboxes(self, limit: int) -> list[list[Email]]:
        """The letters of the addresses heard of last, each from its oldest on."""
        boxes: dict[str, list[Email]] = defaultdict(list)
        with self._changed:
            for email in self.emails.values():
                boxes[email.to].append(email)
        return heapq.nlargest(limit, boxes.values(), key=lambda box: box[-1].received_at)

    def answer(self, inbound: Text, body: str, status: Status) -> Text:
        """A text back to the phone that just wrote, from the number it wrote to."""
        sid, now = new_sid("SM"), time.time()
        text = Text(sid, "outbound-reply", inbound.company, inbound.phone, body, status, now)
        return self._add(text)

    def receive(self, phone: str, body: str, photo: Photo | None = None) -> Text:
        """A customer writes to whoever texted this phone last."""
        last = next(reversed(self.thread(phone)), None)
        company, service = (last.company, last.service) if last else (SERVICE_NUMBER, "")
        sid, now = new_sid("MM" if photo else "SM"), time.time()
        text = Text(sid, "inbound", company, phone, body, "receiving", now, service=service)
        text.photos = [photo] if photo else []
        return self._add(text)

    def move(self, text: Text, status: Status, error_code: int | None = None) -> None:
        """Put a text into its next state."""
        with self._changed:
            now = time.time()
            text.status, text.error_code, text.updated_at = status, error_code, now
            text.sent_at = text.sent_at or now
            text.history.append((status, now))
            self._touch()

    def keep_photo(self, text: Text, photo: Photo) -> None:
        """Attach a picture that was fetched."""
        with self._changed:
            text.photos.append(photo)
            self._touch()

    def delete_photo(self, text: Text, sid: str) -> bool:
        """Drop a picture for good; False when it isn't there."""
        with self._changed:
            kept = [photo for photo in text.photos if photo.sid != sid]
            found = len(kept) < len(text.photos)
            text.photos = kept
            self._touch()
            return found

    def delete_text(self, text: Text) -> None:
        """Drop a text for good."""
        with self._changed:
            self.texts.pop(text.sid, None)
            self.by_phone[text.phone] = [one for one in self.by_phone[text.phone] if one != text]
            self._touch()

    def delete_call(self, sid: str) -> bool:
        """Drop what is known of a call; False when nothing is."""
        with self._changed:
            return self.calls.pop(sid, None) is not None

    def delete_recording(self, sid: str) -> bool:
        """Drop a tape; False when there is none."""
        with self._changed:
            return self.recordings.pop(sid, None) is not None

    def note_callback(self, text: Text, callback: Callback) -> None:
        """Remember a status callback that left."""
        with self._changed:
            text.callbacks.append(callback)

    def note_problem(self, text: Text, problem: str) -> None:
        """Show a sentence of trouble under a text."""
        with self._changed:
            text.problem = problem
            self._touch()

    def is_opted_out(self, phone: str, company: str) -> bool:
        """Whether this phone said STOP to this number."""
        return (phone, company) in self.opted_out

    def opt_out(self, phone: str, company: str) -> bool:
        """Block a sender; False when it was blocked already."""
        with self._changed:
            before = len(self.opted_out)
            self.opted_out.add((phone, company))
            return len(self.opted_out) > before

    def opt_in(self, phone: str, company: str) -> bool:
        """Lift a block; False when there was none."""
        with self._changed:
            found = self.is_opted_out(phone, company)
            self.opted_out.discard((phone, company))
            return found

    def all(self) -> list[Text]:
        """Every text, oldest first."""
        with self._changed:
            return list(self.texts.values())

    def thread(self, phone: str) -> list[Text]:
        """Every text of one phone, oldest first."""
        with self._changed:
            return list(self.by_phone.get(phone, ()))

    def threads(self, limit: int, *, containing: str = "") -> list[list[Text]]:
        """The texts of the phones heard of last whose number contains these digits."""
        with self._changed:
            found = [phone for phone in self.by_phone if containing in phone]
            threads = [list(self.by_phone[phone]) for phone in found]
        return heapq.nlargest(limit, threads, key=lambda thread: thread[-1].received_at)

    def wait_for_change(self, seen: int, timeout: float) -> int:
        """The version now, as soon as it differs from the one seen or the time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self.closing or self.version != seen, timeout)
            return self.version

    def announce(self) -> None:
        """Tell everyone who watches that something changed."""
        with self._changed:
            self._touch()

    def close(self) -> None:
        """Wake everyone who waits for a change."""
        with self._changed:
            self.closing = True
            self._changed.notify_all()

    def _add(self, text: Text) -> Text:
        with self._changed:
            text.updated_at = text.received_at
            text.history.append((text.status, text.received_at))
            self.texts[text.sid] = text
            self.by_phone[text.phone].append(text)
            self._touch()
        return text

    def _touch(self) -> None:
        self.version += 1
        self._changed.notify_all()
