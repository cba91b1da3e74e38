"""What answers to “How was it?” say."""

import pytest

from notifications.thumbs import Thumb, read


@pytest.mark.parametrize(
    ("body", "thumb", "words"),
    [
        ("G", Thumb.UP, ""),
        ("g.", Thumb.UP, ""),
        ("G Maya was lovely, thank you!", Thumb.UP, "Maya was lovely, thank you!"),
        ("G, so quick", Thumb.UP, "so quick"),
        ("👍", Thumb.UP, ""),
        ("👍🏽 great work", Thumb.UP, "great work"),
        ("❤️", Thumb.UP, ""),
        ("Todo bien", Thumb.UP, ""),
        ("Liked “Acme: How was it with Maya?”", Thumb.UP, ""),
        ("Le encantó “Acme: ¿todo bien?”", Thumb.UP, ""),
        ("N", Thumb.DOWN, ""),
        ("n - he was late and rude", Thumb.DOWN, "he was late and rude"),
        ("No", Thumb.DOWN, ""),
        ("👎", Thumb.DOWN, ""),
        ("Disliked “Acme: How was it with Maya?”", Thumb.DOWN, ""),
        ("No me gustó “Acme: ¿todo bien?”", Thumb.DOWN, ""),
        ("", Thumb.NONE, ""),
        ("The tap still drips", Thumb.NONE, "The tap still drips"),
        ("Good that he left", Thumb.NONE, "Good that he left"),
        ("No problem at all, she was great", Thumb.NONE, "No problem at all, she was great"),
        ("Great, but the boiler leaks again", Thumb.NONE, "Great, but the boiler leaks again"),
        ("Liked it", Thumb.NONE, "Liked it"),
    ],
)
def test_a_thumb_is_only_what_is_surely_one(body: str, thumb: Thumb, words: str) -> None:
    assert read(body) == (thumb, words)
