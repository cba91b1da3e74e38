"""Where a text goes and comes from: a plain number, or one behind the word of its network; pure."""

WHATSAPP, RCS = "whatsapp:", "rcs:"
KINDS = ("", WHATSAPP, RCS)


def kind_of(address: str) -> str:
    """“whatsapp:”, “rcs:”, or "" of a number, a service or a sender's name."""
    return next((kind for kind in (WHATSAPP, RCS) if address.startswith(kind)), "")


def bare(address: str) -> str:
    """The number alone."""
    return address.removeprefix(kind_of(address))


def all_of(number: str) -> list[str]:
    """Each address the same phone may have."""
    return [kind + bare(number) for kind in KINDS]


def reached_from(sender: str, number: str) -> str:
    """The address of a customer's number in the network this sender's address is in."""
    return kind_of(sender) + number if number else ""
