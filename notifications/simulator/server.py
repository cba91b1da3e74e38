"""The sockets: reads HTTP requests, writes answers, and closes every connection when told to."""

import contextlib
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from .web import SAFE, Answer, Request, plain_answer

MAX_REQUEST = 1024 * 1024

App = Callable[[Request], Answer]


class Server(ThreadingHTTPServer):
    """Answers each connection in a thread of its own until it is closed."""

    daemon_threads = False
    request_queue_size = 512

    def __init__(self, host: str, port: int, app: App) -> None:
        self.app = app
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        super().__init__((host, port), Handler)
        self._accepting = threading.Thread(target=self._accept, name="simulator-http", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._accepting.start()

    def close(self) -> None:
        """Stop answering, cut every connection, and wait for the threads."""
        self.stopping.set()
        self.shutdown()
        self._accepting.join()
        for connection in list(self._open):
            _cut(connection)
        self.server_close()

    def process_request(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Remember the connection, so that closing can reach it."""
        if isinstance(request, socket.socket):
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """Forget the connection."""
        if isinstance(request, socket.socket):
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news; anything else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    def _accept(self) -> None:
        self.serve_forever(poll_interval=0.05)


class Handler(BaseHTTPRequestHandler):
    """One connection, kept open between requests."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Simulator", ""
    disable_nagle_algorithm = True
    wbufsize = 64 * 1024

    def serve(self) -> None:
        """Read one request, answer it."""
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > MAX_REQUEST or self._is_chunked():
            self.close_connection = True
            self._write(plain_answer("The request is too large, or its length is unknown.", 413))
            return
        answer = self.server.app(self._request(int(length)))
        if answer.wait:
            self.server.stopping.wait(answer.wait)
        if answer.dropped:
            self.close_connection = True
            _cut(self.connection)
        elif answer.stream is None:
            self._write(answer)
        else:
            self._stream(answer, answer.stream)

    do_GET = do_HEAD = do_POST = do_DELETE = do_PUT = serve  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay quiet: requests carry phone numbers and texts."""

    def _is_chunked(self) -> bool:
        return "chunked" in self.headers.get("Transfer-Encoding", "").lower()

    def _request(self, length: int) -> Request:
        url = urlsplit(self.path)
        return Request(
            verb=self.command,
            method="GET" if self.command == "HEAD" else self.command,
            path=unquote(url.path),
            query=parse_qs(url.query),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )

    def _head(self, answer: Answer, **extra: str) -> None:
        self.send_response(answer.status)
        shared = {"Content-Type": answer.content_type} | SAFE | answer.headers
        for name, value in (shared | extra).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def _write(self, answer: Answer) -> None:
        self._head(answer, Content_Length=str(len(answer.body)))
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _stream(self, answer: Answer, chunks: Iterator[bytes]) -> None:
        self.close_connection = True
        self._head(answer, Connection="close")
        for chunk in chunks:
            self.wfile.write(chunk)
            self.wfile.flush()
            if self.server.stopping.is_set():
                break


def _cut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
