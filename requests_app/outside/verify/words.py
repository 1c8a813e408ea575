"""Says a report in English or French, for a person at a terminal or in a file.

Must not trust a name or a text of the export: control characters could rewrite what the terminal shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from .findings import Fact, Finding
from .report import BROKEN, HOLDS, UNCHECKED, Report
from .texts import TEXTS

LANGUAGES = ("en", "fr")
LONGEST_FACT = 200
_LOOK_LIKE_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Printable to Python, and yet empty on a screen: a row of them puts what follows at the beginning of another line."""

_FRAME: dict[str, tuple[str, str]] = {
    "holds_policy": (
        "HOLDS: all of it was checked, and the keys of the policy that you gave signed it.",
        "CONFORME : tout a été vérifié, et les clés de la politique que vous avez donnée l’ont signé.",
    ),
    "holds_held": (
        "HOLDS: all of it was checked, and the checkpoint that you kept is found again in it at {held} entries. What came later is vouched for only by the export’s own keys.",
        "CONFORME : tout a été vérifié, et le point de contrôle que vous aviez conservé s’y retrouve à {held} entrées. Ce qui suit n’est garanti que par les clés de l’exportation elle-même.",
    ),
    "holds_alone": (
        "Consistent, NOT anchored: everything fits together, but the keys come from the export itself, and whoever made it could have made all of it anew. Give a policy file (--policy) or an older checkpoint (--checkpoint) that you kept elsewhere.",
        "Cohérent, NON ancré : tout concorde, mais les clés viennent de l’exportation elle-même, et son auteur aurait pu tout refaire. Donnez un fichier de politique (--policy) ou un point de contrôle antérieur (--checkpoint) que vous avez conservé ailleurs.",
    ),
    "receipt_policy": (
        "HOLDS: the log holds this event, and the keys that you gave signed it.",
        "CONFORME : le journal contient cet événement, et les clés que vous avez données l’ont signé.",
    ),
    "receipt_held": (
        "HOLDS: the log holds this event, as the checkpoint that you kept shows.",
        "CONFORME : le journal contient cet événement, comme le montre le point de contrôle que vous aviez conservé.",
    ),
    "receipt_alone": (
        "Consistent, NOT anchored: the receipt fits together, but its keys came with it, and whoever made it could have made all of it anew. Give the keys of the log (--policy) or a checkpoint of the same size (--checkpoint) that you kept elsewhere.",
        "Cohérent, NON ancré : le reçu concorde, mais ses clés sont venues avec lui, et son auteur aurait pu tout refaire. Donnez les clés du journal (--policy) ou un point de contrôle de même taille (--checkpoint) que vous avez conservé ailleurs.",
    ),
    "event": (
        "Event {event_id}, at place {index} of the log: {code}, {outcome}",
        "Événement {event_id}, à la place {index} du journal : {code}, {outcome}",
    ),
    "event_recorded": ("Recorded: {earliest}", "Enregistré : {earliest}"),
    "event_request": (
        "It is event {seq} of the request {request}",
        "C’est l’événement {seq} de la demande {request}",
    ),
    "event_leaf": ("Hash of the event: {leaf}", "Empreinte de l’événement : {leaf}"),
    "broken": (
        "DOES NOT HOLD: see below what was found and where.",
        "NON CONFORME : voyez ci-dessous ce qui a été constaté et où.",
    ),
    "incomplete": (
        "COULD NOT BE CHECKED in full: see below what is left and what to do.",
        "N’A PAS PU ÊTRE VÉRIFIÉ en entier : voyez ci-dessous ce qui reste et quoi faire.",
    ),
    "incomplete_alone": (
        "NOT anchored, and COULD NOT BE CHECKED in full: see below what is left and what to do.",
        "NON ancré, et N’A PAS PU ÊTRE VÉRIFIÉ en entier : voyez ci-dessous ce qui reste et quoi faire.",
    ),
    "incomplete_given": (
        "COULD NOT BE CHECKED in full, nor compared with what you gave with --policy or --checkpoint: see below what is left and what to do.",
        "N’A PAS PU ÊTRE VÉRIFIÉ en entier, ni comparé à ce que vous avez donné avec --policy ou --checkpoint : voyez ci-dessous ce qui reste et quoi faire.",
    ),
    "log": ("Log: {origin}, {size} entries, root {root}", "Journal : {origin}, {size} entrées, racine {root}"),
    "of_installation": ("Installation: {installation}", "Installation : {installation}"),
    "read": (
        "Checked: {events} events of {requests} requests",
        "Vérifié : {events} événements de {requests} demandes",
    ),
    "times": ("Recorded: from {earliest} to {latest}", "Enregistré : du {earliest} au {latest}"),
    "rows": (
        "Export {export}: {rows} rows compared with the log",
        "Exportation {export} : {rows} lignes comparées au journal",
    ),
    "opened": (
        "Commitments opened, and to what was committed: {opened}",
        "Engagements ouverts, conformes à la valeur engagée : {opened}",
    ),
    "older": (
        "Earlier checkpoints of the export that are found again: {older}",
        "Points de contrôle antérieurs de l’exportation qui s’y retrouvent : {older}",
    ),
    "held": (
        "Checkpoint kept elsewhere: found again at {held} entries",
        "Point de contrôle conservé ailleurs : retrouvé à {held} entrées",
    ),
    "signer_log": ("Signed by the log’s key {name}: {operator}", "Signé par la clé du journal {name} : {operator}"),
    "signer_witness": (
        "Cosigned by the witness {name} at {at}: {operator}",
        "Cosigné par le témoin {name} le {at} : {operator}",
    ),
    "signer_surplus": (
        "Cosigned by {name} at {at}, which the quorum does not count: {operator}",
        "Cosigné par {name} le {at}, que le quorum ne compte pas : {operator}",
    ),
    "operator": ("run by {operator}", "exploitée par {operator}"),
    "operator_unknown": ("nobody is declared to run it", "aucun exploitant n’est déclaré"),
    "witness_none": (
        "No witness signed: nobody but the log itself vouches that it was not replaced.",
        "Aucun témoin n’a signé : personne d’autre que le journal n’atteste qu’il n’a pas été remplacé.",
    ),
    "witness_self": (
        "Self-witnessed: no witness of the quorum is run by anybody else than the log. Ask for a witness outside the agency.",
        "Témoin interne : aucun témoin du quorum n’est exploité par un autre que le journal. Demandez un témoin extérieur au service.",
    ),
    "witness_undeclared": (
        "Self-witnessed, as far as can be seen: the policy declares nobody who runs a key. Ask who runs the witnesses.",
        "Témoin interne, pour autant qu’on puisse en juger : la politique ne déclare aucun exploitant de clé. Demandez qui exploite les témoins.",
    ),
    "one_operator": (
        "Every key that counted is run by {operator}.",
        "Toutes les clés qui ont compté sont exploitées par {operator}.",
    ),
    "head_broken": ("What does not hold:", "Ce qui n’est pas conforme :"),
    "head_unchecked": ("What could not be checked:", "Ce qui n’a pas pu être vérifié :"),
    "head_note": ("Worth knowing:", "À savoir :"),
    "more": ("… and {count} more of this kind", "… et encore {count} de ce genre"),
    "counted": (
        "Entries, bytes and hashes are counted from 0, rows from 1.",
        "Les entrées, les octets et les empreintes sont comptés à partir de 0, les lignes à partir de 1.",
    ),
    "next_broken": (
        "What to do next: keep this export as it is, ask the agency for a new one, and compare both with a checkpoint that you kept elsewhere.",
        "Que faire : conservez cette exportation telle quelle, demandez-en une nouvelle au service, et comparez les deux avec un point de contrôle que vous avez conservé ailleurs.",
    ),
    "next_holds": (
        "What to do next: keep the file “checkpoint” (or its first three lines) outside the agency, for the next check.",
        "Que faire : conservez le fichier « checkpoint » (ou ses trois premières lignes) hors du service, pour la prochaine vérification.",
    ),
    "next_holds_zip": (
        "What to do next: keep the file “checkpoint” from “{lies_in}” (or its first three lines) outside the agency, for the next check.",
        "Que faire : conservez le fichier « checkpoint », qui se trouve dans « {lies_in} » (ou ses trois premières lignes), hors du service, pour la prochaine vérification.",
    ),
    "next_broken_receipt": (
        "What to do next: keep this receipt as it is, ask the agency for it again, and compare both with a checkpoint that you kept elsewhere.",
        "Que faire : conservez ce reçu tel quel, redemandez-le au service, et comparez les deux avec un point de contrôle que vous avez conservé ailleurs.",
    ),
    "next_receipt": (
        "What to do next: keep this receipt outside the agency. It also serves as a checkpoint (--checkpoint) when a later export is checked.",
        "Que faire : conservez ce reçu hors du service. Il sert aussi de point de contrôle (--checkpoint) pour vérifier une exportation ultérieure.",
    ),
    "next_unchecked": (
        "What to do next: do what is said above for each point, then run the check again. Until then the check proves nothing, either way.",
        "Que faire : suivez ce qui est indiqué ci-dessus pour chaque point, puis relancez la vérification. D’ici là, la vérification ne prouve rien, ni dans un sens ni dans l’autre.",
    ),
    "outcome_success": ("success", "réussite"),
    "outcome_refused": ("refused", "refus"),
    "outcome_error": ("error", "erreur"),
    "progress": ("{percent} % checked, {speed} events/s", "{percent} % vérifiés, {speed} événements/s"),
    "stopped": (
        "Stopped before the end; nothing is known of the export. Run it again.",
        "Arrêté avant la fin ; on ne sait rien de l’exportation. Relancez le programme.",
    ),
}  # fmt: skip


def say(code: str, language: str, facts: Mapping[str, Fact] | None = None) -> str:
    """One text with its facts.

    Args:
        code: of the text; language: `en` or `fr`; facts: for its blanks; `why` names a further text.
    """
    text = (_FRAME.get(code) or TEXTS[code])[LANGUAGES.index(language)]
    if language == "fr":
        text = re.sub(" ([:;?!»%])", "\u00a0\\1", text).replace("« ", "«\u00a0")
    given = dict(facts or {})
    shown = {name: _shown(fact, language) for name, fact in given.items() if name != "why"}
    if "columns" in shown:
        mark = "«\u00a0{}\u00a0»" if language == "fr" else "“{}”"
        shown["columns"] = ", ".join(mark.format(each) for each in shown["columns"].split(", "))
    if "why" in given:
        shown["why"] = say(
            str(given["why"]), language, {k: v for k, v in given.items() if k != "why"}
        )
    return text.format_map(shown)


def say_finding(finding: Finding, language: str) -> str:
    """One finding as a sentence."""
    return say(finding.code, language, {"index": finding.index, **finding.facts})


def headline(report: Report) -> str:
    """The code of what a report says first."""
    if report.status == HOLDS:
        what = "receipt" if report.about else "holds"
        if report.by_policy:
            return f"{what}_policy"
        return f"{what}_held" if report.held else f"{what}_alone"
    if report.status == BROKEN:
        return "broken"
    if report.anchored:
        return "incomplete"
    return "incomplete_given" if report.given else "incomplete_alone"


def lines(report: Report, language: str) -> Iterator[str]:
    """The whole report, line by line."""
    yield say(headline(report), language, {"held": report.held})
    about = list(_about(report, language))
    if about:
        yield ""
    yield from about
    for kind in ("broken", "unchecked", "note"):
        found = list(report.findings.each(kind))
        if found:
            yield ""
            yield say(f"head_{kind}", language)
        for finding, more in found:
            yield f"- {say_finding(finding, language)}"
            if more:
                yield f"  {say('more', language, {'count': more})}"
    yield ""
    if report.findings.counts:
        yield say("counted", language)
    if report.status == BROKEN:
        yield say("next_broken_receipt" if report.is_receipt else "next_broken", language)
    elif report.status == UNCHECKED:
        yield say("next_unchecked", language)
    elif report.is_receipt:
        yield say("next_receipt", language)
    else:
        last = "next_holds_zip" if report.lies_in else "next_holds"
        yield say(last, language, {"lies_in": report.lies_in})


def _about(report: Report, language: str) -> Iterator[str]:
    facts: dict[str, Fact] = {
        "origin": report.origin,
        "size": report.size,
        "root": report.root,
        "installation": report.installation,
        "events": report.events,
        "requests": report.requests,
        "earliest": report.earliest,
        "latest": report.latest,
        "export": report.export,
        "rows": report.rows,
        "opened": report.opened,
        "older": report.older,
        "held": report.held,
        "operator": report.one_operator,
    }
    shown = [
        ("log", bool(report.origin)),
        ("of_installation", bool(report.installation)),
        ("read", bool(report.events) and not report.about),
        ("times", bool(report.earliest) and not report.about),
        ("rows", bool(report.export)),
        ("opened", report.opened > 0),
        ("older", report.older > 0),
        ("held", report.held > 0),
    ]
    for code, is_known in shown:
        if is_known:
            yield say(code, language, facts)
    if report.about:
        outcome = say(f"outcome_{report.about.outcome}", language)
        event: dict[str, Fact] = {**facts, **asdict(report.about), "outcome": outcome}
        yield say("event", language, event)
        yield say("event_recorded", language, event)
        if report.about.request:
            yield say("event_request", language, event)
        yield say("event_leaf", language, event)
    for signer in report.signers:
        by = say(
            "operator" if signer.operator else "operator_unknown",
            language,
            {"operator": signer.operator},
        )
        at = datetime.fromtimestamp(min(signer.at, 253_402_300_799), UTC).isoformat()
        yield say(
            f"signer_{signer.role}", language, {"name": signer.name, "operator": by, "at": at}
        )
    if report.signers:
        if report.witnessing != "outside":
            yield say(f"witness_{report.witnessing}", language)
        if report.one_operator:
            yield say("one_operator", language, facts)


def _shown(fact: Fact, language: str) -> str:
    if isinstance(fact, int):
        return f"{fact:,}".replace(",", "\u00a0" if language == "fr" else ",")
    cut = fact if len(fact) <= LONGEST_FACT else f"{fact[:LONGEST_FACT]}…"
    # A non-breaking blank is not printable to Python, and harmless.
    return "".join(
        each
        if (each.isprintable() and each not in _LOOK_LIKE_BLANKS) or each == "\u00a0"
        else f"\\u{ord(each):04x}"
        for each in cut
    )
