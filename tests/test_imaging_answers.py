"""An answer crosses from the child unharmed, and rubbish does not pass for one."""

import pytest

from technicians.imaging import Crop, Processed, Refused
from technicians.imaging.answers import packed, unpacked

ANSWER = Processed(
    mms=b"\xff\xd8",
    large=b"RIFF",
    small=b"",
    master=bytes(range(256)),
    placeholder="data:image/webp;base64,UklGRg==",
    color="#336699",
    crop=Crop(0.1, 1 / 3, 0.7, 1),
    hints=("too_dark", "blurry"),
)


@pytest.mark.parametrize("answer", [ANSWER, Refused("damaged")])
def test_an_answer_arrives_as_it_left(answer: Processed | Refused) -> None:
    assert unpacked(packed(answer)) == answer


@pytest.mark.parametrize(
    "rubbish", [b"", b"{}", b"[]", b"null", b"7", b"\xff\xfe", packed(ANSWER)[:90]]
)
def test_rubbish_is_an_error_the_parent_expects(rubbish: bytes) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        unpacked(rubbish)
