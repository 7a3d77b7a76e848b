"""Fetching by address: resumed, verified, refused, cancelled; the true bytes on loopback."""

import socket
import ssl

import pytest
import trustme
from forward_proxy import proxying
from loopback import serving

from segstyle_core.errors import CancelledError, WeightsError
from segstyle_core.progress import Control
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import catalogue

MOSAIC = catalogue()["mosaic"]


@pytest.fixture
def server(mirror, monkeypatch):
    with serving(mirror) as server:
        monkeypatch.setenv("SEGSTYLE_WEIGHTS_URL", server.address)
        yield server


@pytest.fixture
def empty(tmp_path):
    return Store(tmp_path / "store")


def left_in(store):
    return sorted(p.name for p in store.folder.iterdir() if not p.name.endswith(".lock"))


def test_fetched_once_then_left_alone(server, empty):
    path = empty.fetch("mosaic")
    assert empty.ready("mosaic") and empty.path("mosaic") == path
    assert left_in(empty) == ["mosaic.onnx", "mosaic.onnx.json"]
    empty.fetch("mosaic")
    assert len(server.ranges) == 1


def test_a_broken_transfer_goes_on_where_it_broke(server, empty):
    server.break_after = [700_000]
    empty.fetch("mosaic")
    assert server.ranges[0] is None
    begin = int(server.ranges[1].removeprefix("bytes=").removesuffix("-"))
    assert 0 < begin <= 700_000


def test_a_later_run_goes_on_where_the_cancelled_one_was(server, empty):
    def until_half(fraction, text):
        return Control.CANCEL if fraction > 0.4 else Control.CONTINUE

    with pytest.raises(CancelledError):
        empty.fetch("mosaic", until_half)
    assert not empty.ready("mosaic")
    part = empty.folder / "mosaic.onnx.part"
    have = part.stat().st_size
    assert 0 < have < MOSAIC.size
    empty.fetch("mosaic")
    assert server.ranges[-1] == f"bytes={have}-"
    assert not part.exists()


def test_a_server_without_ranges_starts_anew(server, empty):
    server.knows_ranges = False
    server.break_after = [500_000]
    empty.fetch("mosaic")
    assert empty.ready("mosaic")


def test_wrong_bytes_are_refused_and_not_kept(tmp_path, monkeypatch, empty):
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    (wrong / MOSAIC.name_at_mirrors).write_bytes(b"x" * MOSAIC.size)
    with serving(wrong) as server:
        monkeypatch.setenv("SEGSTYLE_WEIGHTS_URL", server.address)
        with pytest.raises(WeightsError, match="wrong checksum"):
            empty.fetch("mosaic")
    assert left_in(empty) == []


def test_too_many_bytes_are_not_taken(tmp_path, monkeypatch, empty):
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    (wrong / MOSAIC.name_at_mirrors).write_bytes(b"x" * (3 * MOSAIC.size))
    with serving(wrong) as server:
        monkeypatch.setenv("SEGSTYLE_WEIGHTS_URL", server.address)
        with pytest.raises(WeightsError, match="wrong checksum"):
            empty.fetch("mosaic")


def test_a_missing_file_is_told_with_the_servers_answer(tmp_path, monkeypatch, empty):
    with serving(tmp_path) as server:
        monkeypatch.setenv("SEGSTYLE_WEIGHTS_URL", server.address)
        with pytest.raises(WeightsError, match="404"):
            empty.fetch("mosaic")


def test_no_connection_is_one_clear_line(monkeypatch, empty):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("SEGSTYLE_WEIGHTS_URL", f"http://127.0.0.1:{port}")
    with pytest.raises(WeightsError) as caught:
        empty.fetch("mosaic")
    assert "no connection to 127.0.0.1" in caught.value.message
    assert "SEGSTYLE_WEIGHTS_URL" in caught.value.advice
    assert "\n" not in str(caught.value)


def test_plain_http_is_refused_beyond_loopback(monkeypatch, empty):
    monkeypatch.setenv("SEGSTYLE_WEIGHTS_URL", "http://mirror.invalid/weights")
    with pytest.raises(WeightsError, match="not https"):
        empty.fetch("mosaic")


def test_a_redirect_to_plain_http_is_not_followed(server, empty):
    server.leads_to = "http://mirror.invalid/file"
    with pytest.raises(WeightsError, match=r"http://mirror\.invalid/file is not https"):
        empty.fetch("mosaic")


def test_a_full_disk_is_told_and_leaves_nothing_usable(server, empty):
    empty.folder.mkdir()
    (empty.folder / "mosaic.onnx.part").symlink_to("/dev/full")
    with pytest.raises(WeightsError) as caught:
        empty.fetch("mosaic")
    assert "No space left on device" in caught.value.message
    assert "Make room" in caught.value.advice
    assert not empty.ready("mosaic")


def test_the_beginning_of_another_file_is_not_gone_on_with(server, empty):
    server.tags = True
    empty.folder.mkdir()
    (empty.folder / "mosaic.onnx.part").write_bytes(b"x" * 400_000)
    (empty.folder / "mosaic.onnx.part.tag").write_text('"of another file"')
    empty.fetch("mosaic")
    assert server.ranges[0] == "bytes=400000-"
    assert left_in(empty) == ["mosaic.onnx", "mosaic.onnx.json"]


@pytest.fixture
def proxy(monkeypatch):
    with proxying() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.address)
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        for name in ("http_proxy", "https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY"):
            monkeypatch.delenv(name, raising=False)
        yield proxy


def test_a_proxy_is_asked(server, proxy, empty):
    empty.fetch("mosaic")
    assert proxy.asked == [f"GET {server.address}/{MOSAIC.name_at_mirrors}"]


def test_a_proxy_is_left_out_where_no_proxy_says_so(server, proxy, empty, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    empty.fetch("mosaic")
    assert proxy.asked == [] and len(server.ranges) == 1


def test_https_goes_through_the_proxy_s_tunnel(mirror, proxy, empty, tmp_path, monkeypatch):
    authority = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    with serving(mirror, tls) as server:
        monkeypatch.setenv("SEGSTYLE_WEIGHTS_URL", f"https://localhost:{server.server_port}")
        empty.fetch("mosaic")
        assert proxy.asked == [f"CONNECT localhost:{server.server_port}"]
        assert server.ranges == [None]


def test_a_proxy_that_refuses_is_told(proxy, empty, monkeypatch):
    proxy.refuses = True
    monkeypatch.setenv("SEGSTYLE_WEIGHTS_URL", "https://mirror.invalid")
    with pytest.raises(WeightsError) as caught:
        empty.fetch("mosaic")
    assert "the proxy does not let us through to mirror.invalid" in caught.value.message
    assert "HTTPS_PROXY" in caught.value.advice
