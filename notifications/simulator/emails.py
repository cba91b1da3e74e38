"""What the simulator knows about one e-mail: its words, its photo and its files."""

import base64
import time
import uuid
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(frozen=True)
class Email:
    """One letter, as a mail program would show it."""

    id: str
    to: str
    sender: str
    subject: str
    words: str
    html: str
    files: dict[str, bytes]
    received_at: float


def read(raw: bytes) -> Email:
    """The letter in these bytes; ValueError when there is none."""
    letter = message_from_bytes(raw, policy=policy.default)
    if not isinstance(letter, EmailMessage) or not letter["To"]:
        raise ValueError("This is no e-mail.")
    html = letter.get_body(("html",))
    plain = letter.get_body(("plain",))
    return Email(
        id=uuid.uuid4().hex,
        to=str(letter["To"]),
        sender=str(letter["From"]),
        subject=str(letter["Subject"]),
        words=plain.get_content() if plain else "",
        html=_shown(html.get_content(), letter) if html else "",
        files=_files(letter),
        received_at=time.time(),
    )


def _files(letter: EmailMessage) -> dict[str, bytes]:
    found = (part for part in letter.walk() if part.get_content_disposition() == "attachment")
    return {str(part.get_filename()): bytes(part.get_payload(decode=True)) for part in found}


def _shown(html: str, letter: EmailMessage) -> str:
    """With the pictures that lie in the letter in their places."""
    for part in letter.walk():
        name = (part["Content-ID"] or "").strip("<>")
        if name:
            data = base64.b64encode(bytes(part.get_payload(decode=True))).decode()
            html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{data}")
    return html
