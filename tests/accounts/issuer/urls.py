"""Addresses of the issuer: those of the protocol, and one at which a test tells it what to say."""

import json
from collections.abc import Callable
from typing import cast

from allauth.idp.oidc import views
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from tests.accounts.issuer import words


def somebody_sits_there(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let the person who was told be signed in at the issuer already."""

    def sit(request: HttpRequest) -> HttpResponse:
        people = get_user_model().objects
        request.user = people.get_or_create(username=words.TOLD["who"])[0]
        return get_response(request)

    return sit


@csrf_exempt
def tell(request: HttpRequest) -> HttpResponse:
    """Take what to say from now on."""
    words.tell(**json.loads(request.body))
    return JsonResponse({})


@csrf_exempt
def token(request: HttpRequest) -> HttpResponse:
    """Give tokens for a code, signed as it was told."""
    answer = cast("HttpResponse", views.token(request))
    answer.content = words.bent(answer.content)
    return answer


urlpatterns = [
    path("tell", tell),
    path("identity/o/api/token", token),
    path("", include("allauth.idp.urls")),
]
