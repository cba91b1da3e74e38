"""A mail server on this machine that takes e-mails, refuses them or breaks off, as a test says."""

import socketserver
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

WORDS = {"HELLO": "220 mail.test", "QUIT": "221 bye"}
BREAK = ""  # an answer that never comes: the connection is closed


class _Session(socketserver.StreamRequestHandler):
    """One connection; each command is answered 250 unless the server was told otherwise."""

    server: "_Listener"

    def handle(self) -> None:
        if not self._answer("HELLO"):
            return
        while line := self.rfile.readline():
            word = line.split()[0].decode().upper().partition(":")[0] if line.split() else ""
            if not self._answer(word) or word == "QUIT":
                return

    def _answer(self, word: str) -> bool:
        if word == "DATA" and word not in self.server.owner.answers:
            self._say("354 go on")
            letter = self._letter()
            self.server.owner.letters.append(letter)
            word = "END"
        answer = self.server.owner.answers.get(word, WORDS.get(word, "250 ok"))
        if answer != BREAK:
            self._say(answer)
        return answer != BREAK

    def _letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        return b"".join(lines)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128
    owner: "MailServer"


@dataclass
class MailServer:
    """`answers` by command, HELLO being the first and END the one after the letter.

    `letters` are those that came to their end, whatever was answered then.
    """

    answers: dict[str, str] = field(default_factory=dict)
    letters: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._listener = _Listener(("127.0.0.1", 0), _Session)
        self._listener.owner = self
        self.port = int(self._listener.server_address[1])
        threading.Thread(target=self._listener.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown()
        self._listener.server_close()
