"""Values of settings with which production does not start: names, addresses, keys and their files.

Each value alone must bring about its own refusal, and what is right beside it none.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from requests_app.ops.refusals.codes import Code
from requests_app.ops.refusals.secrets import is_weak
from tests.ops.conftest import Here, found


@pytest.mark.parametrize(
    ("setting", "number"),
    [
        ("COUNTERSIGN_IDLE_MINUTES", 1440), ("COUNTERSIGN_SESSION_HOURS", 25),
        ("COUNTERSIGN_FAILURES_BEFORE_LOCK", 1000), ("COUNTERSIGN_FAILURES_BEFORE_LOCK", 1),
        ("COUNTERSIGN_LOCK_MINUTES", 10_080), ("COUNTERSIGN_LINK_HOURS", 720),
        ("COUNTERSIGN_PROPOSAL_DAYS", 365), ("COUNTERSIGN_STATEMENT_TIMEOUT_MS", 100),
        ("COUNTERSIGN_STATEMENT_TIMEOUT_MS", 3_600_000), ("DATA_UPLOAD_MAX_MEMORY_SIZE", None),
        ("DATA_UPLOAD_MAX_NUMBER_FIELDS", None), ("COUNTERSIGN_DECODES_AT_ONCE", 256),
        ("COUNTERSIGN_DECODES_AT_ONCE", 1), ("COUNTERSIGN_OPEN_DRAFTS", 1),
        ("COUNTERSIGN_OPEN_DRAFTS", 1000), ("COUNTERSIGN_MEGABYTES_OF_A_REQUEST", 1),
        ("COUNTERSIGN_MEGABYTES_OF_A_REQUEST", 10_000), ("COUNTERSIGN_MEGABYTES_A_DAY", 1),
        ("COUNTERSIGN_MEGABYTES_A_DAY", 100_000), ("COUNTERSIGN_DECODE_WAIT_SECONDS", 60),
        ("COUNTERSIGN_DECODE_WAIT_SECONDS", 0), ("EMAIL_TIMEOUT", None),
    ],
)  # fmt: skip
def test_a_number_that_nobody_can_want_is_refused(
    here: Here, setting: str, number: int | None
) -> None:
    here.set(**{setting: number})
    assert set(found()) == {Code.LIMITS}


RATES_NOBODY_WANTS = [
    ("login", "1000000/m/ip"), ("login", "999999999/s/ip"), ("login", "601/m/ip"),
    ("login", "4/m/ip"), ("login", "1/d/ip"), ("login", "36000/d/ip"), ("login", "600/61m/ip"),
    ("login_failed", "61/m/ip"), ("login_failed", "2/s/ip"), ("login_failed", "11/h/ip"),
    ("login_failed", "1/6m/ip"), ("login_failed", "480/d/ip"), ("login_failed", "480/2h/ip"),
    ("reauthenticate", "1000000/m/user"), ("reauthenticate", "1/h/user"),
    # What the settings' own reader refuses before, and what somebody may write into their code.
    *((key, rate) for key in ("login", "login_failed", "reauthenticate") for rate in (
        None, "", False, 0, 20, "0", "0/m/ip", "unlimited", "20/m", "20/m/key", "20/0m/ip",
        "20/w/ip", "-5/m/ip", "2e1/m/ip", "20.0/m/ip", "20/m/ip,1000000/m/ip", "20/m/ip\n",
        "\u0662\u0660/m/ip",
    )),
    ("login", "120/m/user"), ("login_failed", "20/5m/user"), ("reauthenticate", "10/m/ip"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "rate"), RATES_NOBODY_WANTS)
def test_a_rate_that_nobody_can_want_is_refused(here: Here, key: str, rate: object) -> None:
    here.set(ACCOUNT_RATE_LIMITS=here.settings.ACCOUNT_RATE_LIMITS | {key: rate})
    assert set(found()) == {Code.LIMITS}
    message = found()[Code.LIMITS]
    named = {
        "login": "COUNTERSIGN_RATE_OF_SIGN_INS",
        "login_failed": "COUNTERSIGN_RATE_OF_FAILED_SIGN_INS",
        "reauthenticate": "ACCOUNT_RATE_LIMITS['reauthenticate']",
    }
    assert message.msg.startswith(f"{named[key]} is {rate!r}. ")
    assert message.hint


@pytest.mark.parametrize("limits", [False, {"login": None, "login_failed": None}])
def test_sign_ins_without_any_limit_are_refused(here: Here, limits: object) -> None:
    here.set(ACCOUNT_RATE_LIMITS=limits)
    assert set(found()) == {Code.LIMITS}


@pytest.mark.parametrize(
    ("key", "rate"),
    [("login", "5/m/ip"), ("login", "600/m/ip"), ("login", "300/h/ip"), ("login", "10/s/ip"),
     ("login_failed", "1/5m/ip"), ("login_failed", "60/m/ip"), ("login_failed", "1/s/ip"),
     ("login_failed", "3600/60m/ip"), ("reauthenticate", "12/3600s/user")],
)  # fmt: skip
def test_a_rate_in_its_range_is_taken(here: Here, key: str, rate: str) -> None:
    here.set(ACCOUNT_RATE_LIMITS=here.settings.ACCOUNT_RATE_LIMITS | {key: rate})
    assert found() == {}


COUNTING = bytes(range(32))
TEXTS = ["0" * 64, "ab" * 32, "0123456789" * 6, "00112233445566778899" * 3, "abcdefghijk" * 6]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("setting", ["SECRET_KEY", "COUNTERSIGN_LOOKUP_KEY"])
def test_a_text_that_is_not_random_is_refused(here: Here, setting: str, text: str) -> None:
    here.set(**{setting: text})
    assert set(found()) == {Code.WEAK_KEY}
    assert text not in found()[Code.WEAK_KEY].msg


@pytest.mark.parametrize(
    "key", [bytes(32), b"\xff" * 32, bytes(31) + b"\x01", b"abcd" * 8, COUNTING, COUNTING[::-1]]
)
def test_a_content_key_that_is_not_random_is_refused(here: Here, key: bytes) -> None:
    here.set(COUNTERSIGN_CONTENT_KEY_FILE=here.content_key("weak.key", key))
    assert set(found()) == {Code.WEAK_KEY}


def test_random_keys_are_never_called_weak() -> None:
    for _ in range(2000):
        assert not is_weak(os.urandom(32))
        assert not is_weak(os.urandom(32).hex().encode())


@pytest.mark.parametrize("spelling", ["hex", "base64", "urlsafe"])
def test_one_key_for_two_purposes_is_refused_in_any_spelling(here: Here, spelling: str) -> None:
    key = os.urandom(32)
    text = {
        "hex": key.hex(),
        "base64": base64.b64encode(key).decode(),
        "urlsafe": base64.urlsafe_b64encode(key).decode().rstrip("="),
    }[spelling]
    here.set(
        COUNTERSIGN_CONTENT_KEY_FILE=here.content_key("same.key", key), COUNTERSIGN_LOOKUP_KEY=text
    )
    assert set(found()) == {Code.SAME_KEY}
    message = found()[Code.SAME_KEY].msg
    assert "COUNTERSIGN_CONTENT_KEY_FILE and COUNTERSIGN_LOOKUP_KEY" in message
    assert text not in message


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o644, 0o777])
def test_a_key_file_that_others_may_open_is_refused(here: Here, mode: int) -> None:
    Path(here.settings.COUNTERSIGN_CONTENT_KEY_FILE).chmod(mode)
    assert set(found()) == {Code.OPEN_FILE}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a file to another user")
def test_a_key_file_of_another_user_is_refused(here: Here) -> None:
    os.chown(here.settings.COUNTERSIGN_CONTENT_KEY_FILE, 12345, 12345)
    assert set(found()) == {Code.OPEN_FILE}


def test_a_credential_of_systemd_is_taken(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(here.settings.COUNTERSIGN_CONTENT_KEY_FILE).chmod(0o440)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(here.folder))
    assert found() == {}
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(here.folder / "elsewhere"))
    assert set(found()) == {Code.OPEN_FILE}


@pytest.mark.parametrize(
    "words", ["{key}", "another-heading {key}", "{heading} {key} more", "{heading}"]
)
def test_a_content_key_file_that_could_not_be_used_later_is_refused_now(
    here: Here, words: str
) -> None:
    key = base64.b64encode(os.urandom(32)).decode()
    text = words.format(key=key, heading="countersign-content-key-v1")
    here.set(COUNTERSIGN_CONTENT_KEY_FILE=here.file("odd.key", text))
    assert set(found()) == {Code.UNUSABLE_KEY}
    assert key not in found()[Code.UNUSABLE_KEY].msg


@pytest.mark.parametrize(
    "host",
    [
        "*", ".example.org", "localhost", "a.localhost", "countersign", "127.0.0.1", "127.9.9.9",
        "0.0.0.0",  # noqa: S104  refused, not bound
        "[::1]", "[::]", "a..example.org", "a.example.org.", "a.example.org:443",
        "https://a.example.org", "-a.example.org", "127.1", "1.2.3", "a.example.org/", "a_b.ca", "",
    ],
)  # fmt: skip
def test_a_host_that_is_not_a_full_name_is_refused(here: Here, host: str) -> None:
    here.set(ALLOWED_HOSTS=["countersign.example.org", host])
    assert set(found()) == {Code.HOSTS}


@pytest.mark.parametrize("host", ["a.example.org", "A-1.example.org", "10.1.2.3", "[2001:db8::1]"])
def test_a_full_name_is_taken(here: Here, host: str) -> None:
    here.set(ALLOWED_HOSTS=[host], COUNTERSIGN_PUBLIC_ORIGIN=f"https://{host.lower()}:8443")
    assert found() == {}


@pytest.mark.parametrize(
    "origin",
    [
        "", "https://", "countersign.example.org", "http://countersign.example.org",
        "https://countersign.example.org/", "https://countersign.example.org/path",
        "https://countersign.example.org?x", "https://countersign.example.org#x", "https://[",
        "https://ada@countersign.example.org", "https://countersign.example.org:x",
        "https://countersign", "https://127.0.0.1", "https://localhost", "https://*.example.org",
    ],
)  # fmt: skip
def test_an_origin_that_is_not_plain_https_is_refused(here: Here, origin: str) -> None:
    here.set(COUNTERSIGN_PUBLIC_ORIGIN=origin)
    assert set(found()) == {Code.ORIGIN}


@pytest.mark.parametrize(
    "address",
    [
        "", "hunter", "memory://", "memory://:hunter@localhost/", "filesystem:///hunter",
        "amqp://u:hunter@host//", "sqla+sqlite:///hunter", "sentinel://:hunter@host:1/0",
        "redis+socket:///hunter", "unix:///hunter", "redis:///0", "redis://:hunter@/0",
        "rediss://:hunter@host:x/0", "rediss://:hunter@host:70000/0", "rediss://:hunter@host/x",
        "rediss://:hunter@a:1/0;rediss://:hunter@b:1/0", "rediss://:hunter@a,b/0",
        "redis://:hunter\u2100@redis/0", "rediss://[hunter", "file:///hunter",
    ],
)  # fmt: skip
def test_what_is_no_redis_is_no_broker(here: Here, address: str) -> None:
    here.set(COUNTERSIGN_BROKER_URL=address)
    assert set(found()) == {Code.NO_BROKER}
    assert "hunter" not in found()[Code.NO_BROKER].msg


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("redis://127.0.0.1:6379/0", Code.OPEN_BROKER),
        ("rediss://user@host/0", Code.OPEN_BROKER),
        ("rediss://user:@host/0", Code.OPEN_BROKER),
        ("redis://:hunter@10.0.0.1/0", Code.BROKER_IN_THE_CLEAR),
        ("redis://:hunter@localhost.example.org/0", Code.BROKER_IN_THE_CLEAR),
        ("rediss://:hunter@host/0?ssl_cert_reqs=CERT_NONE", Code.BROKER_UNCHECKED),
        ("rediss://:hunter@host/0?ssl_check_hostname=false", Code.BROKER_UNCHECKED),
        ("rediss://:hunter@host/0?ssl_ca_certs=/a&transport=memory", Code.BROKER_UNCHECKED),
    ],
)
def test_a_broker_that_others_could_read_or_be_is_refused(
    here: Here, address: str, code: Code
) -> None:
    here.set(COUNTERSIGN_BROKER_URL=address)
    assert set(found()) == {code}
    assert "hunter" not in found()[code].msg


@pytest.mark.parametrize(
    "address",
    ["redis://:w@127.0.0.1:6379/0", "redis://:w@[::1]/0", "redis://u:w@localhost",
     "rediss://:w@host:6380/15", "rediss://:w@host/0?ssl_ca_certs=/etc/ca.pem"],
)  # fmt: skip
def test_a_broker_on_this_machine_or_behind_tls_is_taken(here: Here, address: str) -> None:
    here.set(COUNTERSIGN_BROKER_URL=address)
    assert found() == {}
