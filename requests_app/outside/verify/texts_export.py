"""What findings of the files beside the log say, in English and in French, by their codes.

Must not be put together from parts of sentences: each is whole, so that each reads well in both languages.
"""

from __future__ import annotations

EXPORT_TEXTS: dict[str, tuple[str, str]] = {
    # The manifest and the files.
    "no_manifest": (
        "The export has no file “manifest.json”, so its files and its filter could not be checked. Ask for a complete export.",
        "L’export ne contient pas de fichier « manifest.json » : ni ses fichiers ni son filtre n’ont pu être vérifiés. Demandez un export complet.",
    ),
    "manifest_unknown": (
        "The export is of a format that this program does not know (“{field}” in “{file}”), so its files and its filter could not be checked. Check with the program of that release.",
        "L’export suit un format que ce programme ne connaît pas (« {field} » dans « {file} ») : ni ses fichiers ni son filtre n’ont pu être vérifiés. Vérifiez avec le programme de cette version.",
    ),
    "manifest_bad": (
        "“{file}” cannot be used, so the files and the filter of the export could not be checked: {why}",
        "« {file} » est inutilisable, ni les fichiers ni le filtre de l’export n’ont donc pu être vérifiés : {why}",
    ),
    "manifest_json": (
        "it is not JSON in UTF-8 with each member once.",
        "ce n’est pas du JSON en UTF-8 où chaque membre figure une seule fois.",
    ),
    "manifest_fields": (
        "it does not have exactly its members: {field}.",
        "il n’a pas exactement ses membres : {field}.",
    ),
    "manifest_field": (
        "the member “{field}” has a value that it cannot have.",
        "le membre « {field} » a une valeur qu’il ne peut pas avoir.",
    ),
    "file_gone": (
        "The file “{file}”, which the manifest lists, is not there.",
        "Le fichier « {file} », que le manifeste énumère, est absent.",
    ),
    "file_left_out": (
        "The file “{file}”, which belongs to every export, is neither there nor listed in the manifest.",
        "Le fichier « {file} », qui fait partie de tout export, n’est ni présent ni énuméré dans le manifeste.",
    ),
    "file_unlisted": (
        "The file “{file}” is there, but the manifest does not list it.",
        "Le fichier « {file} » est présent, mais le manifeste ne l’énumère pas.",
    ),
    "file_size": (
        "“{file}” has {found} bytes, and the manifest says {wanted}.",
        "« {file} » a {found} octets, et le manifeste en indique {wanted}.",
    ),
    "file_digest": (
        "“{file}” does not have the SHA-256 that the manifest states. Computed {found}, stated {wanted}.",
        "« {file} » n’a pas l’empreinte SHA-256 qu’indique le manifeste. Calculé {found}, indiqué {wanted}.",
    ),
    "log_unpacked": (
        "“{file}” was unpacked: the files of the log were checked where they lie, but not the digest of the zip.",
        "« {file} » a été décompressé : les fichiers du journal ont été vérifiés là où ils se trouvent, mais pas l’empreinte du zip.",
    ),
    "log_unsigned": (
        "The export was made before the log was signed for the first time, so nothing proves its rows. Ask for a new export.",
        "L’export a été produit avant la première signature du journal : rien ne prouve ses lignes. Demandez un nouvel export.",
    ),
    "manifest_checkpoint": (
        "The manifest names another checkpoint ({said}) than that of the log, which has {size} entries.",
        "Le manifeste nomme un autre point de contrôle ({said}) que celui du journal, qui compte {size} entrées.",
    ),
    "manifest_installation": (
        "The manifest names the installation “{found}”; the entries are of “{wanted}”.",
        "Le manifeste nomme l’installation « {found} » ; les entrées sont de « {wanted} ».",
    ),
    # What the log says of the export.
    "asked_later": (
        "The event that asked for this export came after its checkpoint, so the log does not prove its filter yet; a later export holds the event.",
        "L’événement qui a demandé cet export est postérieur à son point de contrôle : le journal ne prouve pas encore son filtre ; un export ultérieur contient cet événement.",
    ),
    "asked_differs": (
        "Entry {index} is the event that asked for this export, with another filter than the manifest’s.",
        "L’entrée {index} est l’événement qui a demandé cet export, avec un autre filtre que celui du manifeste.",
    ),
    "closed_later": (
        "The event that closed this export came after its checkpoint; a later export holds it.",
        "L’événement qui a clos cet export est postérieur à son point de contrôle ; un export ultérieur le contient.",
    ),
    "closed_rows": (
        "Entry {index} is the event that closed this export, and says {wanted} rows; the manifest says {found}.",
        "L’entrée {index} est l’événement qui a clos cet export et indique {wanted} lignes ; le manifeste en indique {found}.",
    ),
    "closed_file": (
        "Entry {index} is the event that closed this export, and tells of another file “{file}” than the one that is there.",
        "L’entrée {index} est l’événement qui a clos cet export et décrit un autre fichier « {file} » que celui qui est présent.",
    ),
}
