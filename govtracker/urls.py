from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from monitoring.api.frontend import asset, index
from monitoring.api.views import health

handler400 = "monitoring.api.errors.bad_request"
handler500 = "monitoring.api.errors.server_error"

urlpatterns = [
    path("admin", RedirectView.as_view(url="/admin/", permanent=True)),
    path("admin/", admin.site.urls),
    path("api/", include("monitoring.api.urls")),
    path("healthz", health),
    re_path(r"^assets/(?P<path>.+)$", asset),
    # Every other address belongs to the front end's own router.
    re_path(r"^(?!static/|assets/)", index),
]
