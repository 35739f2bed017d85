from django.urls import path, re_path, register_converter
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from monitoring.api import (
    activities,
    alerts,
    auth,
    curators,
    excluded,
    exports,
    pipeline,
    rating_settings,
    request_actions,
    requests,
    servers,
    system,
    views,
)
from monitoring.api.converters import IdConverter

register_converter(IdConverter, "discord_id")

urlpatterns = [
    path("live/", views.LiveView.as_view(), name="live"),
    path("auth/", auth.SignInView.as_view(), name="sign-in"),
    path("auth/me/", auth.MeView.as_view(), name="me"),
    path("auth/login/", auth.LoginView.as_view(), name="login"),
    path("auth/logout/", auth.LogoutView.as_view(), name="logout"),
    path("auth/demo/", auth.DemoView.as_view(), name="demo"),
    path("activities/", activities.ActivitiesView.as_view()),
    path("alerts/", alerts.AlertsView.as_view()),
    path("gaps/", pipeline.GapsView.as_view()),
    path("rejected-events/", pipeline.RejectedEventsView.as_view()),
    path("system/", system.SystemView.as_view()),
    path("rating-labels/", rating_settings.LabelsView.as_view()),
    path("scoring-versions/", rating_settings.ScoringVersionsView.as_view()),
    path("curators/", curators.CuratorsView.as_view()),
    path("curators/<discord_id:discord_id>/", curators.CuratorView.as_view()),
    path("curators/<discord_id:discord_id>/deactivate/", curators.DeactivateView.as_view()),
    path("curators/<discord_id:discord_id>/restore/", curators.RestoreView.as_view()),
    path("excluded-curators/", excluded.ExcludedCuratorsView.as_view()),
    path("excluded-curators/<discord_id:exclusion_id>/", excluded.ExcludedCuratorView.as_view()),
    path("excluded-curators/<discord_id:exclusion_id>/end/", excluded.EndExclusionView.as_view()),
    path("servers/", servers.ServersView.as_view()),
    path("servers/<discord_id:guild_id>/", servers.ServerView.as_view()),
    path("requests/", requests.RequestsView.as_view()),
    path("requests/<discord_id:message_id>/", requests.RequestView.as_view()),
    path("requests/<discord_id:message_id>/take/", request_actions.TakeView.as_view()),
    path("requests/<discord_id:message_id>/release/", request_actions.ReleaseView.as_view()),
    path("requests/<discord_id:message_id>/answered/", request_actions.AnsweredView.as_view()),
    path("requests/<discord_id:message_id>/dismiss/", request_actions.DismissView.as_view()),
    path("requests/<discord_id:message_id>/reopen/", request_actions.ReopenView.as_view()),
    path("exports/<slug:table>/", exports.ExportView.as_view()),
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    # The page and its script apart: no script stands in a page.
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    re_path(r"^", views.UnknownView.as_view(), name="unknown"),
]
