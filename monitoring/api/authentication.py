"""Who asks: the session's user, without a database query for those who were seen a moment ago."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from rest_framework.authentication import SessionAuthentication as DRFSessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:  # DRF reads this module while it defines APIView.
    from rest_framework.views import APIView

REMEMBERED_SECONDS = 10.0


class SessionAuthentication(DRFSessionAuthentication):
    """A visitor without a session gets 401, so that 403 can mean «no right»."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


@dataclass
class RecentSessions:
    """Sessions whose user was read from the database not long ago.

    A poll every two seconds from each open tab must not read the user each time. A user who is
    switched off, or whose password changed, is let go after `REMEMBERED_SECONDS`.
    """

    until: dict[tuple[str, str], float] = field(default_factory=dict)

    def knows(self, http_request: HttpRequest) -> bool:
        return self.until.get(_session_key(http_request), 0) > time.monotonic()

    def remember(self, http_request: HttpRequest) -> None:
        now = time.monotonic()
        self.until = {key: until for key, until in self.until.items() if until > now}
        self.until[_session_key(http_request)] = now + REMEMBERED_SECONDS


def _session_key(http_request: HttpRequest) -> tuple[str, str]:
    session = http_request.session
    return session.get(SESSION_KEY, ""), session.get(HASH_SESSION_KEY, "")


recent_sessions = RecentSessions()


class IsSignedIn(BasePermission):
    """For views that need no user, only that there is one."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        http_request = request._request
        if recent_sessions.knows(http_request):
            return True
        if not http_request.user.is_authenticated:
            return False
        recent_sessions.remember(http_request)
        return True
