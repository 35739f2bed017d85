"""Django's settings; what a host may change is read in `environment.py`."""

from pathlib import Path

from govtracker.environment import read_environment

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment(BASE_DIR)

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
IS_DEMO = ENVIRONMENT.is_demo

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "curators",
    "monitoring",
    "botrunner",
]

MIDDLEWARE = [
    "monitoring.api.proxies.TrustedProxies",
    "monitoring.api.proxies.SecureCookies",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "govtracker.urls"
WSGI_APPLICATION = "govtracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": ENVIRONMENT.database}
SNAPSHOT_DIR = ENVIRONMENT.data_dir / "snapshots"
UPLOAD_DIR = ENVIRONMENT.data_dir / "uploads"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
# The session rides in a signed cookie: a poll every two seconds must not cost a query for it.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "monitoring.api.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"

# Believed from TRUSTED_PROXIES alone: the middleware takes these headers off everybody else's.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
USE_X_FORWARDED_HOST = True
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
CORS_ALLOWED_ORIGINS = ENVIRONMENT.cors_origins
CORS_ALLOW_CREDENTIALS = True
CORS_URLS_REGEX = r"^/api/"
CORS_EXPOSE_HEADERS = ["X-Server-Time", "ETag", "Content-Disposition"]
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.cors_origins

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
TIME_ZONE = ENVIRONMENT.time_zone
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
WHITENOISE_ROOT = FRONTEND_DIST
# Vite puts a hash into the names below /assets/, in a form of its own.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/assets/.+-[A-Za-z0-9_-]{8}\.\w+(\.\w+)?$"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["monitoring.api.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["monitoring.api.permissions.ReadsOrStaff"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["monitoring.api.parsing.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "monitoring.api.schema.Schema",
    "EXCEPTION_HANDLER": "monitoring.api.errors.explain_exception",
    # `format` is a word of the exports; every other answer is JSON, whatever a client accepts.
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "monitoring.api.parsing.AlwaysJSON",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "GovTracker",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # The page /api/docs/ needs nothing from the outside.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Words stand where they are used: many lists have a `status`, each of its own.
    "POSTPROCESSING_HOOKS": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT.log_level},
    "loggers": {
        "discord": {"level": "WARNING"},
        "pymorphy3": {"level": "WARNING"},
        "apscheduler": {"level": "WARNING"},
    },
}
