"""Who may do what over the API. Views name a right; what it takes is decided here alone."""

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:  # DRF reads this module while it defines APIView.
    from rest_framework.views import APIView


class ReadsOrStaff(BasePermission):
    """Everyone who is signed in reads; staff writes. What views have that name no other."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        is_reading = request.method in SAFE_METHODS and request.user.is_authenticated
        return is_reading or request.user.is_staff


class Staff(BasePermission):
    """What only head curators and the owner may even read."""

    # The schema then names 403 for reading too.
    is_for_some = True

    def has_permission(self, request: Request, view: "APIView") -> bool:
        return request.user.is_staff


def rights(request: Request) -> str:
    """Two who share it see the same: a part of each validator of an answer."""
    user = request.user
    return f"{user.pk}/{user.is_staff:d}/{user.is_superuser:d}"
