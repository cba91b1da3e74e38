"""The forty customers of Acme Heating, all made up; data only.

Numbers end in 555-01xx: they are kept for fiction and belong to nobody.
"""

from dataclasses import dataclass

from appointments.models import Customer
from fieldservice.company.models import Language


@dataclass(frozen=True, kw_only=True)
class Household:
    """One customer, where they live, and what helps at their door."""

    name: str
    greeting: str
    phone: str
    address: str
    language: Language = Language.ENGLISH
    reach: Customer.Reach = Customer.Reach.PICTURE
    style: Customer.VisitStyle = Customer.VisitStyle.ANY
    say_it_like: str = ""
    access: str = ""
    email: str = ""


def _at(name: str, greeting: str, number: str, address: str, **more: str) -> Household:
    """`number` as area code and line: "202 17" is +1 202 555-0117."""
    area, line = number.split()
    phone = f"+1{area}55501{line}"
    language = Language(more.pop("language", Language.ENGLISH))
    reach = Customer.Reach(more.pop("reach", Customer.Reach.PICTURE))
    style = Customer.VisitStyle(more.pop("style", Customer.VisitStyle.ANY))
    return Household(
        name=name, greeting=greeting, phone=phone, address=address,
        language=language, reach=reach, style=style, **more,
    )  # fmt: skip


HOUSEHOLDS = (
    _at("Dana Whitlow", "Dana", "202 17", "14 Alder Street", access="Side gate, shy dog"),
    _at("Samuel Okafor", "Mr Okafor", "212 42", "301 Larch Avenue, Apt 9C", style="quiet",
        say_it_like="oh-KAH-for", access="Doorman rings up; say Acme"),
    _at("Rosa Delgado", "Rosa", "305 18", "77 Mango Lane", language="es", style="chatty"),
    _at("Hector Delgado", "Héctor", "305 18", "77 Mango Lane, rear house", language="es",
        access="Blue door at the back"),
    _at("Eleanor Pryce", "Mrs Pryce", "207 63", "5 Lighthouse Road", reach="plain",
        style="chatty", access="Ring twice, I am slow on the stairs"),
    _at("Theo Lindqvist", "Theo", "612 29", "118 Birch Court", say_it_like="TAY-oh",
        access="Shy dog, hides under the table"),
    _at("Priya Raman", "Priya", "732 84", "22 Orchard Row", style="explain",
        access="Thermostat is behind the bookcase"),
    _at("Walter Boyd", "Mr Boyd", "304 11", "9 Quarry Hill", reach="call",
        access="Please phone, he does not read texts"),
    _at("Naomi Feld", "Naomi", "718 56", "460 Linden Street, Apt 3", style="quiet"),
    _at("Carmen Ibarra", "Carmen", "787 35", "31 Hibiscus Way", language="es"),
    _at("Jerome Baptiste", "Jerome", "404 70", "1820 Peach Terrace", style="chatty",
        access="Gate code is with the office"),
    _at("Aoife Brennan", "Aoife", "617 38", "12 Harbor Mews", say_it_like="EE-fa"),
    _at("Maribel Soto", "Maribel", "407 92", "640 Palm Circle", language="es", style="explain"),
    _at("George Papadakis", "George", "216 47", "88 Foundry Street", reach="plain",
        access="Shop entrance, then downstairs"),
    _at("Lena Fischer", "Lena", "215 25", "203 Willow Street"),
    _at("Harold Kim", "Mr Kim", "201 74", "17 Cedar Crescent", style="quiet",
        access="Shoes off, please; slippers by the door"),
    _at("Imani Brooks", "Imani", "410 33", "54 Rowhouse Lane", style="chatty"),
    _at("Julio Mendez", "Julio", "919 61", "2 Dogwood Drive", language="es",
        access="Two cats, keep the porch door shut"),
    _at("Patricia Vance", "Patricia", "614 15", "730 Maple Street", style="explain"),
    _at("Tomasz Nowak", "Tomasz", "312 88", "66 Canal Street, Floor 2",
        say_it_like="TOH-mash"),
    _at("Grace Holloway", "", "803 27", "41 Magnolia Street", reach="email",
        email="grace.holloway@example.com"),
    _at("Yusuf Demir", "Yusuf", "973 52", "159 Garden Street", style="chatty",
        access="Tea will be offered"),
    _at("Bridget Malone", "Bridget", "401 69", "8 Wharf Street", reach="plain"),
    _at("Anthony Russo", "Tony", "516 44", "275 Bayview Avenue",
        access="Cellar stairs are steep"),
    _at("Keiko Tanabe", "Ms Tanabe", "206 31", "1104 Hill Street, Apt 12", style="quiet"),
    _at("Marcus Reed", "Marcus", "704 58", "39 Stonewall Court"),
    _at("Odalys Perez", "Odalys", "786 23", "512 Coral Street, Apt 4", language="es"),
    _at("Fern Gallagher", "Fern", "802 95", "3 Mill Brook Road",
        access="Dirt road after the red barn"),
    _at("Devon Clarke", "Devon", "862 12", "90 Park Place"),
    _at("Alice Montgomery", "Mrs Montgomery", "860 77", "6 Church Hill", reach="plain",
        style="explain"),
    _at("Ramon Quiles", "Ramón", "939 49", "28 Ceiba Street", language="es", style="chatty"),
    _at("Stella Marchetti", "Stella", "570 36", "145 Vine Street"),
    _at("Noah Abrams", "Noah", "914 81", "23 Ridge Road", access="Ladder is in the garage"),
    _at("Winnie Chau", "Winnie", "646 90", "77 Mercer Court, Apt 21", style="quiet"),
    _at("Beverly Stokes", "Beverly", "843 14", "310 Live Oak Lane",
        access="Parrot repeats everything"),
    _at("Ian MacLeod", "Ian", "603 46", "19 Granite Street"),
    _at("Lucia Ferrer", "Lucía", "954 65", "801 Sea Grape Drive", language="es",
        style="explain"),
    _at("Omar Haddad", "Omar", "313 53", "48 Crescent Street", reach="plain"),
    _at("Joyce Ellison", "Joyce", "585 21", "262 Lilac Avenue",
        access="Walks with a frame; let her open"),
    _at("Peter van Dyke", "Peter", "518 68", "11 Mohawk Street"),
)  # fmt: skip
