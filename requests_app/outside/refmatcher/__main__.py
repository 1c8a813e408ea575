"""Start the demonstration matcher as a process of its own.

Must not start without being told in so many words that it is no face recogniser.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

import uvicorn

from requests_app.common import private_files
from requests_app.outside.refmatcher import GALLERY, MISSING_GALLERY, NOTICE, drawings
from requests_app.outside.refmatcher.app import Matcher, build
from requests_app.outside.refmatcher.checks import Trust
from requests_app.outside.refmatcher.faults import CuttableProtocol
from requests_app.outside.refmatcher.matching import ShapeGallery
from requests_app.outside.refmatcher.memory import Memory
from requests_app.wire.keys import UnusableKey, load_public_keys


def arguments() -> argparse.ArgumentParser:
    """The options of the program."""
    parser = argparse.ArgumentParser(prog="refmatcher", description=NOTICE)
    parser.add_argument(
        "--i-understand-this-is-not-a-face-recogniser",
        action="store_true",
        required=True,
        dest="understood",
        help="say that you know what this program is not",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, required=True, help="port to listen on")
    parser.add_argument(
        "--grant-keys",
        type=Path,
        required=True,
        help="public keys of the grants' signer: a JWKS file, or PEM",
    )
    parser.add_argument("--audience", required=True, help="the aud that a grant must have")
    parser.add_argument("--issuer", required=True, help="the iss that a grant must have")
    parser.add_argument(
        "--state", type=Path, required=True, help="SQLite file of used grants and answers"
    )
    parser.add_argument("--seed", type=int, default=drawings.SEED, help="seed of the drawings")
    parser.add_argument(
        "--faults", action="store_true", help="misbehave when the X-Fault header asks (tests only)"
    )
    return parser


def main() -> None:
    """Read the options, make the gallery, listen until told to stop."""
    given = arguments().parse_args()
    os.umask(private_files.UMASK)  # what SQLite makes is nobody else's
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr
    )
    try:
        keys = load_public_keys(given.grant_keys)
    except (OSError, UnusableKey) as error:
        sys.exit(f"refmatcher: the grants' public keys cannot be read: {error}")
    application = build(
        Matcher(
            trust=Trust(keys=keys, audience=given.audience, issuer=given.issuer),
            memory=Memory(given.state),
            galleries={
                GALLERY: ShapeGallery(seed=given.seed),
                MISSING_GALLERY: ShapeGallery(seed=given.seed + 1, mark="MIS"),
            },
            faults_enabled=given.faults,
        )
    )
    logging.getLogger("refmatcher").info(
        "%s galleries=%s,%s on http://%s:%d%s",
        NOTICE,
        GALLERY,
        MISSING_GALLERY,
        given.host,
        given.port,
        " WITH FAULTS ENABLED" if given.faults else "",
    )
    uvicorn.run(
        application,
        host=given.host,
        port=given.port,
        http=CuttableProtocol if given.faults else "h11",
        access_log=False,
        log_level="warning",
        server_header=False,
        h11_max_incomplete_event_size=32_768,
        timeout_graceful_shutdown=5,
        lifespan="off",
        ws="none",
    )


if __name__ == "__main__":
    main()
