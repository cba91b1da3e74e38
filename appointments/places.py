"""The addresses of a customer, and the points on the map they are known by."""

import re

from appointments.estimating import Place
from appointments.models import Customer, Location
from fieldservice.company.names import tidy

# As maps copy it: “40.7128, -74.0060”, in brackets or not.
_POINT = re.compile(r"\(?\s*([-+]?\d{1,3}(?:\.\d+)?)°?\s*[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)°?\s*\)?")


def read_point(text: str) -> Place | None:
    """The latitude and longitude of a text, None where it is no point of this earth."""
    found = _POINT.fullmatch(text.strip())
    if found is None:
        return None
    place = Place(float(found[1]), float(found[2]))
    return place if abs(place.latitude) <= 90 and abs(place.longitude) <= 180 else None


def place_at(customer: Customer, address: str, point: Place | None = None) -> Location | None:
    """The customer's place at this address, made where it is new; None without an address."""
    if not tidy(address):
        return None
    place = Location.objects.get_or_create(customer=customer, address=tidy(address))[0]
    if point:
        put_on_map(place, point)
    return place


def put_on_map(place: Location, point: Place | None) -> None:
    """From now on the way there is reckoned to this point; None takes it off the map."""
    place.latitude, place.longitude = (point.latitude, point.longitude) if point else (None, None)
    place.save(update_fields=["latitude", "longitude"])
