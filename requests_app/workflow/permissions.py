"""Who may do what: each rule as a pair, a check that raises with its reason and a twin that answers yes or no.

Says nothing of when (the transition table does); super-users are refused, since guardian says yes to them.

`check_is_x` has the twin `can_act_as_x`, `check_may_x` has `can_x`. Use cases call the checks, pages ask
the twins what to show. A twin is made from its check, so the two cannot disagree.
"""

from __future__ import annotations

from uuid import UUID

from requests_app.accounts import rights, training
from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Account, Certificate, PowerProposal
from requests_app.accounts.roles import DECIDING_ROLES, Role
from requests_app.common.errors import NotFound, NotPermitted
from requests_app.registry.models import Proposal
from requests_app.searches.incidents import parts_in
from requests_app.searches.models import (
    Examination,
    Incident,
    LeadDecision,
    LegalHold,
    SearchRequest,
)
from requests_app.searches.states import WITH_LEAD, Status
from requests_app.workflow.permission_parts import acting_account as _acting_account
from requests_app.workflow.permission_parts import answers as _answers
from requests_app.workflow.permission_parts import check_examines_not as _check_examines_not
from requests_app.workflow.permission_parts import check_is_person as check_is_person
from requests_app.workflow.permission_parts import check_trained as _check_trained
from requests_app.workflow.permission_parts import has_read_lead as has_read_lead
from requests_app.workflow.permission_parts import read_again as _read_again
from requests_app.workflow.permission_parts import with_right_for as _with_right_for

# --- anybody, and our own processes ---------------------------------------------------------------


def check_is_process(actor: Actor, *processes: str) -> None:
    """The actor is one of our own processes, never a person."""
    if actor.account is not None or actor.process not in processes:
        raise NotPermitted("process_only")


def check_may_change_own_credentials(actor: Actor) -> Account:
    """The actor's account is in use, and its person has set a password of their own before."""
    account = _read_again(check_is_person(actor))
    if account is None or not account.may_act() or account.must_set_password:
        raise NotPermitted("account_not_in_use")
    return account


can_act_as_person = _answers(check_is_person)
can_act_as_process = _answers(check_is_process)
can_change_own_credentials = _answers(check_may_change_own_credentials)


# --- search requests ------------------------------------------------------------------------------


def check_is_officer(actor: Actor) -> Account:
    """The actor acts as an officer in use."""
    return _acting_account(actor, Role.OFFICER)


def check_is_requester(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor is the officer who asked. Others are told that there is no such request."""
    account = check_is_officer(actor)
    if search_request.requested_by_id != account.pk:
        raise NotFound
    return account


def check_may_request(actor: Actor) -> Account:
    """The actor is an officer who holds a current certificate for requesting."""
    account = check_is_officer(actor)
    _check_trained(account, training.Course.REQUESTING)
    return account


def check_may_decide(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor may decide: role demanded, right for the unit, another person, trained."""
    account = _acting_account(actor, *sorted(DECIDING_ROLES))
    if not rights.may_decide_for(account, search_request.unit):
        raise NotFound
    if account.person_id == search_request.requested_by_person_id:
        raise NotPermitted("own_request")
    # Whoever is not asked to decide neither reads the file nor keeps others from it by a claim.
    if actor.role not in search_request.roles_demanded:
        raise NotPermitted("role_not_demanded")
    _check_trained(account, training.Course.DECIDING)
    return account


def check_may_read_what_they_decided(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor recorded a decision on this request; others are told that there is none."""
    account = _acting_account(actor, *sorted(DECIDING_ROLES))
    # Read whole: where many requests are asked about, their decisions were read beforehand, all at once.
    if all(decision.decided_by_id != account.pk for decision in search_request.decisions.all()):
        raise NotFound
    return account


def check_is_examiner(actor: Actor) -> Account:
    """The actor acts as an examiner in use."""
    return _acting_account(actor, Role.EXAMINER)


def check_may_examine(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor is a trained examiner of the unit who neither asked nor decided."""
    account = check_is_examiner(actor)
    if account.unit_id != search_request.unit_id:
        raise NotFound
    if account.person_id == search_request.requested_by_person_id:
        raise NotPermitted("own_request")
    if search_request.decisions.filter(decided_by_person=account.person_id).exists():
        raise NotPermitted("decided_on_this_request")
    # Whoever has read a lead knows what its examiners concluded.
    if has_read_lead(search_request, account.person_id):
        raise NotPermitted("read_its_lead")
    _check_trained(account, training.Course.EXAMINING)
    return account


def check_is_its_examiner(actor: Actor, examination: Examination) -> Account:
    """The actor is the examiner whose examination it is, in its unit still; whether trained, others ask."""
    account = check_is_examiner(actor)
    if examination.examiner_id != account.pk:
        raise NotFound
    if account.unit_id != examination.search_request.unit_id:
        raise NotFound
    return account


def check_may_read_candidates(actor: Actor, search_request: SearchRequest) -> Account:
    """Candidates are for the examiners who have taken the result; for those who concluded, also once it is settled."""
    account = check_may_examine(actor, search_request)
    mine = search_request.examinations.filter(examiner=account, ended_at=None).first()
    is_settled = search_request.status in {Status.NO_LEAD, *WITH_LEAD}
    if search_request.status != Status.RESULT_RECEIVED and not (
        is_settled and mine is not None and mine.conclusions.exists()
    ):
        raise NotPermitted("no_result_to_examine")
    if mine is None:
        raise NotPermitted("result_not_taken")
    return account


def check_may_release_lead(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor is a trained supervisor for the unit who neither asked nor had a part in the examination."""
    account = _acting_account(actor, Role.SUPERVISOR)
    _with_right_for(account, search_request)
    _check_examines_not(account, search_request)
    _check_trained(account, training.Course.DECIDING)
    return account


def check_may_recall_lead(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor is a supervisor or privacy officer for the unit who did not ask; no certificate is needed to stop harm."""
    return _with_right_for(_acting_account(actor, *sorted(DECIDING_ROLES)), search_request)


def check_may_look_into(actor: Actor, incident: Incident) -> Account:
    """The actor is a supervisor or privacy officer for the unit who had no part in what is looked into."""
    account = check_may_recall_lead(actor, incident.search_request)
    for reason, people_of_it in parts_in(incident).items():
        if account.person_id in people_of_it:
            raise NotPermitted(reason)
    return account


def check_may_end_unexamined(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor is whoever may disclose it: to end it, one has to know how far its examiners came."""
    return check_may_disclose(actor, search_request)


def check_may_disclose(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor is a trained supervisor or privacy officer for the unit who neither asked nor examines for it."""
    account = _with_right_for(_acting_account(actor, *sorted(DECIDING_ROLES)), search_request)
    _check_examines_not(account, search_request)
    _check_trained(account, training.Course.DECIDING)
    return account


def check_may_follow_up(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor asked, or is a supervisor for the unit who records in the officer's place; no certificate is needed."""
    if actor.role == Role.OFFICER:
        account = check_is_officer(actor)
        # By person: what is owed stays owed by somebody who has another account by now.
        if account.person_id != search_request.requested_by_person_id:
            raise NotFound
        return account
    return _with_right_for(_acting_account(actor, Role.SUPERVISOR), search_request)


def check_may_read_lead(actor: Actor, search_request: SearchRequest) -> Account:
    """The sheet of a lead is for the officer who asked, and for whoever released it."""
    if actor.role == Role.OFFICER:
        account = check_is_requester(actor, search_request)
    else:
        account = _acting_account(actor, Role.SUPERVISOR)
    decision = LeadDecision.objects.filter(search_request=search_request).first()
    is_theirs = actor.role == Role.OFFICER or (
        decision is not None and decision.decided_by_id == account.pk
    )
    if not is_theirs:
        raise NotFound
    if decision is None or decision.outcome != LeadDecision.Outcome.RELEASE:
        raise NotPermitted("no_lead_released")
    return account


def check_may_see_picture(actor: Actor, search_request: SearchRequest) -> Account:
    """The picture is for the requester, for who may decide or release, and for who may read the candidates."""
    if actor.role == Role.OFFICER:
        return check_is_requester(actor, search_request)
    if actor.role in DECIDING_ROLES:
        if search_request.status == Status.RESULT_RECEIVED:
            return check_may_release_lead(actor, search_request)
        return check_may_decide(actor, search_request)
    return check_may_read_candidates(actor, search_request)


def check_may_read_documents(actor: Actor, search_request: SearchRequest) -> Account:
    """Judicial documents are for the requester and for who may decide."""
    if actor.role == Role.OFFICER:
        return check_is_requester(actor, search_request)
    return check_may_decide(actor, search_request)


def check_may_know_of(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor may be told that there is this request: it is theirs, theirs to decide, or they audit.

    Whoever decides may be told while they may decide on it, and of what they decided on.
    """
    if actor.role == Role.OFFICER:
        return check_is_requester(actor, search_request)
    if actor.role in DECIDING_ROLES:
        if can_read_what_they_decided(actor, search_request):
            return check_may_read_what_they_decided(actor, search_request)
        return check_may_decide(actor, search_request)
    return check_is_auditor(actor)


def check_may_take_receipt(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor asked, or recorded a decision on this request; others are told that there is none."""
    if actor.role == Role.OFFICER:
        return check_is_requester(actor, search_request)
    return check_may_read_what_they_decided(actor, search_request)


def check_may_set_hold(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor is a privacy officer with a right to decide for the unit."""
    return _with_right_for(_acting_account(actor, Role.PRIVACY_OFFICER), search_request)


def check_may_read_holds(actor: Actor, search_request: SearchRequest) -> Account:
    """The actor is a privacy officer or a supervisor with a right to decide for the unit."""
    return _with_right_for(_acting_account(actor, *sorted(DECIDING_ROLES)), search_request)


def check_may_release_hold(actor: Actor, hold: LegalHold) -> Account:
    """The actor is a privacy officer or a supervisor for the unit, and another person than the one who set it."""
    account = _acting_account(actor, *sorted(DECIDING_ROLES))
    _with_right_for(account, hold.search_request)
    if account.person_id == hold.set_by_person_id:
        raise NotPermitted("own_hold")
    return account


def check_is_operator(actor: Actor) -> Account:
    """The actor operates the outbox, and sees no case content."""
    return _acting_account(actor, Role.OPERATOR)


def check_is_auditor(actor: Actor) -> Account:
    """The actor is a privacy auditor, or the commissioner's own account."""
    return _acting_account(actor, Role.PRIVACY_AUDITOR, Role.OVERSIGHT)


can_act_as_officer = _answers(check_is_officer)
can_act_as_requester = _answers(check_is_requester)
can_request = _answers(check_may_request)
can_decide = _answers(check_may_decide)
can_read_what_they_decided = _answers(check_may_read_what_they_decided)
can_act_as_examiner = _answers(check_is_examiner)
can_examine = _answers(check_may_examine)
can_act_as_its_examiner = _answers(check_is_its_examiner)
can_read_candidates = _answers(check_may_read_candidates)
can_release_lead = _answers(check_may_release_lead)
can_recall_lead = _answers(check_may_recall_lead)
can_look_into = _answers(check_may_look_into)
can_disclose = _answers(check_may_disclose)
can_end_unexamined = _answers(check_may_end_unexamined)
can_follow_up = _answers(check_may_follow_up)
can_read_lead = _answers(check_may_read_lead)
can_see_picture = _answers(check_may_see_picture)
can_read_documents = _answers(check_may_read_documents)
can_know_of = _answers(check_may_know_of)
can_take_receipt = _answers(check_may_take_receipt)
can_set_hold = _answers(check_may_set_hold)
can_read_holds = _answers(check_may_read_holds)
can_release_hold = _answers(check_may_release_hold)
can_act_as_operator = _answers(check_is_operator)
can_act_as_auditor = _answers(check_is_auditor)


# --- accounts and powers --------------------------------------------------------------------------


def check_is_administrator(actor: Actor) -> Account:
    """The actor acts as an account administrator in use."""
    # Read again: the row that came with the request may be older than a withdrawal.
    account = _read_again(check_is_person(actor))
    if account is None or not account.may_act():
        raise NotPermitted("account_not_in_use")
    if actor.role != Role.ACCOUNT_ADMINISTRATOR or not account.has_role(actor.role):
        raise NotPermitted("role_not_held", role=Role.ACCOUNT_ADMINISTRATOR.value)
    return account


def check_may_administer(actor: Actor, person_id: UUID) -> Account:
    """The actor is an administrator and another person: nobody administers their own accounts."""
    administrator = check_is_administrator(actor)
    if administrator.person_id == person_id:
        raise NotPermitted("own_account")
    return administrator


def check_may_confirm_certificate(actor: Actor, certificate: Certificate) -> Account:
    """The actor is an administrator who neither recorded the certificate nor holds it."""
    administrator = check_may_administer(actor, certificate.person_id)
    if administrator.person_id == certificate.recorded_by_person_id:
        raise NotPermitted("own_record")
    return administrator


def check_may_decide_on_proposal(actor: Actor, proposal: PowerProposal) -> Account:
    """The actor is an administrator who neither made the proposal nor is whom it is for."""
    administrator = check_is_administrator(actor)
    if administrator.person_id == proposal.proposed_by_person_id:
        raise NotPermitted("own_proposal")
    if administrator.person_id == proposal.beneficiary_person_id:
        raise NotPermitted("own_account")
    return administrator


def check_may_take_back_proposal(actor: Actor, proposal: PowerProposal) -> Account:
    """The actor is the administrator who made the proposal."""
    administrator = check_is_administrator(actor)
    if administrator.person_id != proposal.proposed_by_person_id:
        raise NotPermitted("not_the_proposer")
    return administrator


can_act_as_administrator = _answers(check_is_administrator)
can_administer = _answers(check_may_administer)
can_confirm_certificate = _answers(check_may_confirm_certificate)
can_decide_on_proposal = _answers(check_may_decide_on_proposal)
can_take_back_proposal = _answers(check_may_take_back_proposal)


# --- where the agency is, and legal sign-offs -----------------------------------------------------


def check_is_policy_administrator(actor: Actor) -> Account:
    """The actor acts as a policy administrator in use."""
    # Read again, as for an account administrator.
    account = _read_again(check_is_person(actor))
    if account is None or not account.may_act():
        raise NotPermitted("account_not_in_use")
    if actor.role != Role.POLICY_ADMINISTRATOR or not account.has_role(actor.role):
        raise NotPermitted("role_not_held", role=Role.POLICY_ADMINISTRATOR.value)
    return account


def check_may_settle_policy_proposal(actor: Actor, proposal: Proposal) -> Account:
    """The actor is a policy administrator and another person than the one who made the proposal."""
    account = check_is_policy_administrator(actor)
    if account.person_id == proposal.proposed_by_person_id:
        raise NotPermitted("own_proposal")
    return account


def check_may_withdraw_policy_proposal(actor: Actor, proposal: Proposal) -> Account:
    """The actor is the policy administrator who made the proposal."""
    account = check_is_policy_administrator(actor)
    if account.person_id != proposal.proposed_by_person_id:
        raise NotPermitted("not_the_proposer")
    return account


can_act_as_policy_administrator = _answers(check_is_policy_administrator)
can_settle_policy_proposal = _answers(check_may_settle_policy_proposal)
can_withdraw_policy_proposal = _answers(check_may_withdraw_policy_proposal)
