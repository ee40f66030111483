"""Floor 3: the JSON Schema validator as policies need it: one error per key, and references noted as they are met."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urljoin

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource

from estatectl.adapters.policyfiles.schemas import COMMON, SUFFIX, kinds, schema_of

REFERS = "x-refers"
_QUOTED = re.compile(r"'([^']*)'")


@cache
def validator_of(kind: str) -> Any:
    """A validator whose errors about keys carry the key as their message, one error each."""
    resources = [Resource.from_contents(_absolute(name)) for name in (*kinds(), COMMON)]
    registry: Any = Registry().with_resources((resource.id() or "", resource) for resource in resources)
    return _Validator(_absolute(kind), registry=registry, format_checker=_FORMATS)


@cache
def _absolute(name: str) -> dict[str, Any]:
    """A schema whose references all name the schema they lead into."""
    schema: dict[str, Any] = _with_base(schema_of(name), schema_of(name)["$id"])
    return schema


def _with_base(part: Any, base: str) -> Any:
    if isinstance(part, list):
        return [_with_base(each, base) for each in part]
    if not isinstance(part, dict):
        return part
    made = {key: _with_base(inner, base) for key, inner in part.items()}
    if isinstance(made.get("$ref"), str):
        made["$ref"] = urljoin(base, made["$ref"])
    return made


@cache
def _target(ref: str) -> Any:
    """What an absolute reference leads to. Looked up once: following it anew for every value took half of all time."""
    address, _, pointer = ref.partition("#")
    here: Any = _absolute(address.rsplit("/", 1)[1].removesuffix(SUFFIX))
    for step in pointer.split("/")[1:]:
        here = here[step]
    return here


def _ref(validator: Any, ref: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    yield from validator.descend(instance, _target(ref))


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
        "$ref": _ref,
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
