"""Makes the one file `countersign-verify`: the same bytes from the same sources, wherever it is made.

Must not compress: libraries differ in how they do. `python -m requests_app.outside.verify.build OUT.pyz`
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

PACKAGE = "countersign_verify"
_START = b"#!/usr/bin/env python3\n"
# Written so that an older Python can read it too, and says a sentence rather than a traceback.
_MAIN = f"""import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "This program needs Python 3.11 or newer. Install it and run the program with it.\\n"
        "Ce programme demande Python 3.11 ou plus r\\xe9cent. Installez-le et relancez avec lui.\\n"
    )
    sys.exit(2)

from {PACKAGE}.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
"""


def built() -> bytes:
    """The bytes of the file."""
    here = Path(__file__).parent
    files = {
        f"{PACKAGE}/{path.name}": path.read_bytes().replace(b"\r\n", b"\n")
        for path in here.glob("*.py")
        if path.name != Path(__file__).name
    }
    files["__main__.py"] = _MAIN.encode()
    made = io.BytesIO()
    made.write(_START)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            # As on Unix, also where it is made elsewhere: a plain file that everybody may read.
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[name])
    return made.getvalue()


def main(arguments: list[str]) -> int:
    """Write the file and print its digest."""
    if len(arguments) != 1:
        print("usage: python -m requests_app.outside.verify.build OUT.pyz", file=sys.stderr)
        return 2
    data = built()
    target = Path(arguments[0])
    try:
        target.write_bytes(data)
        target.chmod(0o755)
    except OSError as error:
        print(f"{target} cannot be written: {error.strerror}. Name another file.", file=sys.stderr)
        return 2
    print(f"{hashlib.sha256(data).hexdigest()}  {target.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
