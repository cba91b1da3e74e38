"""What people see when an address, a form or we ourselves are wrong: our look, and a way back."""

from typing import cast

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from fieldservice.company.models import BusinessUnit

pytestmark = pytest.mark.django_db

WAY_BACK = '<a class="button main" href="/">'


def get(path: str, **headers: str) -> HttpResponse:
    return cast("HttpResponse", Client().get(path, headers=headers))


def words(response: HttpResponse) -> str:
    return response.content.decode()


def test_an_unknown_address_says_so_and_leads_back() -> None:
    response = get("/nothing/here")
    assert response.status_code == 404
    assert "There is nothing at this address" in words(response)
    assert WAY_BACK in words(response)


def test_a_form_that_is_too_old_says_that_nothing_was_saved() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in", {"username": "priya"})
    response = cast("HttpResponse", answer)
    assert response.status_code == 403
    assert "Nothing was saved." in words(response)
    assert WAY_BACK in words(response)


def test_our_own_fault_is_told_without_help_of_anything_that_may_be_broken() -> None:
    response = server_error(RequestFactory().get("/day"))
    assert response.status_code == 500
    assert "Something broke on our side" in words(response)
    assert WAY_BACK in words(response)
    assert "{%" not in words(response)


def test_a_customers_link_that_is_over_has_a_number_to_call() -> None:
    BusinessUnit.objects.update(text_name="Acme Heating", person_phone="+12025550100")
    response = get("/v/nobodys-token")
    assert response.status_code == 404
    assert "Acme Heating" in words(response)
    assert 'href="tel:+1-202-555-0100"' in words(response)
    assert response.headers["Referrer-Policy"] == "no-referrer"
