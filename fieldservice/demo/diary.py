"""Who visits whom in the three days around now, and what customers said to it; data only."""

from dataclasses import dataclass

from appointments.statuses import Status

YES = "C"


@dataclass(frozen=True)
class Visit:
    """One visit and what becomes of it.

    `hours` is the arrival window. `first` was announced before `technician`. The `answer` comes
    minutes after the text, or `answered_ago` minutes before now. `ends` is how the visit ends,
    `thanks` what the customer answers when asked how it was.
    """

    hours: tuple[int, int]
    technician: str
    customer: str
    job: str
    answer: str = ""
    answered_ago: int = 0
    first: str = ""
    ends: Status = Status.DONE
    notes: str = ""
    thanks: str = ""


YESTERDAY = (
    Visit((8, 10), "Maya", "Lena Fischer", "Boiler service", YES,
          thanks="G She explained every step and left the cellar cleaner than it was"),
    Visit((11, 13), "Maya", "Harold Kim", "Heat pump check", YES, thanks="G"),
    Visit((9, 11), "Arjan", "Jerome Baptiste", "AC repair", YES),
    Visit((10, 12), "Luis", "Maribel Soto", "Water heater repair", "Perfecto, muchas gracias",
          thanks="G Muy amable, y por fin hay agua caliente"),
    Visit((9, 11), "Grace", "Omar Haddad", "Boiler service"),
    Visit((13, 15), "Grace", "Bridget Malone", "No heat", YES, notes="Upstairs only."),
    Visit((16, 18), "Grace", "Fern Gallagher", "Boiler service", YES),
    Visit((8, 10), "Ben", "Marcus Reed", "Duct cleaning"),
    Visit((14, 16), "Ruth", "Stella Marchetti", "Leak repair", "Thank you! Kitchen is dry so far"),
    Visit((15, 17), "Amina", "Ian MacLeod", "AC tune-up", ends=Status.NO_ACCESS),
)  # fmt: skip
TODAY = (
    Visit((8, 10), "Maya", "Samuel Okafor", "Boiler service", YES),
    Visit((10, 12), "Maya", "Priya Raman", "Heat pump check", YES),
    Visit((13, 15), "Maya", "Naomi Feld", "Thermostat", YES, first="June"),
    Visit((15, 17), "Maya", "Fern Gallagher", "No heat",
          "Side gate please, the dog is shy", notes="Pilot light goes out at night."),
    Visit((9, 11), "Ruth", "Patricia Vance", "Water heater repair", YES),
    Visit((12, 14), "Ruth", "Tomasz Nowak", "Leak repair", "OK"),
    Visit((8, 10), "Luis", "Carmen Ibarra", "AC repair", YES),
    Visit((10, 12), "Luis", "Julio Mendez", "Leak repair"),
    Visit((14, 16), "Luis", "Odalys Perez", "Water heater repair",
          "Perfecto, gracias. El timbre no funciona, mejor tocar la puerta"),
    Visit((9, 11), "Amina", "Aoife Brennan", "Duct cleaning", YES),
    Visit((13, 15), "Amina", "Imani Brooks", "AC repair", YES, notes="Rattles when it starts."),
    Visit((8, 10), "Arjan", "George Papadakis", "Heat pump check"),
    Visit((11, 13), "Arjan", "Yusuf Demir", "AC tune-up", "Wonderful. There will be tea."),
    Visit((15, 17), "Arjan", "Keiko Tanabe", "Thermostat", YES),
    Visit((18, 20), "Grace", "Anthony Russo", "No heat"),
    Visit((10, 12), "Grace", "Beverly Stokes", "Boiler service", YES),
    Visit((14, 16), "Grace", "Joyce Ellison", "Heat pump check"),
    Visit((9, 11), "Ben", "Noah Abrams", "Duct cleaning", YES),
    Visit((13, 15), "Ben", "Devon Clarke", "Water heater repair", ends=Status.CANCELED),
    Visit((10, 12), "June", "Winnie Chau", "Thermostat", YES),
)  # fmt: skip
TOMORROW = (
    Visit((13, 15), "Maya", "Theo Lindqvist", "Boiler service",
          "Great, see you then! The dog is shy", answered_ago=12),
    Visit((8, 10), "Ruth", "Eleanor Pryce", "Boiler service", YES),
    Visit((8, 10), "Luis", "Ramon Quiles", "Water heater repair", YES),
    Visit((14, 16), "Luis", "Lucia Ferrer", "AC repair"),
    Visit((16, 18), "Luis", "Hector Delgado", "Leak repair", notes="Under the kitchen sink."),
    Visit((9, 11), "Amina", "Peter van Dyke", "AC tune-up"),
    Visit((10, 12), "Arjan", "Alice Montgomery", "Heat pump check", YES),
    Visit((8, 10), "Grace", "Walter Boyd", "No heat"),
    Visit((9, 11), "Ben", "Grace Holloway", "Water heater repair"),
    Visit((11, 13), "June", "Imani Brooks", "Thermostat", YES),
    Visit((13, 15), "", "Jerome Baptiste", "Quote for a new system"),
)  # fmt: skip
# Booked this very moment: their texts leave as soon as there is a worker.
JUST_NOW = (
    Visit((9, 11), "Maya", "Dana Whitlow", "Boiler service"),
    Visit((10, 12), "Luis", "Rosa Delgado", "AC tune-up"),
)
# These numbers can't get texts, as the provider found out.
UNREACHABLE = ("Peter van Dyke",)
