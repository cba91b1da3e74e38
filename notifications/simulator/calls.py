"""A call to or from the company as it stands, and what is left on tape."""

import io
import math
import struct
import wave
from dataclasses import dataclass, field
from typing import Literal

from .twiml import Script

Move = Literal["call", "pick_up", "press_1", "let_ring", "leave_message", "hang_up"]
MOVES: tuple[Move, ...] = (
    *("call", "pick_up", "press_1", "let_ring", "leave_message"),
    "hang_up",
)
RATE, SECONDS, PITCH = 8000, 3, 440  # samples a second; a message; a hum


@dataclass
class Call:
    """One call as it stands: what was heard, and what the provider waits for."""

    sid: str
    phone: str
    company: str
    heard: list[str] = field(default_factory=list)
    now: Script = field(default_factory=Script)
    # The company called: where it is told of the end.
    is_from_company: bool = False
    over_url: str = ""

    @property
    def is_over(self) -> bool:
        waits = self.is_from_company and self.now.waits_for_key
        return not (self.now.rings or self.now.takes_message or waits)


def hum() -> bytes:
    """A message on tape, as a small WAV file."""
    samples = (int(6000 * math.sin(2 * math.pi * PITCH * n / RATE)) for n in range(RATE * SECONDS))
    kept = io.BytesIO()
    with wave.open(kept, "wb") as tape:
        tape.setnchannels(1)
        tape.setsampwidth(2)
        tape.setframerate(RATE)
        tape.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return kept.getvalue()
