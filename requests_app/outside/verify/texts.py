"""What each finding says, in English and in French, by its code.

Must not be put together from parts of sentences: each is whole, so that each reads well in both languages.
"""

from __future__ import annotations

from .texts_export import EXPORT_TEXTS

TEXTS: dict[str, tuple[str, str]] = {
    # The export as a whole.
    "unsafe": (
        "The export was not read any further: {why} Copy or download it again, or ask for a new export.",
        "La lecture de l’exportation s’est arrêtée : {why} Recopiez-la ou téléchargez-la de nouveau, ou demandez une nouvelle exportation.",
    ),
    "no_export": (
        "there is no folder and no file “{file}”.",
        "il n’y a ni dossier ni fichier « {file} ».",
    ),
    "too_deep": (
        "the folder “{file}” lies too deep.",
        "le dossier « {file} » est imbriqué trop profondément.",
    ),
    "too_many_files": (
        "it holds far more files than a log of this size needs.",
        "il contient bien plus de fichiers qu’un journal de cette taille n’en demande.",
    ),
    "not_a_file": (
        "“{file}” is a link or a special file, which no export contains.",
        "« {file} » est un lien ou un fichier spécial, ce qu’aucune exportation ne contient.",
    ),
    "folder_unreadable": (
        "the folder “{file}” cannot be opened.",
        "le dossier « {file} » ne peut pas être ouvert.",
    ),
    "zip_too_large": (
        "the zip’s list of files is too long to be read as it is. Unpack it and check the folder instead.",
        "la liste des fichiers du zip est trop longue pour être lue telle quelle. Décompressez-le et vérifiez plutôt le dossier.",
    ),
    "zip_damaged": (
        "it is no zip, or the zip is cut off or damaged.",
        "ce n’est pas un zip, ou le zip est tronqué ou endommagé.",
    ),
    "zip_two_ways": (
        "another program might find other files in the zip: something lies before its first file or after its end, its end does not fit its list of files, or a file has a second name.",
        "un autre programme pourrait trouver d’autres fichiers dans le zip : quelque chose précède son premier fichier ou suit sa fin, sa fin ne correspond pas à sa liste de fichiers, ou un fichier porte un second nom.",
    ),
    "name_twice": (
        "the zip contains the name “{file}” twice.",
        "le zip contient deux fois le nom « {file} ».",
    ),
    "name_unsafe": (
        "the zip contains the name “{file}”, which leads out of its folder or is written in an unsafe way.",
        "le zip contient le nom « {file} », qui mène hors de son dossier ou dont l’écriture n’est pas sûre.",
    ),
    "zip_overlap": (
        "files of the zip lie over one another ({file}), as in a zip made to fill the memory.",
        "des fichiers du zip se chevauchent ({file}), comme dans un zip conçu pour saturer la mémoire.",
    ),
    "file_unreadable": (
        "The file “{file}” could not be read: {why} Copy or download the export again, or ask for a new one.",
        "Le fichier « {file} » n’a pas pu être lu : {why} Recopiez ou téléchargez de nouveau l’exportation, ou demandez-en une nouvelle.",
    ),
    "file_missing": (
        "it is not there.",
        "il est absent.",
    ),
    "file_closed": (
        "it cannot be opened.",
        "il ne peut pas être ouvert.",
    ),
    "file_long": (
        "it is longer than a file of its kind can be.",
        "il est plus long que ne peut l’être un fichier de ce genre.",
    ),
    "file_method": (
        "it is compressed in a way that exports do not use.",
        "il est compressé d’une manière que les exportations n’emploient pas.",
    ),
    "file_damaged": (
        "it is damaged inside the zip.",
        "il est endommagé à l’intérieur du zip.",
    ),
    "changed": (
        "The file “{file}” changed while it was being checked. Copy the export to where nobody writes, and check again.",
        "Le fichier « {file} » a changé pendant la vérification. Copiez l’exportation à un endroit où personne n’écrit, puis recommencez.",
    ),
    "unexpected": (
        "The program met an error that it was not made for ({error}), so the check is incomplete. Run it again on a fresh copy; if it happens again, tell the makers of the program.",
        "Le programme a rencontré une erreur imprévue ({error}) : la vérification est incomplète. Relancez-le sur une nouvelle copie ; si l’erreur revient, signalez-la aux auteurs du programme.",
    ),
    # Keys and notes.
    "no_checkpoint": (
        "The export has no file “checkpoint”, so nothing says what the log should be. Ask for a complete export.",
        "L’exportation ne contient pas de fichier « checkpoint » : rien ne dit ce que le journal doit être. Demandez une exportation complète.",
    ),
    "no_policy": (
        "There is no policy file, so no signature could be checked. Name the one that you keep with --policy.",
        "Il n’y a pas de fichier de politique : aucune signature n’a pu être vérifiée. Indiquez celui que vous conservez avec --policy.",
    ),
    "policy_bad": (
        "The policy file “{file}” cannot be used, so no signature was checked: {why} Name a correct one with --policy.",
        "Le fichier de politique « {file} » est inutilisable, aucune signature n’a donc été vérifiée : {why} Indiquez-en un correct avec --policy.",
    ),
    "held_bad": (
        "The checkpoint given with --checkpoint (“{held}”) cannot be read: {why} Give its three lines, or the file that has them.",
        "Le point de contrôle donné avec --checkpoint (« {held} ») est illisible : {why} Donnez ses trois lignes, ou le fichier qui les contient.",
    ),
    "held_empty": (
        "The checkpoint “{file}” is of the empty log and proves nothing. Give a later one.",
        "Le point de contrôle « {file} » est celui du journal vide et ne prouve rien. Donnez-en un plus récent.",
    ),
    "note_bad": (
        "“{file}” is not a signed checkpoint: {why}",
        "« {file} » n’est pas un point de contrôle signé : {why}",
    ),
    "note_long": (
        "it has more than {most} bytes.",
        "il dépasse {most} octets.",
    ),
    "note_utf8": (
        "it is not UTF-8 at byte {byte}.",
        "ce n’est pas de l’UTF-8 à l’octet {byte}.",
    ),
    "note_control": (
        "it has control characters.",
        "il contient des caractères de commande.",
    ),
    "note_form": (
        "it lacks the text, the empty line, or the signatures of a signed note.",
        "il lui manque le texte, la ligne vide ou les signatures d’une note signée.",
    ),
    "held_form": (
        "it is neither a signed note nor three lines with name, size and root.",
        "ce n’est ni une note signée, ni trois lignes donnant nom, taille et racine.",
    ),
    "checkpoint_form": (
        "it lacks one of the three lines with name, size and root.",
        "il lui manque une des trois lignes donnant nom, taille et racine.",
    ),
    "checkpoint_size": (
        "its size “{size}” is not a number as a checkpoint writes it.",
        "sa taille « {size} » n’est pas un nombre tel qu’un point de contrôle l’écrit.",
    ),
    "checkpoint_root": (
        "its root “{root}” is not a hash of 32 bytes in base64, or not that of an empty log.",
        "sa racine « {root} » n’est pas une empreinte de 32 octets en base64, ou n’est pas celle d’un journal vide.",
    ),
    "signature_form": (
        "the line “{line}” is not a signature.",
        "la ligne « {line} » n’est pas une signature.",
    ),
    "policy_line": (
        "line {line} is not understood.",
        "la ligne {line} n’est pas comprise.",
    ),
    "policy_empty": (
        "it names no log or no quorum.",
        "il ne nomme aucun journal ou aucun quorum.",
    ),
    "signature_bad": (
        "“{file}”: the signature of the key “{key}” does not match its text or its time. One of them was changed.",
        "« {file} » : la signature de la clé « {key} » ne correspond pas au texte ou à l’heure. L’un d’eux a été modifié.",
    ),
    "signature_unknown": (
        "“{file}” also has a signature of “{key}”, a key that the policy does not name; it was not counted. If you know the key, add it to your policy.",
        "« {file} » porte aussi une signature de « {key} », une clé que la politique ne nomme pas ; elle n’a pas été comptée. Si vous connaissez cette clé, ajoutez-la à votre politique.",
    ),
    "signature_none": (
        "“{file}”: no key that the policy names for the log “{origin}” signed it.",
        "« {file} » : aucune clé nommée par la politique pour le journal « {origin} » ne l’a signé.",
    ),
    "quorum": (
        "Too few witnesses signed the checkpoint: the policy asks for “{quorum}”; signed by: {found}.",
        "Trop peu de témoins ont signé le point de contrôle : la politique demande « {quorum} » ; signataires : {found}.",
    ),
    "no_anchor": (
        "Nothing kept outside the export vouches for it, and --require-anchor asks for that. Give a policy file (--policy) or an older checkpoint (--checkpoint) that the agency did not hand over with this export.",
        "Rien de ce qui est conservé hors de l’exportation ne la garantit, alors que --require-anchor l’exige. Donnez un fichier de politique (--policy) ou un point de contrôle antérieur (--checkpoint) que le service n’a pas remis avec cette exportation.",
    ),
    # Files and hashes.
    "bundle_missing": (
        "Entries are missing from entry {index} on: there is no file “{file}” (files missing of this kind: {count}).",
        "Des entrées manquent à partir de l’entrée {index} : le fichier « {file} » est absent (fichiers absents de ce genre : {count}).",
    ),
    "tile_missing": (
        "The file of hashes “{file}” is missing (files missing at this level: {count}).",
        "Le fichier d’empreintes « {file} » est absent (fichiers absents à ce niveau : {count}).",
    ),
    "beyond": (
        "The file “{file}” does not belong to a log of {size} entries.",
        "Le fichier « {file} » n’appartient pas à un journal de {size} entrées.",
    ),
    "cut_from_fuller": (
        "“{file}” holds more than the checkpoint covers; only the covered part was read.",
        "« {file} » contient plus que ce que couvre le point de contrôle ; seule la partie couverte a été lue.",
    ),
    "bundle_few": (
        "“{file}” ends at byte {byte} after {found} of its {wanted} entries; entry {index} is the first that is missing.",
        "« {file} » s’arrête à l’octet {byte} après {found} de ses {wanted} entrées ; l’entrée {index} est la première à manquer.",
    ),
    "bundle_cut": (
        "“{file}” ends inside entry {index}, which begins at byte {byte}.",
        "« {file} » s’arrête au milieu de l’entrée {index}, qui commence à l’octet {byte}.",
    ),
    "bundle_many": (
        "“{file}” goes on at byte {byte} after its {wanted} entries; entry {index} is not one of them.",
        "« {file} » continue à l’octet {byte} après ses {wanted} entrées ; l’entrée {index} n’en fait pas partie.",
    ),
    "tile_length": (
        "“{file}” has {found} bytes instead of {wanted}.",
        "« {file} » a {found} octets au lieu de {wanted}.",
    ),
    "leaf_differs": (
        "Entry {index} (“{file}”, byte {byte}) does not have the hash that “{tile}” states for it: the entry or the file of hashes was changed.",
        "L’entrée {index} (« {file} », octet {byte}) n’a pas l’empreinte qu’indique « {tile} » : l’entrée ou le fichier d’empreintes a été modifié.",
    ),
    "tile_differs": (
        "“{file}” does not match the entries from entry {index} on (hash {place} of the file).",
        "« {file} » ne correspond pas aux entrées à partir de l’entrée {index} (empreinte {place} du fichier).",
    ),
    "root_differs": (
        "The {size} entries do not give the root that the checkpoint states: entries were changed, added, removed or moved since it was signed. Computed {found}, stated {wanted}.",
        "Les {size} entrées ne donnent pas la racine qu’indique le point de contrôle : des entrées ont été modifiées, ajoutées, supprimées ou déplacées depuis sa signature. Calculé {found}, indiqué {wanted}.",
    ),
    "root_unknown": (
        "The root could not be computed: of {size} entries, only the first {known} could be read without a gap. Ask for a complete export.",
        "La racine n’a pas pu être calculée : sur {size} entrées, seules les {known} premières ont pu être lues sans lacune. Demandez une exportation complète.",
    ),
    "root_at_unknown": (
        "“{file}” could not be compared: the entries up to size {size} could not all be read. Ask for a complete export.",
        "« {file} » n’a pas pu être comparé : les entrées jusqu’à la taille {size} n’ont pas toutes pu être lues. Demandez une exportation complète.",
    ),
    # Earlier checkpoints.
    "other_origin": (
        "“{file}” is a checkpoint of another log: “{found}”, not “{wanted}”.",
        "« {file} » est un point de contrôle d’un autre journal : « {found} » et non « {wanted} ».",
    ),
    "name_differs": (
        "“{file}” contains the checkpoint of size {size}, which its name does not say.",
        "« {file} » contient le point de contrôle de taille {size}, ce que son nom ne dit pas.",
    ),
    "log_cut": (
        "The log was cut: {count} entries that existed are missing. The checkpoint “{file}” is of {size} entries.",
        "Le journal a été tronqué : {count} entrées qui existaient manquent. Le point de contrôle « {file} » porte sur {size} entrées.",
    ),
    "log_shorter_or_typed": (
        "The checkpoint “{file}” covers {size} entries, and this export only {found}. If you copied the checkpoint by hand, first compare its size with the original. If it was made after the export, ask for a newer export and check that one. If it is older than the export, entries that existed were removed.",
        "Le point de contrôle « {file} » porte sur {size} entrées, cette exportation sur {found} seulement. Si vous l’avez recopié à la main, comparez d’abord sa taille avec l’original. S’il est postérieur à l’exportation, demandez une exportation plus récente et vérifiez celle-ci. S’il lui est antérieur, des entrées qui existaient ont été supprimées.",
    ),
    "log_shorter": (
        "The checkpoint “{file}” covers {size} entries, and this export only {found}. If the checkpoint was made after the export, ask for a newer export and check that one. If it is older than the export, entries that existed were removed.",
        "Le point de contrôle « {file} » porte sur {size} entrées, cette exportation sur {found} seulement. S’il est postérieur à l’exportation, demandez une exportation plus récente et vérifiez celle-ci. S’il lui est antérieur, des entrées qui existaient ont été supprimées.",
    ),
    "rewritten_or_typed": (
        "The first {size} entries are not those of the checkpoint “{file}”. Compare what you typed with the paper letter by letter, or use its QR code. If it is right, the log was rewritten before entry {size}.",
        "Les {size} premières entrées ne sont pas celles du point de contrôle « {file} ». Comparez ce que vous avez saisi avec le papier, caractère par caractère, ou utilisez son code QR. Si la saisie est exacte, le journal a été réécrit avant l’entrée {size}.",
    ),
    "given_missing": (
        "There is no file “{file}” here. Check its name and the folder.",
        "Il n’y a pas de fichier « {file} » ici. Vérifiez son nom et le dossier.",
    ),
    "rewritten": (
        "The log was rewritten before entry {size}: its first {size} entries are not those of the checkpoint “{file}”.",
        "Le journal a été réécrit avant l’entrée {size} : ses {size} premières entrées ne sont pas celles du point de contrôle « {file} ».",
    ),
    # Receipts.
    "receipt_bad": (
        "“{file}” is not a receipt: {why} Ask for it again.",
        "« {file} » n’est pas un reçu : {why} Demandez-le de nouveau.",
    ),
    "receipt_form": (
        "it lacks the keys and the event, the index, or the checkpoint, as a proof of c2sp.org/tlog-proof has them.",
        "il lui manque les clés et l’événement, l’indice ou le point de contrôle, tels qu’une preuve c2sp.org/tlog-proof les contient.",
    ),
    "receipt_hashes": (
        "one of its hashes does not have 32 bytes in base64, or there are too many.",
        "une de ses empreintes ne compte pas 32 octets en base64, ou il y en a trop.",
    ),
    "receipt_index": (
        "The receipt is for entry {index}, and its checkpoint covers only {size}.",
        "Le reçu porte sur l’entrée {index}, et son point de contrôle n’en couvre que {size}.",
    ),
    "receipt_proof": (
        "The proof does not lead from this event at place {index} to the root that was signed for {size} entries: the event is not the one in the log, or the receipt was changed.",
        "La preuve ne mène pas de cet événement, à la place {index}, à la racine signée pour {size} entrées : l’événement n’est pas celui du journal, ou le reçu a été modifié.",
    ),
    "receipt_other_size": (
        "The checkpoint “{file}” is of {size} entries, and the receipt of another number, so they cannot be compared alone. Check a whole export with --checkpoint, once with each of them.",
        "Le point de contrôle « {file} » porte sur {size} entrées et le reçu sur un autre nombre : ils ne se comparent pas à eux seuls. Vérifiez une exportation complète avec --checkpoint, une fois avec chacun.",
    ),
    # Entries.
    "entry_json": (
        "Entry {index} (“{file}”) is not JSON in UTF-8.",
        "L’entrée {index} (« {file} ») n’est pas du JSON en UTF-8.",
    ),
    "entry_not_canonical": (
        "Entry {index} (“{file}”) is JSON, but not in its one canonical form.",
        "L’entrée {index} (« {file} ») est du JSON, mais pas dans son unique forme canonique.",
    ),
    "entry_number": (
        "Entry {index} (“{file}”) contains a number that is not whole.",
        "L’entrée {index} (« {file} ») contient un nombre qui n’est pas entier.",
    ),
    "entry_schema": (
        "Entry {index} (“{file}”) has a schema that this program does not know. Check with the program of the newer release.",
        "L’entrée {index} (« {file} ») suit un schéma que ce programme ne connaît pas. Vérifiez avec le programme de la version plus récente.",
    ),
    "entry_fields": (
        "Entry {index} (“{file}”) does not have exactly its fields: {field}.",
        "L’entrée {index} (« {file} ») n’a pas exactement ses champs : {field}.",
    ),
    "entry_field": (
        "Entry {index} (“{file}”): the field “{field}” has a value that it cannot have.",
        "Entrée {index} (« {file} ») : le champ « {field} » a une valeur qu’il ne peut pas avoir.",
    ),
    "entry_key": (
        "Entry {index} (“{file}”): “{field}” is not a name that a field can have.",
        "Entrée {index} (« {file} ») : « {field} » n’est pas un nom qu’un champ peut porter.",
    ),
    "entry_place": (
        "Entry {index} (“{file}”): the field “{field}” contradicts the place of the event in its request.",
        "Entrée {index} (« {file} ») : le champ « {field} » contredit la place de l’événement dans sa demande.",
    ),
    "installation": (
        "Entry {index} is of the installation “{found}”; the log is of “{wanted}”.",
        "L’entrée {index} est de l’installation « {found} » ; le journal est de « {wanted} ».",
    ),
    "id_twice": (
        "Entry {index} has the event id {id}, which entry {other} has already.",
        "L’entrée {index} porte l’identifiant d’événement {id}, déjà porté par l’entrée {other}.",
    ),
    "chain_begins": (
        "Request {request} begins at entry {index} with event {found} instead of 1: events before it are missing.",
        "La demande {request} commence à l’entrée {index} par l’événement {found} au lieu de 1 : des événements antérieurs manquent.",
    ),
    "chain_counter": (
        "Request {request}: entry {index} is its event {found}, where {wanted} was due. Its event before is entry {neighbour}.",
        "Demande {request} : l’entrée {index} est son événement {found}, alors que {wanted} était attendu. L’événement précédent est l’entrée {neighbour}.",
    ),
    "chain_previous": (
        "Request {request}: entry {index} (event {found}) does not name the hash of its event before, entry {neighbour}.",
        "Demande {request} : l’entrée {index} (événement {found}) n’indique pas l’empreinte de l’événement précédent, l’entrée {neighbour}.",
    ),
    "chain_unknown": (
        "The events of each request could not be followed, because entries are missing. Ask for a complete export.",
        "Les événements de chaque demande n’ont pas pu être suivis, car des entrées manquent. Demandez une exportation complète.",
    ),
    "signed_ahead": (
        "Entry {index} says that the log was signed at {size} entries, which it did not have yet.",
        "L’entrée {index} dit que le journal a été signé à {size} entrées, alors qu’il ne les avait pas encore.",
    ),
    "signed_differs": (
        "Entry {index} states a root for the first {size} entries that they do not give: the log was rewritten before entry {size}, or the statement is false.",
        "L’entrée {index} indique pour les {size} premières entrées une racine qu’elles ne donnent pas : le journal a été réécrit avant l’entrée {size}, ou l’indication est fausse.",
    ),
    "time_back": (
        "At entry {index} the time runs back by {seconds} seconds: {at} comes after {before}. Ask whether a clock was set.",
        "À l’entrée {index}, l’heure recule de {seconds} secondes : {at} vient après {before}. Demandez si une horloge a été réglée.",
    ),
    "entries_unread": (
        "What entries say was not checked, because of --only-hashes. Run again without it.",
        "Le contenu des entrées n’a pas été vérifié, à cause de --only-hashes. Relancez sans cette option.",
    ),
    "not_checked": (
        "This version of the program does not check these files ({count}): {files}. Do not rely on what they say.",
        "Cette version du programme ne vérifie pas ces fichiers ({count}) : {files}. Ne vous fiez pas à leur contenu.",
    ),
    **EXPORT_TEXTS,
}
