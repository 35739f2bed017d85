"""Sign-in and sign-out by session. Each answer is small, and errors have DRF's shape."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, get_user_model, login, logout
from django.contrib.auth.models import User
from django.http import Http404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from monitoring.api.serializers import LoginSerializer, MeSerializer, SignInSerializer
from monitoring.api.shapes import ErrorSerializer

DEMO_USERNAME = "demo"


def me(user: User) -> dict[str, Any]:
    return {
        "id": str(user.pk),
        "username": user.get_username(),
        "name": user.get_full_name() or user.get_username(),
        "role": role(user),
        "is_staff": user.is_staff,
        "is_demo": settings.IS_DEMO,
    }


def role(user: User) -> str:
    if user.get_username() == DEMO_USERNAME and settings.IS_DEMO:
        return "head"
    if user.is_superuser:
        return "owner"
    return "head" if user.is_staff else "curator"


@method_decorator([never_cache, ensure_csrf_cookie], name="dispatch")
class MeView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="me", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        assert isinstance(request.user, User)
        return Response(me(request.user))


@method_decorator([never_cache, ensure_csrf_cookie], name="dispatch")
class SignInView(APIView):
    """What a page has to know before anybody is signed in."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="sign_in", responses=SignInSerializer, auth=[])
    def get(self, request: Request) -> Response:
        is_signed_in = request.user.is_authenticated
        return Response({"is_demo": settings.IS_DEMO, "is_signed_in": is_signed_in})


@method_decorator([never_cache, csrf_protect], name="dispatch")
class LoginView(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(
        operation_id="login",
        request=LoginSerializer,
        responses={200: MeSerializer},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        form = LoginSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        user = authenticate(request._request, **form.validated_data)
        if user is None:
            raise ValidationError({"non_field_errors": [gettext("Неверный логин или пароль.")]})
        login(request._request, user)
        return Response(me(user))


@method_decorator([never_cache, csrf_protect], name="dispatch")
class DemoView(APIView):
    """Signs in the demo's own user without a password. Exists in the demo alone."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(
        operation_id="demo",
        request=None,
        responses={200: MeSerializer, 404: OpenApiResponse(ErrorSerializer)},
        auth=[],
    )
    def post(self, request: Request) -> Response:
        if not settings.IS_DEMO:
            raise Http404
        user = demo_user()
        login(request._request, user)
        return Response(me(user))


def demo_user() -> User:
    user, is_new = get_user_model().objects.get_or_create(
        username=DEMO_USERNAME,
        defaults={
            "first_name": "Вера",
            "last_name": "Соколова",
            "is_staff": True,
            "is_superuser": True,
        },
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


@method_decorator([never_cache, csrf_protect], name="dispatch")
class LogoutView(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(operation_id="logout", request=None, responses={204: None}, auth=[])
    def post(self, request: Request) -> Response:
        logout(request._request)
        return Response(status=204)
