"""What pip, uv and torch say when they fail, and what a user is then told.

Of pip and uv on Linux it is what they said when they were made to fail so; of Windows, of
graphics cards and of old processors it is what others have reported.
"""

import pytest

SAID = {
    "uv without a network": (
        """\
error: Request failed after 3 retries in 9.9s
  cause: Failed to fetch: https://nowhere.invalid/simple/rich/
  cause: error sending request for url (https://nowhere.invalid/simple/rich/)
  cause: client error (Connect)
  cause: dns error
  cause: error resolving DNS
  cause: failed to lookup address information: Name or service not known
""",
        "Connect to the internet",
    ),
    "pip without a network": (
        """\
Looking in indexes: https://nowhere.invalid/simple
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after \
connection broken by 'NameResolutionError("HTTPSConnection(host='nowhere.invalid', port=443): \
Failed to resolve 'nowhere.invalid' ([Errno -2] Name or service not known)")': /simple/rich/
ERROR: Could not find a version that satisfies the requirement rich (from versions: none)
ERROR: No matching distribution found for rich
""",
        "Connect to the internet",
    ),
    "uv behind a proxy that is not there": (
        """\
error: Request failed after 3 retries in 8.1s
  cause: Failed to fetch: https://example.com/simple/rich/
  cause: client error (Connect)
  cause: tunnel error: failed to create underlying connection
  cause: tcp connect error
  cause: Connection refused (os error 111)
""",
        "HTTPS_PROXY",
    ),
    "pip behind a proxy that is not there": (
        """\
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after \
connection broken by 'NewConnectionError("HTTPSConnection(host='127.0.0.1', port=9): Failed to \
establish a new connection: [Errno 111] Connection refused")': /simple/rich/
ERROR: No matching distribution found for rich
""",
        "HTTPS_PROXY",
    ),
    "uv and a certificate of one's own": (
        """\
error: Failed to fetch: https://localhost:8477/simple/rich/
  cause: client error (Connect)
  cause: invalid peer certificate: UnknownIssuer
""",
        "certificate",
    ),
    "pip and a certificate of one's own": (
        """\
Could not fetch URL https://localhost:8477/simple/rich/: There was a problem confirming the ssl \
certificate: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local \
issuer certificate (_ssl.c:1006) - skipping
ERROR: No matching distribution found for rich
""",
        "certificate",
    ),
    "uv on a full disk": (
        """\
error: Failed to download `numpy==2.4.6`
  cause: I/O operation failed during extraction
  cause: failed to write to file `/small/c/numpy/_multiarray_umath.so`: No space left on device \
(os error 28)
""",
        "Make room",
    ),
    "pip on a full disk": (
        "OSError: [Errno 28] No space left on device: 'numpy-2.4.6-cp311-cp311-linux.whl'",
        "Make room",
    ),
    "uv for musl": (
        """\
         And because torch>=1.13.0 has no wheels with a matching platform tag (e.g., \
`musllinux_1_2_x86_64`) and you require torch, we can conclude that your requirements are \
unsatisfiable.
""",
        "glibc",
    ),
    "uv for a Python that torch has left behind": (
        """\
error: No solution found when resolving dependencies
  cause: Because torch>=2.9.0 has no wheels with a matching Python implementation tag (e.g., \
`cp39`) and you require torch>=2.9, we can conclude that your requirements are unsatisfiable.
""",
        "another Python",
    ),
    "pip for a Python that torch has left behind": (
        """\
ERROR: Could not find a version that satisfies the requirement torch==2.15.0 (from versions: \
1.4.0, 1.5.0, 1.5.1, 2.4.1)
ERROR: No matching distribution found for torch==2.15.0
""",
        "another Python",
    ),
    "uv and a bundle that lacks something": (
        """\
error: No solution found when resolving dependencies
  cause: Because rich was not found in the provided package locations and you require rich, we \
can conclude that your requirements are unsatisfiable.
""",
        "incomplete",
    ),
    "pip and a bundle that lacks something": (
        """\
ERROR: Could not find a version that satisfies the requirement rich (from versions: none)
ERROR: No matching distribution found for rich
""",
        "incomplete",
    ),
    "torch on Windows without the C++ runtime": (
        "OSError: [WinError 126] The specified module could not be found. Error loading "
        '"C:\\SegStyle\\.venv\\Lib\\site-packages\\torch\\lib\\c10.dll".',
        "Visual C++",
    ),
    "torch without the card's libraries": (
        "ImportError: libcudart.so.12: cannot open shared object file: No such file or directory",
        "--compute cpu",
    ),
    "torch on an old processor": ("\nended with -4", "too old"),
    "the memory did not do": ("\nended with -9", "memory"),
    "pip, a file in use on Windows": (
        "ERROR: Could not install packages due to an OSError: [WinError 32] The process cannot "
        "access the file because it is being used by another process: 'torch_cpu.dll'",
        "Close GIMP",
    ),
    "uv without the right to write": (
        "  cause: failed to create directory `/opt/segstyle/.venv/lib`: Permission denied "
        "(os error 13)",
        "Do not use sudo",
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_a_failure_is_translated(install, case):
    said, advice = SAID[case]
    assert advice in install.advice_on(said)


def test_what_is_not_known_is_passed_on(install):
    assert "the moon" in install.advice_on("one\ntwo\n\nerror: the moon is full\n")
