"""The provider is too busy for all that is due: what matters more goes first when it recovers."""

import time

from tests.drills.company import at_work, phones, provider, rows, texts_sent, together
from tests.drills.counting import Result, count, settle
from tests.drills.levers import WORKERS, kill_workers
from tests.office import until
from tests.stack import Stack

A_SECOND = 20  # texts; they leave a quarter of a second's worth at a time
AT_ONCE = A_SECOND // 4
LIMIT = "UPDATE notifications_sender SET per_second = %s"
CAN_WAIT = "UPDATE notifications_message SET urgency = 9"


def order(stack: Stack, texts: int) -> Result:
    """Reminders have waited for longer; then introductions of people on the phone become due."""
    urgent = phones(texts)[: max(2, texts // 10)]
    reminders = phones(texts)[len(urgent) :]
    with at_work(stack) as office:
        rows(stack, LIMIT, A_SECOND)
        kill_workers(stack)
        together(office.book, reminders)
        rows(stack, CAN_WAIT)
        with office.provider(status_429_rate=1.0):
            stack.start(*WORKERS)
            until(lambda: refused(stack))
            together(office.book, urgent)
            until(lambda: refused(stack) & set(urgent))
            assert not texts_sent(stack), "A provider that takes nothing has taken a text."
        ended_at = time.time()
        settle(stack)
    sent = [text["to"] for text in texts_sent(stack)]
    before_last = sent[: max(map(sent.index, urgent))]
    overtaken = [phone for phone in before_last if phone in reminders]
    # What two processes had on their way when the provider recovered is not called back.
    assert len(overtaken) <= 2 * AT_ONCE, f"{len(overtaken)} reminders went before urgent texts."
    return count(stack, "order", texts, ended_at)


def refused(stack: Stack) -> set[str]:
    """The phones whose texts the provider was too busy for."""
    return {call["form"]["To"][0] for call in provider(stack)["refused"]}
