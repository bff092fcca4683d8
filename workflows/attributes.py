"""The search attributes of a plan's workflow: they stay in clear, so they are public values only."""

from collections.abc import Mapping

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCError, RPCStatusCode

OFFICE = SearchAttributeKey.for_keyword("ParafOffice")
YEAR = SearchAttributeKey.for_int("ParafYear")
PHASE = SearchAttributeKey.for_keyword("ParafPhase")

# By Temporal's names of their types, as its command line takes them.
ATTRIBUTES: Mapping[str, str] = {OFFICE.name: "Keyword", YEAR.name: "Int", PHASE.name: "Keyword"}


async def register(client: Client) -> None:
    """Make the attributes known where they are not; without them no command of a plan gets an answer."""
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    missing = {name: kind for name, kind in ATTRIBUTES.items() if name not in listed.custom_attributes}
    if not missing:
        return
    types = {name: IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{kind.upper()}") for name, kind in missing.items()}
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=types)
        )
    except RPCError as error:
        # Another worker was faster.
        if error.status is not RPCStatusCode.ALREADY_EXISTS:
            raise
