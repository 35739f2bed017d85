from django.urls import path, re_path, register_converter
from drf_spectacular.views import SpectacularJSONAPIView

from monitoring.api import activities, auth, report_deeds, reports, views
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
    path("reports/", reports.ReportsView.as_view()),
    path("reports/weeks/", reports.ReportWeeksView.as_view()),
    path("reports/authors/", reports.ReportAuthorsView.as_view()),
    path("reports/<discord_id:message_id>/", reports.ReportView.as_view()),
    path("reports/<discord_id:message_id>/take/", report_deeds.TakeView.as_view()),
    path("reports/<discord_id:message_id>/release/", report_deeds.ReleaseView.as_view()),
    path("reports/<discord_id:message_id>/verify/", report_deeds.VerifyView.as_view()),
    path("reports/<discord_id:message_id>/correct/", report_deeds.CorrectView.as_view()),
    path("reports/<discord_id:message_id>/withdraw/", report_deeds.WithdrawView.as_view()),
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    re_path(r"^", views.UnknownView.as_view(), name="unknown"),
]
