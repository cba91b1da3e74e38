"""How the provider reads the company's answers: to a customer's text, and to a call."""

from dataclasses import dataclass, field
from xml.etree import ElementTree as ET


class UnreadableAnswerError(Exception):
    """An answer the provider can do nothing with; its text says so to a person."""


def answers(status: int, content_type: str, body: str) -> list[str]:
    """The texts the provider sends back to the customer for an answer of the company."""
    if not status:
        raise UnreadableAnswerError("The company's web address did not answer (11200).")
    if status >= 300:
        raise UnreadableAnswerError(f"The company's web address answered {status} (11200).")
    if not body.strip():
        return []
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/plain":
        return [body]
    if kind == "text/html":
        raise UnreadableAnswerError("The company answered with a web page, not with TwiML (12100).")
    return _messages(body)


@dataclass(frozen=True)
class Script:
    """What is spoken on a call, and the one thing the provider then waits for."""

    said: list[str] = field(default_factory=list)
    rings: str = ""
    takes_message: bool = False
    waits_for_key: bool = False
    # Where what happened is told: after the ringing, the message or the key.
    action: str = ""
    # What the person who is rung hears; where a message can be heard.
    side_url: str = ""


def script(status: int, content_type: str, body: str) -> Script:
    """The company's answer to a call; what comes behind the first wait is not reached."""
    if status != 200 or content_type.partition(";")[0].strip().lower() == "text/html":
        raise UnreadableAnswerError(f"The company's web address answered {status} (11200).")
    said: list[str] = []
    for verb in _root(body):
        if verb.tag == "Say":
            said.append(_words(verb))
        elif verb.tag == "Dial":
            number = verb.find("Number")
            rings = _words(verb if number is None else number)
            side_url = "" if number is None else number.get("url", "")
            return Script(said, rings=rings, action=verb.get("action", ""), side_url=side_url)
        elif verb.tag == "Record":
            side_url = verb.get("recordingStatusCallback", "")
            return Script(
                said, takes_message=True, action=verb.get("action", ""), side_url=side_url
            )
        elif verb.tag == "Gather":
            said += [_words(each) for each in verb.iter("Say")]
            return Script(said, waits_for_key=True, action=verb.get("action", ""))
        else:
            break
    return Script(said)


def _messages(document: str) -> list[str]:
    return [words for tag in _root(document).iter("Message") if (words := _words(tag))]


def _root(document: str) -> ET.Element:
    try:
        # expat bounds entity expansion, and the company's own server wrote this.
        return ET.fromstring(document)  # noqa: S314
    except ET.ParseError as error:
        raise UnreadableAnswerError("The company's TwiML cannot be read (12100).") from error


def _words(tag: ET.Element) -> str:
    return "".join(tag.itertext()).strip()
