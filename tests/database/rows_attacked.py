"""A prepared agency, and for each trigger that asks for an event a row written without one.

The agency is brought there by the use cases; what no use case reaches in a moment the owner arranges.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.utils import timezone

from requests_app.audit.selectors import EventFilter
from requests_app.common import clock
from requests_app.searches.models import StoredFile
from requests_app.searches.states import Status
from requests_app.workflow import administration, claim, draft_files, export
from tests import builders
from tests.builders import InventedAgency
from tests.database import (
    disclosures_attacked,
    examinations_attacked,
    factors_attacked,
    holds_attacked,
    incidents_attacked,
    jurisdiction_attacked,
    leads_attacked,
    letters_attacked,
    pictures_attacked,
    sign_off_attacked,
)
from tests.database.rows_and_events import DIGEST, NEW, Attack, Event, copied, quoted
from tests.intake import drawings
from tests.support import raw_connection, sql

WHY = "As the personnel order of this week says, in its second part."


@dataclass
class Held:
    """What the prepared database holds: identifiers by name, and each account with its person."""

    ids: dict[str, str] = field(default_factory=dict)
    people: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> str:
        try:
            return self.__dict__["ids"][name]
        except KeyError:
            raise AttributeError(name) from None

    def account(self, name: str) -> str:
        """The identifier of an account, by its user name."""
        return self.people[name][0]

    def person(self, name: str) -> str:
        """The identifier of the person behind it."""
        return self.people[name][1]


def every_kind_of_row(agency: InventedAgency) -> Held:
    """Bring the agency to where every kind of row can be written next."""
    held = Held()
    # Before a matcher that is away has been tried.
    held.ids |= examinations_attacked.begun(agency)
    held.ids |= leads_attacked.begun(agency)
    held.ids |= incidents_attacked.begun(agency)
    held.ids |= disclosures_attacked.begun(agency)
    _people(agency, held)
    _searches(agency, held)
    _exports(agency, held)
    held.ids |= jurisdiction_attacked.proposed(agency)
    held.ids |= sign_off_attacked.proposed(agency)
    held.ids |= holds_attacked.held(agency)
    _arranged_by_the_owner(held)
    held.people = {
        name: (str(account), str(person))
        for name, account, person in sql(
            "owner", "SELECT username, id, person_id FROM accounts_account"
        )
    }
    return held


def _people(agency: InventedAgency, held: Held) -> None:
    first = agency.actor("administrator")
    people = agency.people
    administration.disable_account(actor=first, account_id=people["officer3"].pk, reason=WHY)
    today = timezone.localdate(clock.now())
    recorded = administration.record_certificate(
        actor=first, person_id=people["officer2"].person_id, course="examining",
        issued_on=today, valid_until=today + dt.timedelta(days=300),
    )  # fmt: skip
    with clock.hold(clock.real_now() - dt.timedelta(days=200)):
        lapsed = administration.propose_role(
            actor=first, account_id=people["officer2"].pk, role="examiner", reason=WHY
        )
    role = administration.propose_role(
        actor=first, account_id=people["officer2"].pk, role="supervisor", reason=WHY
    )
    right = administration.propose_decide_right(
        actor=first,
        account_id=people["supervisor"].pk,
        unit_id=agency.units["fraud"].pk,
        reason=WHY,
    )
    made = administration.create_account(
        actor=first, staff_number="N1", full_name="New Comer", email="n@agency.example",
        language="en", username="newcomer", unit_id=agency.units["fraud"].pk,
    )  # fmt: skip
    link = made.account.credential_links.get()
    closed = administration.create_unit(actor=first, code="closed", name_en="C", name_fr="C")
    administration.deactivate_unit(actor=first, unit_id=closed.pk)
    _keep(held, certificate=recorded, lapsed=lapsed, role=role, right=right, link=link, closed=closed,
          fraud=agency.units["fraud"])  # fmt: skip


def _keep(held: Held, **rows: Any) -> None:
    held.ids |= {name: str(row.pk) for name, row in rows.items()}


def _searches(agency: InventedAgency, held: Held) -> None:
    rows = {
        "draft": builders.drafted(agency, paper=drawings.pdf()),
        "draft2": builders.drafted(agency, paper=drawings.pdf(b"% another")),
        "waiting": builders.submitted(agency, document=builders.of_a_minor(30)),
        "waiting2": builders.submitted(agency),
        "waiting3": builders.submitted(agency),
        "waiting4": builders.submitted(agency),
        "returned": builders.search_request_at(agency, Status.RETURNED),
        "approved": builders.approved(agency),
        "approved2": builders.approved(agency),
        "unsent": builders.approved(agency),
        "sending": builders.search_request_at(agency, Status.FORWARDING),
        "sending2": builders.search_request_at(agency, Status.FORWARDING),
        "failed": builders.search_request_at(agency, Status.SEARCH_FAILED),
        "failed2": builders.search_request_at(agency, Status.SEARCH_FAILED),
    }
    _keep(held, **rows)
    taken = claim.claim(actor=agency.actor("supervisor"), search_request_id=rows["waiting"].pk)
    papers = {
        name: StoredFile.objects.get(search_request=rows[name], kind="judicial_document")
        for name in ("draft", "draft2")
    }
    draft_files.remove_document(
        actor=agency.actor("officer"), search_request_id=rows["draft2"].pk,
        file_id=papers["draft2"].pk,
    )  # fmt: skip
    held.ids["rightless"] = str(uuid4())
    _keep(held, claim=taken, paper=papers["draft"], removed_paper=papers["draft2"])


def _exports(agency: InventedAgency, held: Held) -> None:
    for name in ("queued", "running", "done", "cancelled"):
        asked = export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
        _keep(held, **{name: asked})


def _arranged_by_the_owner(held: Held) -> None:
    """What only time, another machine or chance would bring about."""
    for statement in (
        f"UPDATE audit_export SET state = 'running' WHERE id = '{held.running}'",
        f"UPDATE audit_export SET state = 'done', finished_at = now() WHERE id = '{held.done}'",
        f"UPDATE audit_export SET state = 'cancelled' WHERE id = '{held.cancelled}'",
        # A claim that nobody ended, and an attempt of which nothing was heard yet.
        "INSERT INTO searches_claim (id, search_request_id, account_id, claimed_at, until, via,"
        f" ended_how) SELECT gen_random_uuid(), '{held.waiting2}', id, now() - interval '2 days',"
        " now() - interval '2 days' + interval '1 minute', 'queue', '' FROM accounts_account"
        " WHERE username = 'supervisor'",
        # One whose holder has no right to decide, as where a certificate ended by its date.
        "INSERT INTO searches_claim (id, search_request_id, account_id, claimed_at, until, via,"
        f" ended_how) SELECT '{held.rightless}', '{held.waiting4}', id, now(),"
        " now() + interval '1 minute', 'queue', '' FROM accounts_account"
        " WHERE username = 'officer2'",
        "INSERT INTO dispatch_attempt (id, dispatch_id, number, fence, grant_jti, started_at, outcome,"
        f" error, bytes_sent) SELECT gen_random_uuid(), search_id, 9, 90, '{NEW}', now(), '', '', 0"
        f" FROM dispatch_dispatch WHERE search_request_id = '{held.sending}'",
        # What a decider reads before a decision.
        *(
            copied(
                "searches_reading",
                f"search_request_id = '{held.approved}' AND kind = '{kind}'",
                id="gen_random_uuid()",
                search_request_id=quoted(held.waiting),
                digest=quoted(DIGEST),
            )
            for kind in ("decision_page", "probe")
        ),
        # Notices whose mail is due, was given up, and has left.
        "UPDATE searches_notice SET email_next_at = NULL, email_attempts = 8, email_tried_at = now(),"
        f" email_error = 'OSError' WHERE search_request_id = '{held.waiting2}'",
        "UPDATE searches_notice SET email_next_at = NULL, email_attempts = 1, emailed_at = now()"
        f" WHERE search_request_id = '{held.waiting3}'",
        *factors_attacked.ARRANGED,
        *letters_attacked.ARRANGED,
        *examinations_attacked.LAPSED,
        *pictures_attacked.arranged(held.examined, held.withheld),
        # A right whose shadow for the library is not there.
        "DELETE FROM accounts_unitpermissionheld WHERE user_id ="
        " (SELECT id FROM accounts_account WHERE username = 'supervisor2')",
    ):
        sql("owner", statement)
    # An approval that was never queued.
    with raw_connection("superuser") as connection:
        connection.execute("ALTER TABLE dispatch_dispatch DISABLE TRIGGER keep_rows")
        connection.execute(
            f"DELETE FROM dispatch_dispatch WHERE search_request_id = '{held.unsent}'"
        )  # type: ignore[arg-type]
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.execute("ALTER TABLE dispatch_dispatch ENABLE ALWAYS TRIGGER keep_rows")


# --- who somebody is, and what they may do --------------------------------------------------------


def on_accounts(held: Held) -> list[Attack]:
    """Attacks on persons, accounts and units."""
    officer, officer3 = held.account("officer"), held.account("officer3")
    administrator = held.account("administrator")
    of_officer = {"object": officer, "compared": "object"}
    # Not the folded name, which the database makes by itself.
    rest = "full_name, email, language, is_demo, created_at"
    person = (
        f"INSERT INTO accounts_person (id, staff_number, {rest})"
        f" SELECT {quoted(NEW)}, 'NEW', {rest} FROM accounts_person LIMIT 1"
    )
    unsigned = {"id": quoted(NEW), "username": "'new'", "password": "'!'", "password_set_at": "NULL",
                "must_set_password": "true"}  # fmt: skip
    account = copied("accounts_account", f"id = '{officer}'", **unsigned)
    unit_of_officer = sql("owner", f"SELECT unit_id FROM accounts_account WHERE id = '{officer}'")[
        0
    ][0]

    def change(what: str, of: str = officer) -> tuple[str, ...]:
        return (f"UPDATE accounts_account SET {what} WHERE id = '{of}'",)

    unit = copied("accounts_unit", "code = 'fraud'", id=quoted(NEW), code="'new'")
    closed = copied("accounts_unit", "code = 'closed'", id=quoted(NEW), code="'new'")
    return [
        Attack("accounts_person.needs_event", (person,),
               event=Event("account.created", "person")),
        Attack("accounts_account.needs_event", (account,),
               event=Event("account.created", "object person unit", object=NEW,
                           facts={"person": held.person("officer"), "unit": str(unit_of_officer)})),
        *(
            Attack("accounts_account.begins_without_password",
                   (copied("accounts_account", f"id = '{officer}'", **unsigned | changes),))
            for changes in (
                {"password": "'x'"}, {"password_set_at": "now()"},
                {"must_set_password": "false", "password_set_at": "now()"},
                {"locked_at": "now()", "locked_until": "now() + interval '1 hour'"},
                {"is_active": "false", "disabled_at": "now()", "disabled_reason": "'x'",
                 "disabled_by_id": quoted(administrator)},
            )
        ),
        Attack("accounts_account.password_needs_event", change("password = 'x'"),
               event=Event("credential.password_set", **of_officer)),
        Attack("accounts_account.password_needs_event", change("password = 'x'"),
               event=Event("credential.rehashed", **of_officer)),
        Attack("accounts_account.first_password_needs_event", change("must_set_password = true"),
               event=Event("credential.password_set", **of_officer)),
        Attack("accounts_account.first_password_needs_event", change("password_set_at = now()"),
               event=Event("credential.password_set", **of_officer)),
        Attack("accounts_account.disabling_needs_event",
               change("is_active = false, disabled_at = now(), disabled_reason = 'x',"
                      f" disabled_by_id = '{administrator}'"),
               event=Event("account.disabled", "object account", object=officer,
                           account="administrator")),
        Attack("accounts_account.enabling_needs_event",
               change("is_active = true, disabled_at = NULL, disabled_by_id = NULL,"
                      " disabled_reason = ''", officer3),
               event=Event("account.enabled", "object", object=officer3)),
        Attack("accounts_account.disabled_stays", change("disabled_reason = 'x'", officer3)),
        Attack("accounts_account.sessions_need_event",
               change("session_generation = session_generation + 1"),
               event=Event("role.granted", **of_officer)),
        Attack("accounts_account.ended_sessions_stay_so",
               change("session_generation = session_generation - 1")),
        *(
            Attack("accounts_account.lock_needs_event", change(what),
                   event=Event("session.opened", **of_officer))
            for what in ("failed_sign_ins = 3", "last_failed_at = now()",
                         "locked_at = now(), locked_until = now() + interval '1 hour'")
        ),
        Attack("accounts_unit.needs_event", (unit,),
               event=Event("unit.created", "object code", object=NEW)),
        Attack("accounts_unit.begins_in_use", (closed,)),
        Attack("accounts_unit.name_needs_event",
               ("UPDATE accounts_unit SET name_fr = 'x' WHERE code = 'fraud'",),
               event=Event("unit.renamed", "object", object=held.fraud)),
        Attack("accounts_unit.use_needs_event",
               ("UPDATE accounts_unit SET is_active = true WHERE code = 'closed'",),
               event=Event("unit.activated", "object", object=held.closed)),
        Attack("accounts_unit.end_needs_event",
               ("UPDATE accounts_unit SET is_active = false WHERE code = 'fraud'",),
               event=Event("unit.deactivated", "object", object=held.fraud)),
    ]  # fmt: skip


def on_powers(held: Held) -> list[Attack]:
    """Attacks on proposals, roles and rights to decide."""
    officer2, supervisor = held.account("officer2"), held.account("supervisor")
    second, second_person = held.people["administrator2"]
    first, first_person = held.people["administrator"]
    ends = f"withdrawn_at = now(), withdrawn_reason = 'x', withdrawn_by_id = '{second}'"
    ended = {"withdrawn_at": "now()", "withdrawn_by_id": quoted(second), "withdrawn_reason": "'x'"}
    operator, supervisor2 = held.account("operator"), held.account("supervisor2")
    of_role = {"proposal": held.role, "role": "supervisor"}
    proposal = copied("accounts_powerproposal", f"id = '{held.role}'", id=quoted(NEW),
                      role="'operator'")  # fmt: skip

    def decide(which: str, outcome: str, by: str = second, person: str = second_person) -> str:
        return (
            f"UPDATE accounts_powerproposal SET outcome = '{outcome}', decided_at = now(),"
            f" decided_by_id = '{by}', decided_by_person_id = '{person}' WHERE id = '{which}'"
        )

    def expire(which: str, at: str) -> str:
        return (f"UPDATE accounts_powerproposal SET outcome = 'expired', decided_at = {at}"
                f" WHERE id = '{which}'")  # fmt: skip

    confirm = decide(held.role, "confirmed")
    confirm_right = decide(held.right, "confirmed")
    role = copied("accounts_roleassignment", "role = 'supervisor'", id=quoted(NEW),
                  account_id=quoted(officer2), person_id=quoted(held.person("officer2")),
                  granted_through_id=quoted(held.role))  # fmt: skip
    ended_role = copied("accounts_roleassignment", "role = 'supervisor'", id=quoted(NEW),
                        account_id=quoted(officer2), person_id=quoted(held.person("officer2")),
                        granted_through_id=quoted(held.role), **ended)  # fmt: skip
    rights = {
        "id": quoted(NEW),
        "unit_id": quoted(held.fraud),
        "granted_through_id": quoted(held.right),
    }
    of_supervisor = f"account_id = '{supervisor}'"
    right = copied("accounts_decideright", of_supervisor, **rights)
    shadow = (
        "INSERT INTO accounts_unitpermissionheld (id, user_id, content_object_id, decide_right_id,"
        f" permission_id) SELECT '{NEW}', account_id, unit_id, id, (SELECT id FROM auth_permission"
        f" WHERE codename = 'decide_for_unit') FROM accounts_decideright WHERE account_id = '{supervisor2}'"
    )
    unit_of = sql("owner", f"SELECT unit_id FROM accounts_decideright WHERE {of_supervisor}")[0][0]
    by_second = {"account": "administrator2", "object": officer2}
    return [
        Attack("accounts_roleassignment.needs_event", (confirm, role),
               event=Event("role.granted", "object role proposal", object=officer2, facts=of_role)),
        Attack("accounts_roleassignment.begins_held", (confirm, ended_role)),
        Attack("accounts_roleassignment.end_needs_event",
               (f"UPDATE accounts_roleassignment SET {ends} WHERE account_id = '{operator}'",),
               event=Event("role.withdrawn", "object account role", object=operator,
                           account="administrator2")),
        Attack("accounts_decideright.needs_event", (confirm_right, right),
               event=Event("decide_right.granted", "object unit proposal", object=supervisor,
                           facts={"unit": held.fraud, "proposal": held.right})),
        Attack("accounts_decideright.begins_held",
               (confirm_right, copied("accounts_decideright", of_supervisor, **rights, **ended))),
        Attack("accounts_decideright.end_needs_event",
               (f"UPDATE accounts_decideright SET {ends} WHERE {of_supervisor}",),
               event=Event("decide_right.withdrawn", "object account unit", object=supervisor,
                           account="administrator2", facts={"unit": str(unit_of)})),
        Attack("accounts_unitpermissionheld.needs_event", (shadow,),
               event=Event("decide_right.granted", "object unit", object=supervisor2,
                           facts={"unit": str(unit_of)})),
        Attack("accounts_powerproposal.needs_event", (proposal,),
               event=Event("power.proposed", "object account proposal kind role unit",
                           object=officer2, account="administrator")),
        Attack("accounts_powerproposal.confirmed_needs_event", (confirm,),
               event=Event("power.confirmed", "object account proposal", **by_second, facts=of_role)),
        Attack("accounts_powerproposal.refused_needs_event", (decide(held.role, "refused"),),
               event=Event("power.refused", "object account proposal", **by_second, facts=of_role)),
        Attack("accounts_powerproposal.withdrawn_needs_event",
               (decide(held.role, "withdrawn", first, first_person),),
               event=Event("power.taken_back", "object account proposal", object=officer2,
                           account="administrator", facts=of_role)),
        Attack("accounts_powerproposal.expiry_needs_event", (expire(held.lapsed, "now()"),),
               event=Event("power.proposed", "object kind role unit", object=officer2,
                           facts={"role": "examiner"})),
        Attack("accounts_powerproposal.decided_stays",
               (f"UPDATE accounts_powerproposal SET decision_reason = 'x' WHERE id = '{held.role}'",)),
    ]  # fmt: skip


def on_credentials(held: Held) -> list[Attack]:
    """Attacks on certificates and on links to set a password."""
    officer, newcomer = held.account("officer"), held.account("newcomer")
    second, second_person = held.people["administrator2"]
    confirmed = {"confirmed_at": "now()", "confirmed_by_id": quoted(second),
                 "confirmed_by_person_id": quoted(second_person)}  # fmt: skip
    this, person = f"id = '{held.certificate}'", held.person("officer2")
    new = {"id": quoted(NEW), "issued_on": "'2026-01-01'", "valid_until": "'2027-01-01'"}

    def change(what: str) -> tuple[str, ...]:
        return (f"UPDATE accounts_certificate SET {what} WHERE {this}",)

    link = {"id": quoted(NEW), "account_id": quoted(officer), "secret_digest": "'\\x01'::bytea"}
    open_link = f"id = '{held.link}'"
    return [
        Attack("accounts_certificate.needs_event", (copied("accounts_certificate", this, **new),),
               event=Event("certificate.recorded",
                           "object account certificate course issued_on valid_until",
                           object=person, account="administrator", facts={"course": "examining"})),
        Attack("accounts_certificate.begins_unconfirmed",
               (copied("accounts_certificate", this, **new, **confirmed),)),
        Attack("accounts_certificate.confirmation_needs_event",
               change(", ".join(f"{column} = {value}" for column, value in confirmed.items())),
               event=Event("certificate.confirmed", "object account certificate", object=person,
                           account="administrator2", facts={"certificate": held.certificate})),
        Attack("accounts_certificate.end_needs_event",
               change(f"withdrawn_at = now(), withdrawn_by_id = '{second}', withdrawn_reason = 'x'"),
               event=Event("certificate.withdrawn", "object account certificate", object=person,
                           account="administrator2", facts={"certificate": held.certificate})),
        Attack("accounts_credentiallink.needs_event",
               (copied("accounts_credentiallink", open_link, **link),),
               event=Event("credential.link_issued", "object link purpose", object=officer)),
        Attack("accounts_credentiallink.begins_open",
               (copied("accounts_credentiallink", open_link, **link, used_at="now()"),)),
        Attack("accounts_credentiallink.use_needs_event",
               (f"UPDATE accounts_credentiallink SET used_at = now() WHERE {open_link}",),
               event=Event("credential.password_set", "object", object=newcomer)),
        Attack("accounts_credentiallink.end_needs_event",
               (f"UPDATE accounts_credentiallink SET revoked_at = now() WHERE {open_link}",),
               event=Event("credential.link_issued", "object", object=newcomer)),
    ]  # fmt: skip
