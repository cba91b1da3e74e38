"""The simulator as one thing that starts and stops: its network, its jobs and its HTTP server."""

from types import TracebackType
from urllib.parse import urljoin

from .calls import Call, Move
from .courier import Courier
from .faults import Faults, Switches
from .later import Later
from .life import Life, Pace
from .network import Network
from .panel import Panel
from .provider_api import PREFIX, ProviderApi
from .rules import Form
from .server import Server
from .switchboard import Switchboard
from .texts import Photo, Text
from .web import Answer, Request


class Simulator:
    """A running simulator: `with Simulator(account_sid=..., auth_token=...) as sim: sim.url`."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        inbound_url: str = "",
        host: str = "127.0.0.1",
        port: int = 0,
        faults: Faults | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.network = Network()
        self._switches = Switches(faults or Faults())
        self._courier = Courier(auth_token)
        self._later = Later()
        self._life = Life(
            self.network,
            self._switches,
            self._courier,
            self._later,
            account=account_sid,
            inbound_url=inbound_url,
            pace=pace or Pace(),
        )
        self._switchboard = Switchboard(
            self.network,
            self._courier,
            account=account_sid,
            voice_url=urljoin(inbound_url, "voice") if inbound_url else "",
        )
        self._api = ProviderApi(
            account_sid, auth_token, self.network, self._switches, self._life, self._switchboard
        )
        board = urljoin(inbound_url, "/") if inbound_url else ""
        self._panel = Panel(
            self.network, self._switches, self._life, self._later, self._switchboard, board
        )
        self._server = Server(host, port, self._answer)
        self.url = f"http://{host}:{self._server.server_port}"

    def __enter__(self) -> "Simulator":
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def faults(self) -> Faults:
        """The fault switches; assign a new table to throw them."""
        return self._switches.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._switches.set(faults)

    @property
    def creates(self) -> int:
        """How many create calls came in, whatever became of them."""
        return self.network.creates

    def messages(self) -> list[Text]:
        """Every text, oldest first, both ways."""
        return self.network.all()

    def accept(self, form: Form) -> Text:
        """Take a text past the API and its rules; the form has the API's field names."""
        text = self.network.accept(form)
        self._life.begin(text)
        return text

    def reply(self, phone: str, body: str, photo: Photo | None = None) -> Text:
        """Text the company as a customer; returns once the company has answered."""
        return self._life.reply(phone, body, photo)

    def call(self, phone: str, what: Move = "call") -> Call:
        """Call the company as a customer, or take the next step of that call."""
        return self._switchboard.move(phone, what)

    def settle(self, seconds: float = 10) -> None:
        """Wait until every callback and picture is done; TimeoutError when that takes too long."""
        if not self._later.settled(seconds):
            raise TimeoutError("The simulator is still busy.")

    def close(self) -> None:
        """Stop everything and close every connection."""
        self.network.close()
        self._server.close()
        self._later.close()
        self._courier.close()

    def _answer(self, request: Request) -> Answer:
        if request.path.startswith(PREFIX):
            return self._api.answer(request)
        return self._panel.answer(request)
