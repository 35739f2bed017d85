"""The single page: its index for every address of its router, and files of a newer build."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from django.views.static import serve

NOT_BUILT = """<!doctype html><html lang="ru"><meta charset="utf-8"><title>GovTracker</title>
<body style="font:16px/1.5 system-ui;max-width:34rem;margin:15vh auto;padding:0 1rem">
<h1>Интерфейс ещё не собран</h1>
<p>Выполните <code>make install</code> и обновите страницу. Админка уже работает:
<a href="/admin/">/admin/</a>.</p>
<p lang="en">The front end is not built. Run <code>make install</code> and reload the page.</p>
"""


@require_safe
@never_cache
@ensure_csrf_cookie
def index(request: HttpRequest) -> HttpResponse:
    """`index.html` as it lies on the disk: a new build shows without a restart."""
    try:
        return HttpResponse((settings.FRONTEND_DIST / "index.html").read_bytes())
    except FileNotFoundError:
        return HttpResponse(NOT_BUILT, status=503)


def asset(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file that WhiteNoise does not know: it looks once, when the process starts."""
    return serve(request, path, document_root=str(settings.FRONTEND_DIST / "assets"))
