"""Serves the web process of a trial, which has no proxy before it: `python -m config.trial_server PORT`.

It must not listen on anything but loopback, nor keep what is sent to it in a file.
"""

import signal
import sys
from typing import Any

MEGABYTE = 1024 * 1024
LARGEST_BODY = 16 * MEGABYTE
OPTIONS: dict[str, Any] = {
    # A thread is given a request only when all of it is there; these serve what is complete.
    "threads": 8,
    "connection_limit": 500,
    "channel_timeout": 30,
    "cleanup_interval": 5,
    "asyncore_use_poll": True,  # select() ends at 1024 open files
    "max_request_header_size": 32 * 1024,
    # Above the application's own limit, so that it says in its own words that a file is too large.
    "max_request_body_size": LARGEST_BODY,
    # Evidence stays in memory until it is sealed: beyond these, waitress writes a temporary file.
    "inbuf_overflow": LARGEST_BODY + 1,
    "outbuf_overflow": 64 * MEGABYTE,
    "ident": "",
    "log_socket_errors": False,  # the lines would hold addresses of pages
}


def main(port: int) -> None:
    """Serve until SIGTERM or SIGINT; what is being answered then is answered first."""
    import waitress

    from config.wsgi import application

    def end(*_: object) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    waitress.serve(application, host="127.0.0.1", port=port, _quiet=True, **OPTIONS)


if __name__ == "__main__":
    main(int(sys.argv[1]))
