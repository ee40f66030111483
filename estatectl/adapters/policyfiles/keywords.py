"""Floor 3: the JSON Schema validator as policies need it: one error per key, and references noted as they are met."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource

from estatectl.adapters.policyfiles.schemas import COMMON, kinds, schema_of

REFERS = "x-refers"
_QUOTED = re.compile(r"'([^']*)'")


@cache
def validator_of(kind: str) -> Any:
    """A validator whose errors about keys carry the key as their message, one error each."""
    resources = [Resource.from_contents(schema_of(name)) for name in (*kinds(), COMMON)]
    registry: Any = Registry().with_resources((resource.id() or "", resource) for resource in resources)
    return _Validator(schema_of(kind), registry=registry, format_checker=_FORMATS)


def _required(validator: Any, required: list[str], instance: Any, _schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        for key in required:
            if key not in instance:
                yield ValidationError(key)


def _additional(validator: Any, allowed: Any, instance: Any, schema: Mapping[str, Any]) -> Iterator[ValidationError]:
    if allowed is not False:
        yield from _STANDARD["additionalProperties"](validator, allowed, instance, schema)
    elif validator.is_type(instance, "object"):
        patterns = list(schema.get("patternProperties", ()))
        for key in instance:
            if key not in schema.get("properties", ()) and not any(re.search(pattern, key) for pattern in patterns):
                yield ValidationError(key)


def _unevaluated(validator: Any, allowed: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    for error in _STANDARD["unevaluatedProperties"](validator, allowed, instance, schema):
        if allowed is not False:
            yield error
            continue
        for key in _QUOTED.findall(error.message):
            if key in instance:
                yield ValidationError(key)


def _dependent(
    validator: Any, needs: Mapping[str, list[str]], instance: Any, _schema: Any
) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        for key, others in needs.items():
            if key in instance:
                yield from (ValidationError(other) for other in others if other not in instance)


def _refers(validator: Any, _vocabulary: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    """Not an error: a name to be looked up once all documents are read."""
    if validator.is_type(instance, "string"):
        yield ValidationError(instance)


_STANDARD = Draft202012Validator.VALIDATORS
_Validator: Any = extend(  # type: ignore[no-untyped-call]
    Draft202012Validator,
    {
        "required": _required,
        "additionalProperties": _additional,
        "unevaluatedProperties": _unevaluated,
        "dependentRequired": _dependent,
        REFERS: _refers,
    },
)

_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@_FORMATS.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None
