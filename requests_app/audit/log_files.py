"""The whole log as one zip that anybody can check: the files of c2sp.org/tlog-tiles, checkpoints, policy, verifier.

Must not hold what a commitment stands for: entries alone, which name nobody.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import IO

from requests_app.audit import checkpoints, log_keys, published
from requests_app.common.visible import visible
from requests_app.tlog.checkpoints import Checkpoint, read_checkpoint
from requests_app.tlog.notes import read_note

NAME = "log.zip"
VERIFIER = "countersign-verify.pyz"
_MADE = (1980, 1, 1, 0, 0, 0)
"""The time of every file in it: the same log gives the same bytes."""
_QUICKLY = 1
LONGEST_OPERATOR = 200
"""Characters of the name of who runs the log's keys."""

README = f"""\
The audit log of an installation of Countersign, as far as `checkpoint` says.

To check it: python3 {VERIFIER} THIS_FOLDER_OR_ZIP
To check the rows of the export as well, name the folder or zip in which log.zip lay, as it was downloaded.
With the key that you were given when the log began, in a file like `policy`:
  python3 {VERIFIER} THIS_FOLDER_OR_ZIP --policy YOUR_FILE
With a checkpoint that you kept from before: --checkpoint YOUR_FILE
The keys in `policy` came with the log, and prove nothing by themselves; nor does this copy of the
verifier. Compare its SHA-256 with the published one, or use a verifier of your own: the files are those
of c2sp.org/tlog-tiles.


Le journal d’audit d’une installation de Countersign, jusqu’où le dit « checkpoint ».

Pour le vérifier : python3 {VERIFIER} CE_DOSSIER_OU_ZIP --language fr
Pour vérifier aussi les lignes de l’exportation, indiquez le dossier ou le zip téléchargé qui contenait log.zip.
Avec la clé qui vous a été remise au début du journal, dans un fichier semblable à « policy » :
  python3 {VERIFIER} CE_DOSSIER_OU_ZIP --policy VOTRE_FICHIER
Avec un point de contrôle que vous avez conservé : --checkpoint VOTRE_FICHIER
Les clés de « policy » sont venues avec le journal et ne prouvent rien par elles-mêmes ; cette copie du
vérificateur non plus. Comparez son empreinte SHA-256 avec celle qui est publiée, ou prenez un
vérificateur à vous : les fichiers sont ceux de c2sp.org/tlog-tiles.
"""


def write(
    file: IO[bytes] | io.RawIOBase,
    *,
    using: str,
    verifier: bytes,
    operator: str = "",
    note: Callable[[], None] = lambda: None,
) -> Checkpoint | None:
    """Write the log up to its latest checkpoint; nothing where none was signed yet.

    Args:
        file: where; it need not be one that can be sought in.
        using: the alias of a connection that sees one state throughout.
        verifier: the program that goes with it.
        operator: who runs the log's keys; nothing where nobody has said.
        note: called before each file; what it raises ends the writing.

    Raises:
        django.db.Error, OSError
        LookupError: the log does not hold what its checkpoint says.
    """
    latest = checkpoints.latest(using)
    if latest is None:
        return None
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICKLY) as archive:
        for name, data in _files(latest, using, verifier, operator):
            note()
            archive.writestr(zipfile.ZipInfo(name, _MADE), data, zipfile.ZIP_DEFLATED, _QUICKLY)
    return read_checkpoint(read_note(latest.note).text)


def policy(using: str, operator: str = "") -> str:
    """The keys of the log as a file of c2sp.org/tlog-policy; no witness is asked for yet.

    A comment for each name of a key says who runs it. That is what the installation says of itself, and no proof.

    Args:
        using: the alias of a connection.
        operator: who runs the keys; nothing is said where it is empty.
    """
    keys = [key for key, _in_use in log_keys.every(using)]
    who = _on_one_line(operator)
    names = dict.fromkeys(key.name for key in keys) if who else {}
    said = "".join(f"# operator {name}: {who}\n" for name in names)
    return said + "".join(f"log {key.vkey}\n" for key in keys) + "quorum none\n"


def _on_one_line(name: str) -> str:
    """A name without what could begin another line of the file, or that no reader of the line would see."""
    printable = "".join(each if each.isprintable() else " " for each in name)
    return visible(printable)[:LONGEST_OPERATOR].rstrip()


def _files(
    latest: checkpoints.Signed, using: str, verifier: bytes, operator: str
) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", README.encode()
    yield "checkpoint", latest.note
    yield "policy", policy(using, operator).encode()
    yield VERIFIER, verifier
    for kept in checkpoints.kept(using):
        if kept.size <= latest.size:
            yield f"checkpoints/{kept.size}", kept.note
    for tile, data in published.each_tile(latest.size, using):
        yield tile.path, data
