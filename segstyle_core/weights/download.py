"""Fetching a pinned address, going on where an earlier attempt broke off."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import requests

from segstyle_core.errors import WeightsError
from segstyle_core.progress import Progress, check
from segstyle_core.weights.catalogue import UrlWeights

__all__ = ["download"]

CHUNK = 1 << 16
CONNECT_SECONDS = 4.0
SILENCE_SECONDS = 15.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def download(weights: UrlWeights, part: Path, progress: Progress) -> None:
    """Complete ``part``, the beginning of the file that may be there already.

    A transfer that breaks off is taken up again, with a Range request, as long as each attempt
    brings something. The bytes are not judged here.

    Raises:
        WeightsError: no connection, an answer other than the file, an address without https.
        CancelledError: the user does not want to go on; ``part`` stays for the next time.
    """
    url = _address(weights)
    while _size(part) < weights.size:
        before = _size(part)
        try:
            _transfer(url, weights, part, progress)
        except requests.RequestException as error:
            if _size(part) <= before:
                raise _unreachable(weights, url, error) from None
        else:
            break


def _transfer(url: str, weights: UrlWeights, part: Path, progress: Progress) -> None:
    have = _size(part)
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    timeouts = (CONNECT_SECONDS, SILENCE_SECONDS)
    with requests.get(url, headers=headers, stream=True, timeout=timeouts) as answer:
        _insist_on_https(answer.url)
        answer.raise_for_status()
        goes_on = answer.status_code == requests.codes.partial_content
        have = have if goes_on else 0
        with part.open("ab" if goes_on else "wb") as file:
            for chunk in answer.iter_content(CHUNK):
                have += len(chunk)
                if have > weights.size:
                    return
                file.write(chunk)
                check(progress, have / weights.size, f"Fetching {weights.title}")


def _address(weights: UrlWeights) -> str:
    """The entry's own address, or the mirror's that SEGSTYLE_WEIGHTS_URL names."""
    mirror = os.environ.get("SEGSTYLE_WEIGHTS_URL")
    url = f"{mirror.rstrip('/')}/{weights.url.rsplit('/', 1)[1]}" if mirror else weights.url
    _insist_on_https(url)
    return url


def _insist_on_https(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise WeightsError(
            f"The address {url} is not https.", "Weights are fetched over https only."
        )


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _unreachable(weights: UrlWeights, url: str, error: requests.RequestException) -> WeightsError:
    host = urlsplit(url).hostname
    if error.response is not None:
        return WeightsError(
            f"{host} answered {error.response.status_code} for “{weights.title}”.",
            "Try again later, or name a mirror in SEGSTYLE_WEIGHTS_URL.",
        )
    return WeightsError(
        f"“{weights.title}” cannot be fetched: there is no connection to {host}.",
        "Connect to the internet and try again, or name a mirror in SEGSTYLE_WEIGHTS_URL.",
    )
