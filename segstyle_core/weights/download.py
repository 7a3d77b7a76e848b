"""Fetching an address, going on where an earlier attempt broke off."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from segstyle_core.errors import WeightsError
from segstyle_core.progress import Progress, check
from segstyle_core.weights.catalogue import UrlWeights
from segstyle_core.weights.records import discard, tag_file

__all__ = ["download"]

CHUNK = 1 << 16
CONNECT_SECONDS = 4.0
SILENCE_SECONDS = 15.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def download(weights: UrlWeights, part: Path, progress: Progress) -> None:
    """Complete ``part``, the beginning of the file that may be there already.

    A transfer that breaks off is taken up again, with a Range request, as long as each attempt
    brings something. The bytes are not judged here. The proxies named in HTTPS_PROXY, HTTP_PROXY
    and NO_PROXY are respected.

    Raises:
        WeightsError: no connection, an answer other than the file, an address without https.
        CancelledError: the user does not want to go on; ``part`` stays for the next time.
    """
    url = _address(weights)
    with requests.Session() as session:
        session.mount("http://", _OnlyLoopback())
        while weights.size is None or _size(part) < weights.size:
            before = _size(part)
            try:
                _transfer(session, url, weights, part, progress)
                break
            except requests.RequestException as error:
                if _size(part) <= before:
                    raise _unreachable(weights, url, error) from None


class _OnlyLoopback(HTTPAdapter):
    """Refuses plain http, also when it is only redirected to, unless it stays on this machine."""

    def send(
        self, request: requests.PreparedRequest, *args: Any, **options: Any
    ) -> requests.Response:
        if urlsplit(request.url or "").hostname not in LOOPBACK:
            raise WeightsError(
                f"The address {request.url} is not https.", "Weights are fetched over https only."
            )
        return super().send(request, *args, **options)


def _transfer(
    session: requests.Session, url: str, weights: UrlWeights, part: Path, progress: Progress
) -> None:
    headers = {"Accept-Encoding": "identity"} | _going_on(weights, part)
    timeouts = (CONNECT_SECONDS, SILENCE_SECONDS)
    with session.get(url, headers=headers, stream=True, timeout=timeouts) as answer:
        if answer.status_code == requests.codes.range_not_satisfiable and _size(part):
            discard(part)
            _transfer(session, url, weights, part, progress)
            return
        answer.raise_for_status()
        goes_on = answer.status_code == requests.codes.partial_content
        have = _size(part) if goes_on else 0
        whole = weights.size or have + int(answer.headers.get("Content-Length", 0))
        if not goes_on:
            _remember(answer, part)
        with part.open("ab" if goes_on else "wb") as file:
            for chunk in answer.iter_content(CHUNK):
                have += len(chunk)
                if weights.size is not None and have > weights.size:
                    return
                file.write(chunk)
                check(progress, have / max(whole, have), f"Fetching {weights.title}")


def _going_on(weights: UrlWeights, part: Path) -> dict[str, str]:
    """Headers that ask for the rest, if what is here is surely the beginning of the same file.

    Surely means: the server says so of its tag, or the checksum will.
    """
    have = _size(part)
    tag = tag_file(part).read_text(encoding="utf-8") if tag_file(part).exists() else ""
    if not have or not (tag or weights.sha256):
        return {}
    return {"Range": f"bytes={have}-"} | ({"If-Range": tag} if tag else {})


def _remember(answer: requests.Response, part: Path) -> None:
    tag = answer.headers.get("ETag", "")
    if tag.startswith('"'):
        tag_file(part).write_text(tag, encoding="utf-8")
    else:
        tag_file(part).unlink(missing_ok=True)


def _address(weights: UrlWeights) -> str:
    """The entry's own address, or the mirror's that SEGSTYLE_WEIGHTS_URL names."""
    mirror = os.environ.get("SEGSTYLE_WEIGHTS_URL")
    return f"{mirror.rstrip('/')}/{weights.name_at_mirrors}" if mirror else weights.url


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _unreachable(weights: UrlWeights, url: str, error: requests.RequestException) -> WeightsError:
    host = urlsplit(url).hostname
    if error.response is not None:
        return WeightsError(
            f"{host} answered {error.response.status_code} for “{weights.title}”.",
            "Try again later, or name a mirror in SEGSTYLE_WEIGHTS_URL.",
        )
    if isinstance(error, requests.exceptions.ProxyError):
        return WeightsError(
            f"“{weights.title}” cannot be fetched: the proxy does not let us through to {host}.",
            "Look at HTTPS_PROXY and NO_PROXY, or name a mirror in SEGSTYLE_WEIGHTS_URL.",
        )
    return WeightsError(
        f"“{weights.title}” cannot be fetched: there is no connection to {host}.",
        "Connect to the internet and try again, or name a mirror in SEGSTYLE_WEIGHTS_URL.",
    )
