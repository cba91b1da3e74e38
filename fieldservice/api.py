"""The one API: mounts each app's part at /api/v1 and describes it as OpenAPI."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from appointments.api import router as appointments
from fieldservice.company.auth import Bearer, PerToken
from fieldservice.company.schemas import Problem
from fieldservice.problems import DETAILS, MEDIA_TYPE, handle
from notifications.api import router as notifications
from technicians.api import router as technicians

READING = (400, 401, 404, 422, 429)
WRITING = (*READING, 403, 409, 413)
PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


class Api(NinjaAPI):
    """ninja's API, its document telling of problem JSON."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        template = "#/components/schemas/{model}"
        problem = Problem.model_json_schema(ref_template=template)
        document["components"]["schemas"] |= {**problem.pop("$defs"), "Problem": problem}
        for operations in document["paths"].values():
            for method, operation in operations.items():
                operation["responses"] |= _problems(READING if method == "get" else WRITING)
        return document


def _problems(statuses: Iterable[int]) -> dict[int, dict[str, Any]]:
    return {
        status: {"description": DETAILS[status], "content": PROBLEM} for status in sorted(statuses)
    }


api = Api(
    title="Field service",
    version="1",
    description="Technicians, customers, visits, and what became of the texts about them.",
    urls_namespace="api",
    docs_url=None,
    auth=Bearer(),
    throttle=PerToken(),
)
api.add_router("", technicians)
api.add_router("", appointments)
api.add_router("", notifications)
for kind in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(kind, handle)
