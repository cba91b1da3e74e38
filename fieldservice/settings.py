"""Every setting of the product; values come from the environment through env.py."""

from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from fieldservice import env
from fieldservice.timetable import ROUTES, timetable

django_stubs_ext.monkeypatch()  # lets ModelAdmin[Customer] run as well as type-check

BASE_DIR = Path(__file__).resolve().parent.parent
env.load_dotenv(BASE_DIR / ".env")
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def secret_key() -> str:
    """SECRET_KEY, or the one `make run` keeps in var/, so that manage.py shares it."""
    kept = VAR_DIR / "secret_key"
    key = env.text("SECRET_KEY") or (kept.read_text().strip() if kept.is_file() else "")
    if not key:
        raise ImproperlyConfigured("SECRET_KEY is not set. `make run` makes one under var/.")
    return key


DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = secret_key()
PORT = env.port("PORT", 8000)
PUBLIC_BASE_URL = env.url("PUBLIC_BASE_URL", f"http://127.0.0.1:{PORT}")
_public = urlsplit(PUBLIC_BASE_URL)
# Health checks ask for this machine by its own names.
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [str(_public.hostname)]
ALLOWED_HOSTS += ["127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]

# Safe transport follows the public address, so that DEBUG=false on http://127.0.0.1 works.
_tls = _public.scheme == "https"
SECURE_SSL_REDIRECT = _tls
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if _tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _tls
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _tls else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _tls
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "lucide",
    "phonenumber_field",
    "fieldservice.company",
    "technicians",
    "appointments",
    "notifications",
    "fieldservice.demo",
]
MIDDLEWARE = [
    "fieldservice.problems.ApiProblems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fieldservice.company.sessions.renewing",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "fieldservice.urls"
WSGI_APPLICATION = "fieldservice.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_USER_MODEL = "company.User"
LOGIN_URL, LOGIN_REDIRECT_URL = "sign_in", "home"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "technicians.backends.People"]
# After five wrong passwords a log-in rests for the address they came from, not for everybody.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]  # masked in log lines
AXES_CLIENT_IP_CALLABLE = "fieldservice.company.visitors.visitor"
AXES_LOCKOUT_CALLABLE = "fieldservice.company.views.slow_down"
# Links by text: each lets in once, the longest for a week; signing_in.py says how long which does.
SESAME_TOKENS = ["sesame.tokens_v2"]
SESAME_ONE_TIME = True
SESAME_MAX_AGE = timedelta(days=7)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def database() -> dj_database_url.DBConfig:
    """PostgreSQL from DATABASE_URL, or SQLite under var/ made fit for several writers."""
    default = f"sqlite:///{VAR_DIR / 'fieldservice.sqlite3'}"
    try:
        config = dj_database_url.parse(env.text("DATABASE_URL", default), conn_max_age=60)
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be read as a database address.") from error
    config["CONN_HEALTH_CHECKS"] = True
    if "sqlite3" in str(config["ENGINE"]):
        # IMMEDIATE: a transaction that reads first and writes later would else fail when it waits.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    return config


DATABASES = {"default": database()}

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # A cache that hangs may cost a request half a second, not more.
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
FORMAT_MODULE_PATH = "fieldservice.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "fieldservice" / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(VAR_DIR / "media")))
MEDIA_S3_BUCKET = env.text("MEDIA_S3_BUCKET")
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": MEDIA_S3_BUCKET, "default_acl": "private"},
    }
    if MEDIA_S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # photos are files and don't count
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
HEADSHOT_FIND_FACES = env.boolean("HEADSHOT_FIND_FACES", default=True)

# How long a technician's way takes: a function like appointments.estimating.straight_line.
TRAVEL_TIMES = env.text("TRAVEL_TIMES", "appointments.estimating.straight_line")
PHONENUMBER_DEFAULT_REGION = env.text("PHONE_REGION", "US")
PHONENUMBER_DB_FORMAT = "E164"

TWILIO_ACCOUNT_SID = env.text("TWILIO_ACCOUNT_SID")
TWILIO_AUTH_TOKENS = env.words("TWILIO_AUTH_TOKEN")
TWILIO_MESSAGING_SERVICE_SID = env.text("TWILIO_MESSAGING_SERVICE_SID")
TWILIO_FROM = env.text("TWILIO_FROM")
TWILIO_API_BASE_URL = env.url("TWILIO_API_BASE_URL", "https://api.twilio.com")
TWILIO_TIMEOUT = 10.0  # seconds; twilio's own default is to wait for ever
SENDER_MPS = env.number("SENDER_MPS", 1)
CALLS_AT_ONCE = 100  # of all processes together; the provider allows an account no more
SEND_PROVIDER = env.text("SEND_PROVIDER", "notifications.providers.twilio.TwilioProvider")

EMAIL_URL = env.text("EMAIL_URL")
_mail = env.mail_server("EMAIL_URL")
# Without a server nothing may leave by accident.
EMAIL_BACKEND = f"{_mail.backend}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starttls, _mail.tls
EMAIL_TIMEOUT = 5  # seconds for each step
# A mail service's own settings, by anymail's names; WEBHOOK_SECRET opens the hook for its reports.
EMAIL_SERVICE = _mail.service
ANYMAIL = env.pairs("ANYMAIL") | {
    "REQUESTS_TIMEOUT": (5, 10),
    # Our own id comes back only with some services; theirs does with all.
    "IGNORE_UNSUPPORTED_FEATURES": True,
}
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"visits@{_public.hostname}")
# Where a person reads what customers answer.
EMAIL_REPLY_TO = env.text("EMAIL_REPLY_TO", parseaddr(DEFAULT_FROM_EMAIL)[1])

METRICS_TOKEN = env.text("METRICS_TOKEN")

CELERY_BROKER_URL = REDIS_URL or "fsq://"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for its broker as long as it takes.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_TIMEOUT = 0.5
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "max_retries": 0,  # else the first knock at a dead broker waits two seconds
        "socket_timeout": 5,
        "socket_connect_timeout": 0.5,
        "retry_on_timeout": False,
    }
    if REDIS_URL
    else {"folder": str(VAR_DIR / "broker")}
)
# A broker that is down may cost a booking half a second, not more: the sweep finds the row.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = "UTC"
SWEEP_SECONDS = env.number("SWEEP_SECONDS", 5 if REDIS_URL else 1)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = timetable(SWEEP_SECONDS)
CELERY_TASK_ROUTES = ROUTES
CELERY_TASK_DEFAULT_QUEUE = "texts"
CELERY_TASK_CREATE_MISSING_QUEUES = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "fieldservice.jsonlog.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "fieldservice.jsonlog.JsonFormatter"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line" if DEBUG else "json"}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        **{name: {"level": "INFO"} for name in ("fieldservice", "technicians", "notifications")},
        # Left alone, these write with handlers of their own, which know neither form nor mask.
        "django": {"handlers": [], "propagate": True},
        "gunicorn.error": {"handlers": [], "propagate": True},
        "multiprocessing": {"handlers": ["stderr"], "propagate": False},  # the worker's children
    },
}
