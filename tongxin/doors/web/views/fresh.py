from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongxin.doors.web.proof import new_challenge


@never_cache
@require_safe
def fresh(request: HttpRequest) -> JsonResponse:
    """What a script needs to send a form it wrote without a signal: a token, and a challenge to solve."""
    return JsonResponse({"token": get_token(request), "challenge": new_challenge()})
