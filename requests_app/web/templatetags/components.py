"""The components of the site as template tags; docs/components.md says how to use each.

They only draw what they are given: no tag reads the database, and none decides anything.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from requests_app.common import clock
from requests_app.common.counted import COUNTED
from requests_app.web import kept
from requests_app.web.cards import as_cards
from requests_app.web.error_rows import errors_of
from requests_app.web.grounds import ShownGrounds
from requests_app.web.looks import STATUSES, finding_tags
from requests_app.web.repeats import Run, runs
from requests_app.web.times import in_words, zone_of

register = template.Library()


def _key(code: object) -> str:
    return str(code).lower().replace("-", "_").replace(" ", "_")


@register.inclusion_tag("components/status.html")
def status(code: object, label: object = "") -> dict[str, Any]:
    """Draw a status as words with a shape. An unknown code keeps its label and a plain ring."""
    tone, glyph, words = STATUSES.get(_key(code), ("neutral", "", str(code)))
    return {"code": _key(code), "tone": tone, "glyph": glyph, "text": label or words}


@register.inclusion_tag("components/tag.html")
def tag(text: object, tone: str = "neutral", glyph: str = "") -> dict[str, Any]:
    """Draw a label. tone: neutral, waiting, attention, good, bad."""
    return {"text": text, "tone": tone, "glyph": glyph}


@register.simple_tag
def moment(at: datetime.datetime | None, form: str = "DATETIME_FORMAT") -> str:
    """Draw a time as <time>, in the local zone and language; nothing for None.

    Args:
        at: the time.
        form: `short` for lists, to the minute; else to the second and with its zone, as a record needs it.
    """
    if at is None:
        return ""
    local = localtime(at)
    return format_html(
        '<time class="cs-tabular{}" datetime="{}">{}</time>',
        " cs-whole" if form == "short" else "",
        at.isoformat(timespec="seconds"),
        f"{_date(local.date(), 'SHORT_DATE_FORMAT', get_language())} {local:%H:%M}"
        if form == "short"
        else f"{_date(local.date(), 'DATE_FORMAT', get_language())}, {local:%H:%M:%S} ({zone_of(local)})",
    )


@lru_cache(maxsize=2048)
def _date(on: datetime.date, form: str, _language: str | None) -> str:
    """A day in words or figures. A page of the log shows hundreds of times, and few days."""
    return date_format(on, form)


@register.simple_tag
def day(on: datetime.date | None) -> str:
    """Draw a day as <time> in figures, for lists; nothing for None."""
    return (
        ""
        if on is None
        else format_html(
            '<time class="cs-tabular cs-whole" datetime="{}">{}</time>',
            on.isoformat(),
            date_format(on, "SHORT_DATE_FORMAT"),
        )
    )


@register.simple_tag
def waiting(since: datetime.datetime | None) -> str:
    """Draw how long something has waited, with the exact time it began as its title."""
    if since is None:
        return ""
    return format_html(
        '<time class="cs-tabular cs-waiting" datetime="{}" title="{}">{}</time>',
        since.isoformat(timespec="seconds"),
        f"{date_format(localtime(since), 'DATETIME_FORMAT')} ({zone_of(localtime(since))})",
        in_words(clock.now() - since),
    )


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Any, extra: Any = ()) -> dict[str, Any]:
    """List every error of the forms (or formsets), each linked to its field.

    Where two fields have the same error, each is told with the name of its field, so that the list can be understood
    without following its links.

    extra: more rows, dicts of text and href ("#id").
    """
    return {"errors": [*errors_of(forms), *extra]}


@register.simple_tag(takes_context=True)
def form_mark(context: Any, is_typed_in: bool = True) -> SafeString:
    """Draw the token against forged forms, and the mark by which what is typed is kept for its person.

    For every form in which somebody types; where the page cannot be received, nothing of it is lost.

    is_typed_in: not so where the page itself fills every field: then the mark only leads back to the page.
    """
    request = context["request"]
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" value="{}">',
        get_token(request),
        kept.FIELD,
        kept.mark(request, is_typed_in=is_typed_in, about=context.get(kept.ABOUT, "")),
    )


@register.inclusion_tag("components/button.html")
def button(
    text: object,
    kind: str = "",
    href: str = "",
    name: str = "",
    value: str = "",
    form_id: str = "",
    to: str = "",
) -> dict[str, Any]:
    """Draw a button (or, with href, a link that looks like one). kind: "", secondary, warning.

    to: where it sends its form, if not to the address of the form.
    """
    return {
        "text": text,
        "kind": kind,
        "href": href,
        "name": name,
        "value": value,
        "form_id": form_id,
        "to": to,
    }


@register.inclusion_tag("components/back_link.html", takes_context=True)
def back_link(context: template.Context, href: str, text: object = "") -> dict[str, Any]:
    """Draw the link back, for the block back_link.

    On a page whose form has the id `page-form`, which its view says by `page_form`, it is a button of that
    form, so that what is typed is kept.
    """
    return {"href": href, "text": text, "page_form": context.get("page_form")}


@register.simple_tag
def how_many(count: int) -> str:
    """A number as the reader's language writes it; beyond those that are counted, that there are more."""
    if count <= COUNTED:
        return number_format(count, force_grouping=True)
    return _("more than %(most)s") % {"most": number_format(COUNTED, force_grouping=True)}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, page: Any, name: str = "page", label: str = ""
) -> dict[str, Any]:
    """Draw the links from one page of a list to its neighbours; keeps the other parameters of the address.

    Args:
        context: with the request.
        page: a `ListPage`.
        name: the parameter that says which page of this list is shown, where an address has several.
        label: what the links lead through, for whoever hears them; needed where a page has several lists.
    """

    def address(asked: str | None) -> str:
        kept = context["request"].GET.copy()
        kept.pop(name, None)
        if asked:
            kept[name] = asked
        return f"?{kept.urlencode()}"

    return {
        "label": label,
        "first": address(None) if page.previous else "",
        "previous": address(page.previous) if page.previous else "",
        "next": address(page.next) if page.next else "",
    }


@register.inclusion_tag("components/finding.html")
def finding(
    rule_id: str,
    verb: str,
    reason: object,
    *,
    grounds: ShownGrounds | None = None,
    grounds_open: bool = False,
    satisfied_by: object = "",
    advice: object = "",
    as_written: bool = False,
    href: str = "",
    link_text: object = "",
    heading_level: int = 3,
) -> dict[str, Any]:
    """Draw one finding: what the rule does, why, on whose authority, and what would satisfy it."""
    tags = finding_tags(_key(verb), is_advice=bool(advice), as_written=as_written)
    return {
        "rule_id": rule_id,
        "tone": tags[-1][0],
        "tags": tags,
        "reason": reason,
        "advice": advice,
        "grounds": grounds,
        "grounds_open": grounds_open,
        "satisfied_by": satisfied_by,
        "href": href,
        "link_text": link_text,
        "heading_level": heading_level,
    }


def _block(name: str, content: str, **values: Any) -> SafeString:
    # Django hands a block tag its body as safe text: whatever varied in it is escaped by then.
    return render_to_string(f"components/{name}.html", {**values, "content": content})


@register.simple_block_tag
def details(content: str, summary: object, open: bool = False) -> str:  # noqa: A002
    """{% details "Summary" %} ... {% enddetails %}"""
    return _block("details", content, summary=summary, open=open)


@register.simple_block_tag
def inset(content: str) -> str:
    """{% inset %} ... {% endinset %}"""
    return _block("inset", content)


@register.simple_block_tag
def warning(content: str) -> str:
    """{% warning %} ... {% endwarning %}: one sentence that must not be missed."""
    return _block("warning", content)


@register.simple_block_tag
def panel(content: str, title: object, reference: object = "") -> str:
    """{% panel "Request submitted" reference=ref %} ... {% endpanel %}: the page's h1."""
    return _block("panel", content, title=title, reference=reference)


@register.simple_block_tag
def notification(content: str, title: object = "", kind: str = "", id: str = "notice") -> str:  # noqa: A002
    """{% notification title kind="success" %} ... {% endnotification %}"""
    return _block("notification", content, title=title, kind=kind, id=id)


@register.simple_block_tag
def interruption(content: str, heading: object, actions: str = "") -> str:
    """{% interruption "Read this first" %} ... {% endinterruption %}; buttons: kind="inverse"."""
    return _block("interruption", content, heading=heading, actions=actions)


@register.simple_block_tag
def button_group(content: str) -> str:
    """{% button_group %} buttons and links {% endbutton_group %}"""
    return format_html('<div class="govuk-button-group">{}</div>', content)


@register.simple_block_tag
def summary_list(content: str, caption: object = "", border: bool = True) -> str:
    """{% summary_list %} {% summary_row %}s {% endsummary_list %}"""
    return _block("summary_list_block", content, caption=caption, border=border)


@register.simple_block_tag
def summary_row(content: str, key: object, href: str = "", action: object = "") -> str:
    """{% summary_row "Key" href="..." action="Change" %} value {% endsummary_row %}"""
    return _block("summary_row", content, key=key, href=href, action=action or _("Change"))


@register.simple_block_tag
def card(content: str, title: object, heading_level: int = 2, actions: Any = ()) -> str:
    """{% card "Title" %} ... {% endcard %}; actions: a list of dicts of href, text, hidden."""
    return _block("card", content, title=title, heading_level=heading_level, actions=actions)


@register.simple_block_tag
def timeline(content: str) -> str:
    """{% timeline %} {% timeline_item %}s {% endtimeline %}"""
    return format_html('<div class="moj-timeline">{}</div>', content)


@register.filter
def in_runs(rows: Any) -> list[Run]:
    """{% for run in rows|in_runs %}: the lines of a timeline, with what repeats as one."""
    return runs(rows)


@register.inclusion_tag("components/run_times.html")
def run_times(run: Run) -> dict[str, Any]:
    """Draw how often the lines of a run stand there, and when first and last."""
    return {"run": run}


@register.simple_block_tag
def timeline_item(
    content: str,
    title: object,
    at: datetime.datetime | None = None,
    by: object = "",
    heading_level: int = 3,
) -> str:
    """{% timeline_item title at=when by=name %} what was known {% endtimeline_item %}"""
    return _block("timeline_item", content, title=title, at=at, by=by, heading_level=heading_level)


@register.simple_block_tag(takes_context=True)
def identity_bar(
    context: template.Context, content: str, reference: object, status: str = "", label: object = ""
) -> str:
    """{% identity_bar reference status=code %} facts {% endidentity_bar %}, block identity.

    Where the page has a `standing`, its badge is that, so that it never says less than the page below it.
    """
    standing = context.get("standing")
    if standing is not None:
        status, label = standing.code, standing.label
    return _block("identity_bar", content, reference=reference, status=status, label=label)


@register.simple_block_tag
def fact(content: str, name: object) -> str:
    """{% fact "Waiting" %} value {% endfact %}: one fact of an identity bar."""
    return format_html(
        '<div class="cs-fact"><dt class="cs-fact__name">{}</dt><dd class="cs-fact__value">{}</dd></div>',
        name,
        content,
    )


@register.simple_block_tag
def filter_panel(content: str, action: str = "", selected: Any = (), clear_url: str = "") -> str:
    """{% filter_panel selected=chips clear_url="?" %} {{ filter.form }} {% endfilter_panel %}"""
    return _block("filter_panel", content, action=action, selected=selected, clear_url=clear_url)


@register.simple_block_tag
def scroller(content: str, label: object) -> str:
    """{% scroller "Caption" %} <table> {% endscroller %}: on a telephone its rows are cards.

    What is no table, or has no room even so, scrolls in its own box.
    """
    return format_html(
        '<div class="cs-scroller" role="region" aria-label="{}" tabindex="0">{}</div>',
        label,
        as_cards(content),
    )
