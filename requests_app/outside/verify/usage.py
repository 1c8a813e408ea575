"""The help of the command line, in English and French.

Must not promise a check that `check.py` does not make.
"""

from __future__ import annotations

_USAGE_EN = """\
This command line is not understood. Write:
  countersign-verify EXPORT [--policy FILE] [--checkpoint FILE-or-TEXT]...
      [--require-anchor] [--only-hashes] [--language en|fr] [--json] [--processes N]
countersign-verify --help says what each part is for."""

_USAGE_FR = """\
Cette ligne de commande n’est pas comprise. Écrivez\u00a0:
  countersign-verify EXPORT [--policy FICHIER] [--checkpoint FICHIER-ou-TEXTE]...
      [--require-anchor] [--only-hashes] [--language en|fr] [--json] [--processes N]
countersign-verify --help explique chaque élément."""

_HELP_EN = """\
countersign-verify EXPORT
Checks an export of the audit log without asking anybody. EXPORT is the folder or zip that was
downloaded, or the log.zip in it. Of the whole, it also checks that the rows are all those of the
log that fit the filter, and no others.
A receipt or a proof of one event (a file .tlog-proof) is checked in the same way.

  --policy FILE       a policy file that you kept elsewhere: the keys of the log and its witnesses
  --checkpoint X      a checkpoint that you kept elsewhere, older than the export: a file, its three
                      lines as text, or a receipt; may be given several times
  --require-anchor    ends with 2 where nothing that was kept elsewhere vouches for the log
  --only-hashes       leaves out what the entries say; faster, and ends with 2 at best
  --language en|fr    of the report
  --json              the report for programs
  --processes N       how many processes read at a time

Ends with 0 when everything was checked and holds, 1 when something does not hold,
2 when something could not be checked."""

_HELP_FR = """\
countersign-verify EXPORT
Vérifie une exportation du journal d’audit sans rien demander à personne. EXPORT est le dossier ou le zip
téléchargé, ou le log.zip qu’il contient. Dans le premier cas, vérifie aussi que les lignes sont
toutes celles du journal qui correspondent au filtre, et aucune autre.
Un reçu ou la preuve d’un événement (un fichier .tlog-proof) se vérifie de la même manière.

  --policy FICHIER    un fichier de politique que vous avez conservé ailleurs\u00a0: les clés du
                      journal et de ses témoins
  --checkpoint X      un point de contrôle que vous avez conservé ailleurs, antérieur à
                      l’exportation\u00a0: un fichier, ses trois lignes, ou un reçu\u00a0; peut être donné
                      plusieurs fois
  --require-anchor    code de fin 2 si rien de ce qui est conservé ailleurs ne garantit le journal
  --only-hashes       omet le contenu des entrées\u00a0; plus rapide, code de fin 2 au mieux
  --language en|fr    langue du rapport
  --json              rapport destiné aux programmes
  --processes N       nombre de processus qui lisent en même temps

Code de fin\u00a0: 0 si tout a été vérifié et concorde, 1 si quelque chose n’est pas conforme,
2 si quelque chose n’a pas pu être vérifié."""

HELP: tuple[dict[str, str], ...] = (
    {"usage": _USAGE_EN, "help": _HELP_EN},
    {"usage": _USAGE_FR, "help": _HELP_FR},
)
