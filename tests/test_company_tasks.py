"""The company's housekeeping."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fieldservice.company.models import ApiToken, IdempotencyKey
from fieldservice.company.tasks import tidy_keys


@pytest.mark.django_db
def test_yesterdays_keys_are_forgotten_and_todays_kept() -> None:
    token, now = ApiToken.objects.create(name="CRM"), timezone.now()
    for key, age in (("old", timedelta(hours=25)), ("new", timedelta(hours=23))):
        IdempotencyKey.objects.create(
            token=token, key=key, body_hash="x", created_at=now - age, answer={}
        )
    tidy_keys()
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["new"]
