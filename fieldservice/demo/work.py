"""What Acme Heating does and what its people can do, in the customers' words; data only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Craft:
    """A skill, and how it reads after “Good at:”."""

    name: str
    english: str
    spanish: str


@dataclass(frozen=True)
class Job:
    """A kind of work, how it reads after “for your”, and the skills it needs."""

    name: str
    minutes: int
    english: str
    spanish: str
    needs: tuple[str, ...] = ()
    is_sober: bool = False


CRAFTS = (
    Craft("Air conditioning", "air conditioning", "aire acondicionado"),
    Craft("Boilers", "boilers of any age", "calderas de cualquier edad"),
    Craft("Controls", "simple thermostats", "termostatos sencillos"),
    Craft("Ducts", "clean air ducts", "conductos de aire limpios"),
    Craft("Heat pumps", "heat pumps", "bombas de calor"),
    Craft("Leaks", "hidden leaks", "fugas escondidas"),
    Craft("Water heaters", "water heaters", "calentadores de agua"),
)
JOBS = (
    Job("AC repair", 90, "AC repair", "reparación del aire", ("Air conditioning",)),
    Job("AC tune-up", 60, "AC tune-up", "revisión del aire", ("Air conditioning",)),
    Job("Boiler service", 60, "boiler service", "revisión de la caldera", ("Boilers",)),
    Job("Duct cleaning", 120, "duct cleaning", "limpieza de conductos", ("Ducts",)),
    Job("Heat pump check", 75, "heat pump check", "revisión de la bomba de calor", ("Heat pumps",)),
    Job("Leak repair", 60, "leak repair", "reparación de la fuga", ("Leaks",)),
    Job("No heat", 90, "heating repair", "reparación de la calefacción", ("Boilers",),
        is_sober=True),
    Job("Quote for a new system", 45, "free quote", "presupuesto gratuito"),
    Job("Thermostat", 45, "new thermostat", "termostato nuevo", ("Controls",)),
    Job(
        "Water heater repair", 90, "water heater repair", "reparación del calentador",
        ("Water heaters",),
    ),
)  # fmt: skip
