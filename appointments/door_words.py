"""Owns the two words by which a customer knows who rings: plain, short, hard to mishear."""

import secrets

# No two that sound alike, none that could offend; every letter is cheap in a text.
_WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "en": (
        (
            *("amber", "blue", "copper", "golden", "green", "happy", "little", "lucky"),
            *("orange", "purple", "quiet", "silver", "sunny", "velvet", "wooden", "yellow"),
        ),
        (
            *("anchor", "basket", "button", "candle", "garden", "guitar", "harbor", "kettle"),
            *("lantern", "mountain", "paper", "pencil", "rabbit", "river", "tomato", "window"),
        ),
        "{0} {1}",
    ),
    # The second word is the same for all genders, so that every pair reads right.
    "es": (
        ("alegre", "amable", "azul", "brillante", "dulce", "feliz", "fuerte", "grande", "verde"),
        (
            *("barco", "caballo", "campana", "castillo", "cometa", "cuchara", "espejo", "farol"),
            *("guitarra", "jirafa", "manzana", "naranja", "piano", "puente", "tambor", "ventana"),
        ),
        "{1} {0}",
    ),
}


def two_words(language: str) -> str:
    """A fresh pair, as it is spoken in that language; English for one without a list."""
    looks, things, order = _WORDS.get(language[:2], _WORDS["en"])
    return order.format(secrets.choice(looks), secrets.choice(things))
