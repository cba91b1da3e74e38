"""What the demo's office answers often: ready answers in both languages of its customers."""

from fieldservice.company.models import BusinessUnit
from notifications.models import CannedAnswer

ANSWERS = {
    "en": {
        "All noted": "Thank you[, {greeting}]. It is noted.",
        "Still on": "All as planned: [{technician} comes on ]{window}.",
        "We call": "We call you within the hour.",
    },
    "es": {
        "Anotado": "Gracias[, {greeting}]. Queda anotado.",
        "Todo igual": "Todo sigue igual: [{technician} viene el ]{window}.",
        "Llamamos": "Le llamamos en menos de una hora.",
    },
}


def write_down(unit: BusinessUnit) -> None:
    """Each with what stands on its button."""
    CannedAnswer.objects.bulk_create(
        CannedAnswer(business_unit=unit, language=language, title=title, text=text)
        for language, texts in ANSWERS.items()
        for title, text in texts.items()
    )
