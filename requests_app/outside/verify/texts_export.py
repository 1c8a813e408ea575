"""What findings of the files beside the log say, in English and in French, by their codes.

Must not be put together from parts of sentences: each is whole, so that each reads well in both languages.
"""

from __future__ import annotations

EXPORT_TEXTS: dict[str, tuple[str, str]] = {
    # The manifest and the files.
    "no_manifest": (
        "The export has no file “manifest.json”, so its files and its filter could not be checked. Ask for a complete export.",
        "L’exportation ne contient pas de fichier « manifest.json » : ni ses fichiers ni son filtre n’ont pu être vérifiés. Demandez une exportation complète.",
    ),
    "manifest_unknown": (
        "The export is of a format that this program does not know (“{field}” in “{file}”), so its files and its filter could not be checked. Check with the program of that release.",
        "L’exportation suit un format que ce programme ne connaît pas (« {field} » dans « {file} ») : ni ses fichiers ni son filtre n’ont pu être vérifiés. Vérifiez avec le programme de cette version.",
    ),
    "manifest_bad": (
        "“{file}” cannot be used, so the files and the filter of the export could not be checked: {why}",
        "« {file} » est inutilisable, ni les fichiers ni le filtre de l’exportation n’ont donc pu être vérifiés : {why}",
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
        "Le fichier « {file} », qui fait partie de toute exportation, n’est ni présent ni énuméré dans le manifeste.",
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
        "L’exportation a été produite avant la première signature du journal : rien ne prouve ses lignes. Demandez une nouvelle exportation.",
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
        "L’événement qui a demandé cette exportation est postérieur à son point de contrôle : le journal ne prouve pas encore son filtre ; une exportation ultérieure contient cet événement.",
    ),
    "asked_differs": (
        "Entry {index} is the event that asked for this export, with another filter than the manifest’s.",
        "L’entrée {index} est l’événement qui a demandé cette exportation, avec un autre filtre que celui du manifeste.",
    ),
    "closed_later": (
        "The event that closed this export came after its checkpoint; a later export holds it.",
        "L’événement qui a clos cette exportation est postérieur à son point de contrôle ; une exportation ultérieure le contient.",
    ),
    "closed_rows": (
        "Entry {index} is the event that closed this export, and says {wanted} rows; the manifest says {found}.",
        "L’entrée {index} est l’événement qui a clos cette exportation ; elle indique {wanted} lignes, le manifeste {found}.",
    ),
    "closed_file": (
        "Entry {index} is the event that closed this export, and tells of another file “{file}” than the one that is there.",
        "L’entrée {index} est l’événement qui a clos cette exportation ; elle décrit un autre fichier « {file} » que celui qui est présent.",
    ),
    # The rows for machines.
    "line_bad": (
        "Row {row} of “{file}” does not have the form of a row: entry, leaf hash, leaf index.",
        "La ligne {row} de « {file} » n’a pas la forme d’une ligne : entrée, empreinte de feuille, rang de feuille.",
    ),
    "line_entry": (
        "Row {row} of “{file}” does not hold an entry in the log’s form (field: {field}).",
        "La ligne {row} de « {file} » ne contient pas une entrée dans la forme du journal (champ : {field}).",
    ),
    "row_leaf": (
        "Row {row} of “{file}” (event {id}) states another leaf hash than its entry has.",
        "La ligne {row} de « {file} » (événement {id}) indique une autre empreinte de feuille que celle de son entrée.",
    ),
    "row_order": (
        "Row {row} of “{file}” (event {id}) is out of order: it comes after event {before}.",
        "La ligne {row} de « {file} » (événement {id}) n’est pas à sa place : elle vient après l’événement {before}.",
    ),
    "row_unfit": (
        "Row {row} of “{file}” was added: event {id} ({event}) does not fit the filter of the manifest.",
        "La ligne {row} de « {file} » a été ajoutée : l’événement {id} ({event}) ne correspond pas au filtre du manifeste.",
    ),
    "row_twice": (
        "Row {row} holds event {id}, which row {other} holds already.",
        "La ligne {row} contient l’événement {id}, que la ligne {other} contient déjà.",
    ),
    "row_unknown": (
        "Row {row} was added: event {id}, said to be entry {place}, is not in the log.",
        "La ligne {row} a été ajoutée : l’événement {id}, donné pour l’entrée {place}, n’est pas dans le journal.",
    ),
    "row_changed": (
        "Row {row} (event {id}) was changed: it does not hold what entry {index} of the log holds.",
        "La ligne {row} (événement {id}) a été modifiée : elle ne contient pas ce que contient l’entrée {index} du journal.",
    ),
    "row_place": (
        "Row {row} (event {id}) states the leaf index {found}; it is entry {index} of the log.",
        "La ligne {row} (événement {id}) indique le rang de feuille {found} ; c’est l’entrée {index} du journal.",
    ),
    "row_omitted": (
        "A row was left out of “{file}”: entry {index} (event {id}, {event}) fits the filter of the manifest.",
        "Une ligne manque dans « {file} » : l’entrée {index} (événement {id}, {event}) correspond au filtre du manifeste.",
    ),
    "rows_unknown": (
        "Not every row could be compared with the log, because entries are missing. Ask for a complete export.",
        "Toutes les lignes n’ont pas pu être comparées au journal, car des entrées manquent. Demandez une exportation complète.",
    ),
    "rows_later": (
        "{count} rows came after the checkpoint and are only proved by a later export.",
        "{count} lignes sont postérieures au point de contrôle et ne seront prouvées que par une exportation ultérieure.",
    ),
    "rows_count": (
        "“{file}” has {found} rows, and the manifest says {wanted}.",
        "« {file} » a {found} lignes, et le manifeste en indique {wanted}.",
    ),
    "rows_ends": (
        "The first and the last event of “{file}” are {found}, and the manifest says {wanted}.",
        "Le premier et le dernier événement de « {file} » sont {found}, et le manifeste indique {wanted}.",
    ),
    # The table for people.
    "csv_bad": (
        "“{file}” cannot be read as a table at row {row} (the header is row 1), so what follows was not compared.",
        "« {file} » n’est pas lisible comme tableau à la ligne {row} (l’en-tête est la ligne 1) ; la suite n’a pas été comparée.",
    ),
    "csv_header": (
        "“{file}” does not have the columns of an export, so it was not compared.",
        "« {file} » n’a pas les colonnes d’une exportation et n’a donc pas été comparé.",
    ),
    "csv_row": (
        "Row {row} of “{file}” (the header is row 1) does not have as many cells as there are columns.",
        "La ligne {row} de « {file} » (l’en-tête est la ligne 1) n’a pas autant de cellules qu’il y a de colonnes.",
    ),
    "csv_other": (
        "Row {row} of “{file}” (the header is row 1) holds event “{found}”, where event {wanted} is due.",
        "La ligne {row} de « {file} » (l’en-tête est la ligne 1) contient l’événement « {found} », alors que l’événement {wanted} est attendu.",
    ),
    "csv_cell": (
        "Row {row} of “{file}” (the header is row 1), event {id}: the column “{column}” says “{found}”, and the entry “{wanted}”.",
        "Ligne {row} de « {file} » (l’en-tête est la ligne 1), événement {id} : la colonne « {column} » indique « {found} », et l’entrée « {wanted} ».",
    ),
    "csv_rows": (
        "“{file}” has {found} rows below its header, and there are {wanted} events.",
        "« {file} » a {found} lignes sous son en-tête, et il y a {wanted} événements.",
    ),
    "columns_unproved": (
        "Not proved by the log: names and reference numbers, and the labels, in “{file}” (columns {columns}).",
        "Non prouvés par le journal : les noms, les numéros de référence et les libellés dans « {file} » (colonnes {columns}).",
    ),
    # What the commitments stand for.
    "disclosures_none": (
        "Commitments were not opened in this export: it holds none of the words and numbers that they stand for.",
        "Les engagements n’ont pas été ouverts dans cette exportation : elle ne contient aucune des valeurs qu’ils représentent.",
    ),
    "disclosures_surplus": (
        "The manifest says that this export opens no commitments, and yet it has a file “{file}”.",
        "Selon le manifeste, cette exportation n’ouvre aucun engagement ; elle a pourtant un fichier « {file} ».",
    ),
    "asked_disclosures": (
        "Entry {index} is the event that asked for this export, and says otherwise than the manifest whether commitments are opened.",
        "L’entrée {index} est l’événement qui a demandé cette exportation ; elle contredit le manifeste sur l’ouverture des engagements.",
    ),
    "opening_bad": (
        "Row {row} of “{file}” does not have the form of an opening: event_id, field, key, leaf_index and value, or for what was erased erased_by, event_id, field and leaf_index, in canonical JSON.",
        "La ligne {row} de « {file} » n’a pas la forme d’une ouverture : event_id, field, key, leaf_index et value, ou, pour ce qui a été effacé, erased_by, event_id, field et leaf_index, en JSON canonique.",
    ),
    "erased_format": (
        "Row {row} of “{file}” says that “{field}” of event {id} was erased after the checkpoint, which an export of the format that the manifest names cannot say: the manifest and this file are not of one export. Ask for a new export.",
        "La ligne {row} de « {file} » dit que « {field} » de l’événement {id} a été effacé après le point de contrôle, ce qu’une exportation au format annoncé par le manifeste ne peut pas dire : le manifeste et ce fichier ne viennent pas de la même exportation. Demandez une nouvelle exportation.",
    ),
    "opening_twice": (
        "Row {row} of “{file}” opens the commitment “{field}” of event {id}, which the row before it opens already.",
        "La ligne {row} de « {file} » ouvre l’engagement « {field} » de l’événement {id}, déjà ouvert par la ligne précédente.",
    ),
    "opening_order": (
        "Row {row} of “{file}” (event {id}, “{field}”) is out of order, so whether every commitment is opened was not judged.",
        "La ligne {row} de « {file} » (événement {id}, « {field} ») n’est pas à sa place ; l’ouverture de tous les engagements n’a donc pas été jugée.",
    ),
    "opening_unknown": (
        "“{file}” opens the commitment “{field}” of event {id}, which is no row of this export.",
        "« {file} » ouvre l’engagement « {field} » de l’événement {id}, qui n’est pas une ligne de cette exportation.",
    ),
    "opening_field": (
        "“{file}” opens a commitment “{field}” of event {id}, which has no such commitment.",
        "« {file} » ouvre un engagement « {field} » de l’événement {id}, qui n’a pas un tel engagement.",
    ),
    "opening_place": (
        "“{file}” states another leaf index for event {id} (“{field}”) than the event’s row does.",
        "« {file} » indique pour l’événement {id} (« {field} ») un autre rang de feuille que la ligne de cet événement.",
    ),
    "opening_differs": (
        "“{file}” does not open the commitment “{field}” of event {id}: the value under the key gives another one.",
        "« {file} » n’ouvre pas l’engagement « {field} » de l’événement {id} : la valeur, avec cette clé, en donne un autre.",
    ),
    "opening_erased": (
        "“{field}” of event {id} (request {request}) was erased according to the log, and is still opened in “{file}”.",
        "« {field} » de l’événement {id} (demande {request}) a été effacé selon le journal, et reste pourtant ouvert dans « {file} ».",
    ),
    "not_opened": (
        "Commitments that are neither opened nor erased: {count}. The first is “{field}” of event {id}, leaf index {place}. No event of the log, and nothing in this export, says that it was erased: what it stood for went without a record. Only an export of the format countersign-log-export/3 can leave out an erasure that came after its checkpoint; in that case, ask for a new one.",
        "Engagements ni ouverts ni effacés : {count}. Le premier est « {field} » de l’événement {id}, rang de feuille {place}. Aucun événement du journal, et rien dans cette exportation, n’indique qu’il a été effacé : ce qu’il représentait a disparu sans trace. Seule une exportation au format countersign-log-export/3 peut omettre un effacement postérieur à son point de contrôle ; dans ce cas, demandez-en une nouvelle.",
    ),
    "erased_later": (
        "Commitments that could not be checked yet: {count}. The export alone says that they were erased after the checkpoint; the first is “{field}” of event {id}, by event {by}. Ask for a new export as soon as a checkpoint covers event {by}: its log shows whether that is so.",
        "Engagements qui n’ont pas encore pu être vérifiés : {count}. Selon la seule exportation, ils ont été effacés après le point de contrôle ; le premier est « {field} » de l’événement {id}, par l’événement {by}. Demandez une nouvelle exportation dès qu’un point de contrôle couvre l’événement {by} : son journal montrera ce qu’il en est.",
    ),
    "erased_by_another": (
        "“{file}” says that “{field}” of event {id} (request {request}) was erased by event {by}. The log or the rows hold event {by}, and it did not erase that.",
        "Selon « {file} », « {field} » de l’événement {id} (demande {request}) a été effacé par l’événement {by}. Le journal ou les lignes contiennent l’événement {by}, et ce n’est pas lui qui l’a effacé.",
    ),
    # The schema of events.
    "schema_bad": (
        "“{file}” cannot be used, so the facts of events were not compared with it: {why}",
        "« {file} » est inutilisable, les faits des événements n’y ont donc pas été comparés : {why}",
    ),
    "schema_code": (
        "Entry {index} has the code “{event}”, which schema.json does not list, and no later event schema.changed names it (entries: {count}).",
        "L’entrée {index} porte le code « {event} », absent de schema.json, et aucun événement schema.changed ultérieur ne le nomme (entrées : {count}).",
    ),
    "schema_missing": (
        "Entry {index} (“{event}”) lacks the fact “{fact}”, which schema.json requires, and no later event schema.changed names its code (entries: {count}).",
        "Il manque à l’entrée {index} (« {event} ») le fait « {fact} », exigé par schema.json, et aucun événement schema.changed ultérieur ne nomme son code (entrées : {count}).",
    ),
    "schema_unlisted": (
        "Entry {index} (“{event}”) has the fact “{fact}”, which schema.json does not list: the fact was taken out of the form of events, and no later event schema.changed says so (entries: {count}).",
        "L’entrée {index} (« {event} ») contient le fait « {fact} », absent de schema.json : ce fait a été retiré de la forme des événements sans qu’un événement schema.changed ultérieur le dise (entrées : {count}).",
    ),
}
