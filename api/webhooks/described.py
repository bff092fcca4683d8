"""What programs are sent, for the description of the API: nobody asks us for it."""

from fastapi import APIRouter
from starlette.responses import Response

from activities.webhooks.body import WebhookBody
from activities.webhooks.signature import ID, SIGNATURE, TIMESTAMP
from api.http.described import Described, answer
from api.http.negotiate import JSON

_HEADERS = {
    ID: "The delivery: the same at every try",
    TIMESTAMP: "When this try was made, in seconds since 1970",
    SIGNATURE: "`v1,` and HMAC-SHA256 (base64) over id, timestamp and body, joined by dots; one for each secret",
}


async def happening() -> None:
    """Stand for what a receiver does."""


def describe(webhooks: APIRouter) -> None:
    """Add it to the webhooks of the application."""
    extra: Described = {
        "requestBody": {"required": True, "content": {JSON: {"schema": answer(WebhookBody)}}},
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
            for name, text in _HEADERS.items()
        ],
    }
    webhooks.add_api_route(
        "happening",
        happening,
        methods=["POST"],
        summary="Something happened in an office (docs/webhooks.md)",
        operation_id="happening",
        status_code=204,
        response_class=Response,
        response_model=None,
        responses={204: {"description": "It arrived; any 2xx says so"}},
        openapi_extra=extra,
    )
