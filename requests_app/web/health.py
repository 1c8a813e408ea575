"""Is it alive, is it ready: for load balancers and operators' monitors.

It must not tell a stranger more than the name of the part that is missing, or of a safeguard that is off.
"""

from collections.abc import Callable, Mapping

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
@login_not_required
def alive(request: HttpRequest) -> HttpResponse:
    """Answer as long as this process can answer at all."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
@login_not_required
def ready(
    request: HttpRequest,
    parts: Mapping[str, Callable[[], bool]],
    beside: Mapping[str, Callable[[], bool]],
    safeguards: Mapping[str, Callable[[], bool | None]],
) -> HttpResponse:
    """Answer 200 when searches can move, else 503 with the names of the parts that are missing.

    Args:
        parts: name -> whether it works; the address table hands them over.
        beside: the same for what no search needs: somebody should look, and the status stays as it is.
        safeguards: name -> whether it is on, or None where nobody can say; said beside the answer,
            which does not depend on them.
    """
    missing, to_look_at = (
        [name for name, works in asked.items() if not works()] for asked in (parts, beside)
    )
    said: dict[str, object] = {"safeguards": {name: is_on() for name, is_on in safeguards.items()}}
    if to_look_at:
        said["look_at"] = to_look_at
    if missing:
        return JsonResponse({"status": "not ready", "missing": missing} | said, status=503)
    return JsonResponse({"status": "ready"} | said)
