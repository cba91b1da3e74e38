"""What a caller gets back, and how an answer crosses from the child to its parent."""

import base64
import dataclasses
import json
import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Crop:
    """A rectangle in fractions (0 to 1) of the upright picture."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(edge) for edge in dataclasses.astuple(self)):
            raise ValueError("A crop needs four finite numbers.")


@dataclass(frozen=True)
class Processed:
    """A usable headshot: everything the product keeps of the upload."""

    mms: bytes  # baseline JPEG, at most 1080 px and 300 KB
    large: bytes  # WebP, 480 px
    small: bytes  # WebP, 160 px
    master: bytes  # the whole picture as a clean JPEG, at most 2048 px, for cropping again
    placeholder: str  # data URI of a 16 px WebP
    color: str  # "#rrggbb", the average
    crop: Crop
    hints: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """A picture that cannot be used, and the code of the reason."""

    code: str


FILES = ("mms", "large", "small", "master")


class UnusableError(Exception):
    """Raised inside the pipeline; becomes a Refused with the same code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def packed(answer: Processed | Refused) -> bytes:
    """The answer as JSON, files in base64; never pickle: the child has read a stranger's bytes."""
    fields = dataclasses.asdict(answer)
    for name in FILES:
        if name in fields:
            fields[name] = base64.b64encode(fields[name]).decode()
    return json.dumps(fields).encode()


def unpacked(answer: bytes) -> Processed | Refused:
    """The answer that `packed` wrote; ValueError, KeyError or TypeError for anything else."""
    fields = json.loads(answer)
    if "code" in fields:
        return Refused(str(fields["code"]))
    files = {name: base64.b64decode(fields[name], validate=True) for name in FILES}
    return Processed(
        **files,
        placeholder=str(fields["placeholder"]),
        color=str(fields["color"]),
        crop=Crop(**fields["crop"]),
        hints=tuple(str(hint) for hint in fields["hints"]),
    )
