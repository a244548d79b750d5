"""The whole configuration, in one file. What an installation may change comes from the environment."""

from pathlib import Path
from secrets import token_urlsafe

from config import env
from tongxin.host import postgres, secret
from tongxin.host.home import Home

ROOT = Path(__file__).resolve().parent.parent
HOME = env.home()

DEBUG = env.flag("TONGXIN_DEBUG", default=False)
# Without a key in the environment or the home (building, tests) one that lasts as long as the process.
SECRET_KEY = secret.read(Home(HOME)) or token_urlsafe(50)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.words("TONGXIN_HOSTS")]
CSRF_TRUSTED_ORIGINS = env.words("TONGXIN_ORIGINS")
TONGXIN_BASE_URL = env.text("TONGXIN_BASE_URL", f"http://127.0.0.1:{env.number('TONGXIN_PORT', 5200)}")

INSTALLED_APPS = [
    "tongxin.demo",
    "tongxin.doors.web",
    "tongxin.doors.terminal",
    "tongxin.doors.exchange",
    "tongxin.insight.indicators",
    "tongxin.trades.cases",
    "tongxin.trades.orders",
    "tongxin.engine.notices",
    "tongxin.engine.flows",
    "tongxin.engine.photos",
    "tongxin.ground.posts",
    "tongxin.ground.people",
    "tongxin.ground.organizations",
    "tongxin.ground.territory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "tongxin.doors.web.addresses.behind_proxies",
    "tongxin.doors.web.middleware.requests.number_and_log",
    "django.middleware.security.SecurityMiddleware",
    "tongxin.doors.web.middleware.security.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tongxin.ground.posts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tongxin.ground.people.sessions.SessionEnd",
    "tongxin.ground.people.sessions.SecondFactorFirst",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tongxin.doors.web.middleware.throttling.Throttle",
    "tongxin.doors.web.middleware.refusals.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tongxin.doors.web.context.shell",
            ],
        },
    },
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "people.Account"

# The number 长辈版 shows first: what a page can do, whoever answers there can do.
TONGXIN_PHONE = env.text("TONGXIN_PHONE", "12345")

# The identity vault. Keys lie in HOME/keys/vault.json unless they are given here (the same JSON).
TONGXIN_KEYS = env.text("TONGXIN_KEYS")
TONGXIN_CIPHER = env.choice("TONGXIN_CIPHER", ["aes", "sm4"])

# Accounts: opened by an account manager, signed in to by name, e-mail address or phone number.
AUTHENTICATION_BACKENDS = ["tongxin.ground.people.backends.AnyLogin"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tongxin.doors.web.signing_in.Adapter"
ACCOUNT_FORMS = {"login": "tongxin.ground.people.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True  # so that a session lasts as long as SESSION_COOKIE_AGE says, no longer
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/15m/key", "reauthenticate": "10/m/user"}
MFA_FORMS = {
    "authenticate": "tongxin.ground.people.forms.SecondStepForm",
    "reauthenticate": "tongxin.ground.people.forms.ConfirmByCodeForm",
    "activate_totp": "tongxin.ground.people.forms.AuthenticatorAppForm",
    "add_webauthn": "tongxin.ground.people.forms.NewKeyForm",
    "edit_webauthn": "tongxin.ground.people.forms.KeyNameForm",
}
MFA_ADAPTER = "tongxin.ground.people.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts are opened by a manager, not by whoever has an address
MFA_TOTP_ISSUER = "Tongxin"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not TONGXIN_BASE_URL.startswith("https://")
TONGXIN_REQUIRE_2FA = env.flag("TONGXIN_REQUIRE_2FA", default=False)
TONGXIN_SESSION_IDLE = env.number("TONGXIN_SESSION_IDLE", 30)  # minutes
TONGXIN_SESSION_HOURS = env.number("TONGXIN_SESSION_HOURS", 12)
SESSION_COOKIE_AGE = TONGXIN_SESSION_HOURS * 3600

SESSION_ENGINE = "tongxin.ground.people.session_store"

# Counts of failed sign-ins, which all web processes must share. Not for pages: each use is a query.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_shared_count",
    }
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {
    "default": {
        **env.database(
            env.text("DATABASE_URL") or postgres.running_url(Home(HOME)) or postgres.url(HOME / "socket")
        ),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "Simplified Chinese"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

FORM_RENDERER = "tongxin.doors.web.rendering.Renderer"
CSRF_FAILURE_VIEW = "tongxin.doors.web.views.errors.form_expired"

# Addresses carry query codes: they are told to nobody else. Cookies travel over https where there is https.
HTTPS = TONGXIN_BASE_URL.startswith("https://")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# Proxies whose word about the client's address is taken: networks, or "unix" for a proxy on a local socket.
TONGXIN_TRUSTED_PROXIES = env.networks("TONGXIN_TRUSTED_PROXIES")
if TONGXIN_TRUSTED_PROXIES and HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALTCHA_HMAC_KEY = f"proof:{SECRET_KEY}"
# A form of text is small; photos stream to disk and are counted and measured by their own form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 12

STATIC_URL = "static/"
# `serve` collects, compresses and names static files by content once (TONGXIN_COLLECTED=1), so that browsers
# may keep them for ever; a checkout serves them from where they lie.
COLLECTED = env.flag("TONGXIN_COLLECTED", default=False)
STATIC_ROOT = HOME / "static" if COLLECTED else None
WHITENOISE_USE_FINDERS = not COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.static.Hashed"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = HOME / "media"

# Everything goes to stderr, which `serve` keeps in log/. Django's own lines on requests carry addresses, and
# addresses carry codes: tongxin.access and tongxin.errors say the same without.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("TONGXIN_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "CRITICAL"},
        "procrastinate": {"level": "WARNING"},
    },
}

# What lies under the outlines of a map: nothing, or tiles of a map service, by their addresses.
TONGXIN_TILES = env.tiles("TONGXIN_TILES")
TONGXIN_TILES_CREDIT = env.text("TONGXIN_TILES_CREDIT")
TONGXIN_TILES_SYSTEM = env.choice("TONGXIN_TILES_SYSTEM", ["wgs84", "gcj02"])

# Names of the queued tasks that are told of every journal row, in the transaction that writes it.
TONGXIN_JOURNAL_READERS = ["notices.tell"]

# How notices leave. Nothing here is needed: without any of it, everybody still has the notices page.
EMAIL_HOST = env.text("TONGXIN_MAIL_HOST")
EMAIL_PORT = env.number("TONGXIN_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("TONGXIN_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("TONGXIN_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("TONGXIN_MAIL_STARTTLS", default=False)
EMAIL_USE_SSL = env.flag("TONGXIN_MAIL_SSL", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("TONGXIN_MAIL_FROM", "tongxin@localhost")
# Group robots live at the public services unless an office runs its own; "off" forbids a platform.
TONGXIN_ROBOTS = {
    "dingtalk": env.text("TONGXIN_DINGTALK", "https://oapi.dingtalk.com"),
    "wecom": env.text("TONGXIN_WECOM", "https://qyapi.weixin.qq.com"),
    "feishu": env.text("TONGXIN_FEISHU", "https://open.feishu.cn"),
}
TONGXIN_SMS_BACKEND = env.text("TONGXIN_SMS_BACKEND", "tongxin.engine.notices.channels.sms.console.Console")
