"""`python -m tests.bench.bare URL TEXTS THREADS CALLBACK`: Twilio's client alone, in one process.

It prints the seconds of processor time that sending took.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from requests.adapters import HTTPAdapter
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

ACCOUNT, TOKEN = "AC" + "0" * 32, "simulator"
BODY = (
    "Acme Heating: Hello Dana, Maya is coming on Mon 23 Nov, 9-11am, for your boiler service. "
    "Maya has 6 years with us. Good at: old boilers. Off duty: plays football on Sundays. "
    "Reply C if that suits you, R for another time. Questions? 202-555-0100. "
    "Reply STOP to end texts, HELP for help. Msg & data rates may apply."
)


def main(url: str, texts: int, threads: int, callback: str) -> None:
    """Send so many texts with so many calls in flight."""
    http = TwilioHttpClient(timeout=10)
    http.session.mount("http://", HTTPAdapter(pool_maxsize=threads))
    client = Client(ACCOUNT, TOKEN, http_client=http)
    client.api.base_url = url

    def send(number: int) -> None:
        client.messages.create(
            to=f"+1202{number:07}",
            from_="+15005550006",
            body=BODY,
            status_callback=callback,
            validity_period=300,
        )

    began = time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(send, range(texts)))
    sys.stdout.write(f"{time.process_time() - began}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
