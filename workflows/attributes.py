"""The search attributes of a plan's workflow: they stay in clear, so they are public values only."""

import logging
from collections.abc import Mapping

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.client import Client
from temporalio.common import SearchAttributeKey
from temporalio.service import RPCError, RPCStatusCode

OFFICE = SearchAttributeKey.for_keyword("ParafOffice")
YEAR = SearchAttributeKey.for_int("ParafYear")
PHASE = SearchAttributeKey.for_keyword("ParafPhase")

_LOG = logging.getLogger(__name__)
_NOT_OURS = (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED)

# By Temporal's names of their types, as its command line takes them.
ATTRIBUTES: Mapping[str, str] = {OFFICE.name: "Keyword", YEAR.name: "Int", PHASE.name: "Keyword"}


async def register(client: Client) -> None:
    """Make the attributes known where they are not; without them no command of a plan gets an answer."""
    for name, kind in ATTRIBUTES.items():
        types = {name: IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{kind.upper()}")}
        request = AddSearchAttributesRequest(namespace=client.namespace, search_attributes=types)
        try:
            await client.operator_service.add_search_attributes(request)
        except RPCError as error:
            if error.status in _NOT_OURS:
                _LOG.warning("the search attribute %s (%s) must be registered by Temporal's operator", name, kind)
            elif error.status is not RPCStatusCode.ALREADY_EXISTS:
                raise
