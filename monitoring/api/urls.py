from django.urls import path, re_path, register_converter
from drf_spectacular.views import SpectacularJSONAPIView

from monitoring.api import activities, auth, views
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
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    re_path(r"^", views.UnknownView.as_view(), name="unknown"),
]
