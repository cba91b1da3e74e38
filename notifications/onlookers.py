"""Who looks at a customer's page: a person, or a program that fetches it for a preview or an index.

Not a lock: the key in the address is that. It keeps faces and names out of previews and caches.
"""

import re

from django.http import HttpRequest

# As they name themselves; Apple's and Google's texting apps fetch under the first names.
_PROGRAMS = re.compile(
    r"facebookexternalhit|facebot|twitterbot|whatsapp|telegram|slack|discord|linkedin|skype"
    r"|google-(?:pagerenderer|safety|inspectiontool|read-aloud)|googlemessages|applebot"
    r"|bingpreview|pinterest|viber|snapchat|iframely|embedly|metainspector|opengraph"
    r"|preview|unfurl|scan|prefetch|monitor|bot\b|bot/|crawl|spider|slurp|archiver",
    re.IGNORECASE,
)
_AHEAD = frozenset({"prefetch", "preview", "prerender"})


def is_program(request: HttpRequest) -> bool:
    """Whether nobody reads this answer now."""
    headers = request.headers
    purpose = f"{headers.get('Sec-Purpose', '')};{headers.get('Purpose', '')}".lower()
    ahead = any(part.strip() in _AHEAD for part in purpose.split(";"))
    return ahead or request.method == "HEAD" or bool(_PROGRAMS.search(_agent(request)))


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")[:500]
