"""The WSGI entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from fieldservice.starting import refuse_wrong_environment, spare_what_stays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldservice.settings")
application = get_wsgi_application()
refuse_wrong_environment()
spare_what_stays()
