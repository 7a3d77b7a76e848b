"""Fetching an address, going on where an earlier attempt broke off."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from segstyle_core import __version__
from segstyle_core.errors import FetchError
from segstyle_core.fetching.records import discard, tag_file
from segstyle_core.progress import Progress, check

__all__ = ["Wanted", "download"]

CHUNK = 1 << 16
CONNECT_SECONDS = 4.0
SILENCE_SECONDS = 15.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")
USER_AGENT = f"SegStyle/{__version__} (GIMP plug-in) {requests.utils.default_user_agent()}"
"""Wikimedia refuses programs that do not say who they are."""


@dataclass(frozen=True)
class Wanted:
    """A file at an address.

    Attributes:
        title: what the user calls it.
        url: the address.
        mirror: the environment variable that may name a mirror.
        name_at_mirrors: the file's name there.
        size: in bytes, if it is known.
        vouched: whether a checksum will tell if it is the right file.
        error: what is raised when it cannot be had.
    """

    title: str
    url: str
    mirror: str
    name_at_mirrors: str
    size: int | None
    vouched: bool
    error: type[FetchError]

    @property
    def address(self) -> str:
        """Its own address, or the mirror's."""
        mirror = os.environ.get(self.mirror)
        return f"{mirror.rstrip('/')}/{self.name_at_mirrors}" if mirror else self.url


def download(wanted: Wanted, part: Path, progress: Progress) -> None:
    """Complete ``part``, the beginning of the file that may be there already.

    A transfer that breaks off is taken up again, with a Range request, as long as each attempt
    brings something. The bytes are not judged here. The proxies named in HTTPS_PROXY, HTTP_PROXY
    and NO_PROXY are respected.

    Raises:
        FetchError: no connection, an answer other than the file, an address without https.
        CancelledError: the user does not want to go on; ``part`` stays for the next time.
    """
    with requests.Session() as session:
        session.headers["User-Agent"] = USER_AGENT
        session.mount("http://", _OnlyLoopback(wanted))
        while wanted.size is None or _size(part) < wanted.size:
            before = _size(part)
            try:
                _transfer(session, wanted, part, progress)
                break
            except requests.RequestException as error:
                if _size(part) <= before:
                    raise _unreachable(wanted, error) from None


class _OnlyLoopback(HTTPAdapter):
    """Refuses plain http, also when it is only redirected to, unless it stays on this machine."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self._wanted = wanted

    def send(
        self, request: requests.PreparedRequest, *args: Any, **options: Any
    ) -> requests.Response:
        if urlsplit(request.url or "").hostname not in LOOPBACK:
            raise self._wanted.error(
                f"The address {request.url} is not https.",
                f"“{self._wanted.title}” is fetched over https only.",
            )
        return super().send(request, *args, **options)


def _transfer(session: requests.Session, wanted: Wanted, part: Path, progress: Progress) -> None:
    headers = {"Accept-Encoding": "identity"} | _going_on(wanted, part)
    timeouts = (CONNECT_SECONDS, SILENCE_SECONDS)
    with session.get(wanted.address, headers=headers, stream=True, timeout=timeouts) as answer:
        if answer.status_code == requests.codes.range_not_satisfiable and _size(part):
            discard(part)
            _transfer(session, wanted, part, progress)
            return
        answer.raise_for_status()
        goes_on = answer.status_code == requests.codes.partial_content
        have = _size(part) if goes_on else 0
        whole = wanted.size or have + int(answer.headers.get("Content-Length", 0))
        if not goes_on:
            _remember(answer, part)
        with part.open("ab" if goes_on else "wb") as file:
            for chunk in answer.iter_content(CHUNK):
                have += len(chunk)
                if wanted.size is not None and have > wanted.size:
                    return
                file.write(chunk)
                check(progress, have / max(whole, have), f"Fetching {wanted.title}")


def _going_on(wanted: Wanted, part: Path) -> dict[str, str]:
    """Headers that ask for the rest, if what is here is surely the beginning of the same file.

    Surely means: the server says so of its tag, or the checksum will.
    """
    have = _size(part)
    tag = tag_file(part).read_text(encoding="utf-8") if tag_file(part).exists() else ""
    if not have or not (tag or wanted.vouched):
        return {}
    return {"Range": f"bytes={have}-"} | ({"If-Range": tag} if tag else {})


def _remember(answer: requests.Response, part: Path) -> None:
    tag = answer.headers.get("ETag", "")
    if tag.startswith('"'):
        tag_file(part).write_text(tag, encoding="utf-8")
    else:
        tag_file(part).unlink(missing_ok=True)


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _unreachable(wanted: Wanted, error: requests.RequestException) -> FetchError:
    host = urlsplit(wanted.address).hostname
    if error.response is not None:
        return wanted.error(
            f"{host} answered {error.response.status_code} for “{wanted.title}”.",
            f"Try again later, or name a mirror in {wanted.mirror}.",
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return wanted.error(
            f"“{wanted.title}” cannot be fetched: the proxy does not let us through to {host}.",
            f"Look at HTTPS_PROXY and NO_PROXY, or name a mirror in {wanted.mirror}.",
        )
    return wanted.error(
        f"“{wanted.title}” cannot be fetched: there is no connection to {host}.",
        f"Connect to the internet and try again, or name a mirror in {wanted.mirror}.",
    )
