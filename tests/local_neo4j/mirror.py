"""A Maven repository on loopback that serves files of a folder, and can misbehave."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Mirror:
    """What it serves, what was asked of it, and how it is to fail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uri = ""
        self.requests: list[tuple[str, str | None]] = []
        self.sent = 0
        self.cut_after: int | None = None  # bytes of each answer after which the connection breaks
        self.spoil: set[str] = set()  # paths whose next answer is wrong
        self.always_spoil = False
        self.ranges = True


@contextmanager
def serving(folder: Path) -> Iterator[Mirror]:
    """Serve a folder for a block."""
    mirror = Mirror(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.lstrip("/")
            wanted = self.headers.get("Range")
            mirror.requests.append((path, wanted))
            file = mirror.folder / path
            if not file.is_file():
                self.send_error(404)
                return
            content = file.read_bytes()
            if path in mirror.spoil or mirror.always_spoil:
                mirror.spoil.discard(path)
                content = bytes(len(content))
            begin = int(wanted[len("bytes=") : -1]) if wanted and mirror.ranges else 0
            self.send_response(206 if begin else 200)
            self.send_header("Content-Length", str(len(content) - begin))
            self.end_headers()
            body = content[begin:]
            if mirror.cut_after is not None and len(body) > mirror.cut_after:
                self.wfile.write(body[: mirror.cut_after])
                mirror.sent += mirror.cut_after
                self.close_connection = True
                return
            self.wfile.write(body)
            mirror.sent += len(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        mirror.uri = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield mirror
        finally:
            server.shutdown()
            thread.join()
