"""Which address is which page."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from benchmarks.yardstick import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in", LoginView.as_view(), name="sign_in"),
    path("sign-out", LogoutView.as_view(), name="sign_out"),
    path("risks", views.register, name="register"),
    path("risks.csv", views.register_csv, name="register_csv"),
    path("risks/<reference>", views.risk, name="risk"),
    path("risks/<reference>/assess", views.assess, name="assess"),
    path("audit", views.audit, name="audit"),
]
