"""Units: made, renamed, closed and opened again by an account administrator.

A unit's code never changes, and closing one takes nothing away from the record.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Unit
from requests_app.common.errors import BadInput, NotFound, PreconditionFailed
from requests_app.searches.models import Incident
from requests_app.workflow import claim, owed_reports
from requests_app.workflow.administration.inputs import name_of, unit_code_of
from requests_app.workflow.administration.rows import acting_administrator
from requests_app.workflow.unit_of_work import Work, unit_of_work


def create_unit(*, actor: Actor, code: str, name_en: str, name_fr: str) -> Unit:
    """Make a unit, named in both languages.

    Raises:
        NotPermitted: the actor is no administrator.
        BadInput: a code that is taken or malformed, a name that is missing.
    """
    with unit_of_work(actor=actor, action="unit.create") as work:
        acting_administrator(actor)
        written = unit_code_of(code)
        if Unit.objects.filter(code__iexact=written).exists():
            raise BadInput({"code": ["taken"]})
        unit = Unit.objects.create(
            code=written,
            name_en=name_of(name_en, field="name_en", most=120),
            name_fr=name_of(name_fr, field="name_fr", most=120),
        )
        _record(work, "unit.created", unit)
    return unit


def rename_unit(*, actor: Actor, unit_id: UUID, name_en: str, name_fr: str) -> Unit:
    """Change a unit's names; its code stays.

    Raises:
        NotPermitted: the actor is no administrator.
        NotFound: there is no such unit.
        BadInput: a name is missing or cannot be accepted.
    """
    with unit_of_work(actor=actor, action="unit.rename") as work:
        acting_administrator(actor)
        unit = _locked(unit_id)
        unit.name_en = name_of(name_en, field="name_en", most=120)
        unit.name_fr = name_of(name_fr, field="name_fr", most=120)
        unit.save(update_fields=["name_en", "name_fr"])
        _record(work, "unit.renamed", unit)
    return unit


def deactivate_unit(*, actor: Actor, unit_id: UUID) -> None:
    """Close a unit: nobody decides for it and no account joins it any more.

    Raises:
        NotPermitted: the actor is no administrator.
        NotFound: there is no such unit.
        PreconditionFailed: it is closed already, accounts in use still belong to it, an incident is open in it, into
            which nobody could look any more, or a report on a lead is owed, which may open one.
    """
    with unit_of_work(actor=actor, action="unit.deactivate") as work:
        acting_administrator(actor)
        unit = _locked(unit_id)
        if not unit.is_active:
            raise PreconditionFailed("unit_closed")
        if unit.accounts.filter(is_active=True).exists():
            raise PreconditionFailed("unit_has_accounts")
        if Incident.objects.filter(search_request__unit=unit, closed_at=None).exists():
            raise PreconditionFailed("unit_has_incidents")
        if owed_reports.is_owed_in(unit):
            raise PreconditionFailed("unit_owes_reports")
        _set_active(work, unit, False)
        claim.end_without_right(work, Q(search_request__unit=unit))


def activate_unit(*, actor: Actor, unit_id: UUID) -> None:
    """Open a closed unit again.

    Raises:
        NotPermitted: the actor is no administrator.
        NotFound: there is no such unit.
        PreconditionFailed: it is open.
    """
    with unit_of_work(actor=actor, action="unit.activate") as work:
        acting_administrator(actor)
        unit = _locked(unit_id)
        if unit.is_active:
            raise PreconditionFailed("unit_open")
        _set_active(work, unit, True)


def _locked(unit_id: UUID) -> Unit:
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise NotFound
    return unit


def _set_active(work: Work, unit: Unit, is_active: bool) -> None:
    unit.is_active = is_active
    unit.save(update_fields=["is_active"])
    _record(work, "unit.activated" if is_active else "unit.deactivated", unit)


def _record(work: Work, code: str, unit: Unit) -> None:
    work.record(code, object_type="unit", object_id=str(unit.pk), facts={"code": unit.code})
