"""A file server on loopback that knows Range, and can break off."""

import hashlib
import re
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class FileServer(ThreadingHTTPServer):
    """Serves one folder's files.

    Attributes:
        ranges: the Range header of each request so far, None where there was none.
        agents: the User-Agent header of each request so far.
        break_after: for each request to come, after how many bytes the connection is cut.
        knows_ranges: whether Range is obeyed.
        tags: whether each file is sent with its ETag, and If-Range is obeyed.
        leads_to: where every request is redirected to, if anywhere.
    """

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.ranges: list[str | None] = []
        self.agents: list[str | None] = []
        self.break_after: list[int] = []
        self.knows_ranges = True
        self.tags = False
        self.leads_to: str | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: FileServer

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.server.ranges.append(wanted)
        self.server.agents.append(self.headers.get("User-Agent"))
        if self.server.leads_to:
            self.send_response(302)
            self.send_header("Location", self.server.leads_to)
            self.end_headers()
            return
        file = self.server.folder / Path(self.path).name
        if not file.is_file():
            self.send_error(404)
            return
        content = file.read_bytes()
        tag = f'"{hashlib.md5(content).hexdigest()}"'
        same = self.headers.get("If-Range", tag) == tag
        start = 0
        if wanted and self.server.knows_ranges and same:
            start = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1])
        if start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if self.server.tags:
            self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        body = content[start:]
        if self.server.break_after:
            body = body[: self.server.break_after.pop(0)]
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path, tls: ssl.SSLContext | None = None):
    server = FileServer(folder)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
