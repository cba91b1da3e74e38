"""Plans change in the very second in which a text leaves; the last word a customer has is true."""

import random
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from appointments.windows import day_words, hours_words
from tests.drills.company import at_work, phones, rows, texts_sent, together
from tests.drills.counting import Result
from tests.office import Json, Office, tomorrow_at_nine, until
from tests.stack import Stack

LATENCY = 0.3  # seconds the provider takes for an answer
BLOCKS = 5  # of four hours: so many visits one pair of technicians has in a day
PLANS = (
    *(("reassign",), ("move",), ("cancel",), ("reassign", "back")),
    *(("reassign", "move"), ("reassign", "cancel"), ("move", "cancel")),
)
CALLED_OFF = "is called off"
A_MINUTE_PASSES = """
UPDATE notifications_message SET
  sent_at = sent_at - interval '1 minute',
  send_after = CASE state WHEN 'queued' THEN send_after - interval '1 minute' ELSE send_after END
"""
OPEN = """
SELECT id FROM notifications_message
WHERE state NOT IN ('delivered', 'skipped') LIMIT 1
"""


@dataclass
class Story:
    """One visit: who may come, when, and how it stands after its changes."""

    phone: str
    pair: tuple[str, str]
    start: datetime
    visit: Json = field(default_factory=dict)


def lastsecond(stack: Stack, texts: int) -> Result:
    """So many visits, each changed once or twice around the moment its text leaves.

    A minute has to pass between two texts of a visit: the times of our rows are put back instead.
    """
    stack.environment["SWEEP_SECONDS"] = "1"
    with at_work(stack) as office:
        names, stories = cast(office, texts)
        with office.provider(latency_ms=1000 * LATENCY):
            together(lambda story: play(office, story), stories, hands=8)
            ended_at = time.time()
            until(lambda: all_told(stack), patience=120, pause=0.5)
    got = defaultdict(list)
    for text in texts_sent(stack):
        got[text["to"]].append(text)
    wrong = {s.phone: why for s in stories if (why := untruth(s, got[s.phone], names))}
    assert not wrong, f"What customers were told last is not so: {wrong}."
    bodies = [(text["to"], text["body"]) for text in texts_sent(stack)]
    last = max(text["received_at"] for text in texts_sent(stack))
    repeated = len(bodies) - len(set(bodies))
    return Result("lastsecond", texts, texts, 0, repeated, max(0.0, last - ended_at))


def cast(office: Office, texts: int) -> tuple[dict[str, str], list[Story]]:
    """The names of technicians by id, and the visits, which never get into each other's way."""
    midnight = tomorrow_at_nine() - timedelta(hours=9)
    pairs = [
        (office.technician("Maya"), office.technician("Ruth")) for _ in range(-(-texts // BLOCKS))
    ]
    names = {pk: name for pair in pairs for pk, name in zip(pair, ("Maya", "Ruth"), strict=True)}
    stories = [
        Story(phone, pairs[number // BLOCKS], midnight + timedelta(hours=4 * (number % BLOCKS)))
        for number, phone in enumerate(phones(texts))
    ]
    return names, stories


def play(office: Office, story: Story) -> None:
    """Booked, and changed while nobody knows whether the text has left."""
    first, second = story.pair
    later = [story.start + timedelta(hours=hours) for hours in (2, 4)]
    changes: dict[str, dict[str, str | None]] = {
        "reassign": {"technician_id": second},
        "back": {"technician_id": first},
        "cancel": {"status": "canceled"},
        "move": {
            "arrival_window_start": later[0].isoformat(),
            "arrival_window_end": later[1].isoformat(),
        },
    }
    story.visit = office.book(story.phone, first, story.start)
    for change in random.choice(PLANS):
        time.sleep(random.uniform(0, 2 * LATENCY))
        story.visit = office.change(story.visit["id"], **changes[change])


def all_told(stack: Stack) -> bool:
    rows(stack, A_MINUTE_PASSES)
    return not rows(stack, OPEN)


def untruth(story: Story, texts: list[Json], names: dict[str, str]) -> str:
    """What is wrong with the texts of this visit; "" when nothing is."""
    visit, bodies = story.visit, [text["body"] for text in texts]
    if visit["status"] == "canceled":
        needless = bodies[:1] if bodies and CALLED_OFF in bodies[0] else []
        return "".join(needless) or ("" if not bodies or CALLED_OFF in bodies[-1] else bodies[-1])
    if not bodies:
        return "nothing was said"
    start, end = (
        datetime.fromisoformat(visit[f"arrival_window_{edge}"]) for edge in ("start", "end")
    )
    when = f"{day_words(start, 'en')}, {hours_words(start, end, 'en')}"
    name = names[visit["technician_id"]]
    truths = (f"{name} is coming on {when}", f"{when}, with {name}")
    return "" if any(truth in bodies[-1] for truth in truths) else f"{truths[0]}: {bodies[-1]}"
