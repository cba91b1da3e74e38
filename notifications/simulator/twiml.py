"""How the provider reads the company's answer to a customer's text."""

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


def _messages(document: str) -> list[str]:
    try:
        # expat bounds entity expansion, and the company's own server wrote this.
        root = ET.fromstring(document)  # noqa: S314
    except ET.ParseError as error:
        raise UnreadableAnswerError("The company's TwiML cannot be read (12100).") from error
    return [words for tag in root.iter("Message") if (words := "".join(tag.itertext()).strip())]
