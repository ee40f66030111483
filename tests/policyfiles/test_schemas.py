"""The schemas themselves: valid JSON Schema, said in both languages, written so that their errors can be told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from estatectl.adapters.policyfiles.keywords import validator_of
from estatectl.adapters.policyfiles.schemas import COMMON, kinds, schema_of
from estatectl.domain.bundle import MODELS, gather_vocabulary

_EVERY = (*kinds(), COMMON)


def _parts(schema: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every subschema with where it stands."""
    if isinstance(schema, dict):
        yield at, schema
        for key, inner in schema.items():
            if key in ("properties", "$defs", "patternProperties", "dependentSchemas"):
                for name, child in inner.items():
                    yield from _parts(child, f"{at}/{key}/{name}")
            elif key in ("allOf", "anyOf", "oneOf", "prefixItems"):
                for number, child in enumerate(inner):
                    yield from _parts(child, f"{at}/{key}/{number}")
            elif key in (
                "items",
                "additionalProperties",
                "unevaluatedProperties",
                "propertyNames",
                "if",
                "then",
                "else",
            ):
                yield from _parts(inner, f"{at}/{key}")


def _closed(part: object) -> bool:
    """Whether a mapping says itself, or in both branches of a choice, what it does with other keys."""
    if not isinstance(part, dict):
        return False
    return (
        "additionalProperties" in part
        or "unevaluatedProperties" in part
        or (_closed(part.get("then")) and _closed(part.get("else")))
    )


def test_every_kind_has_its_model() -> None:
    # Scenarios, simulations and faults are plays for an estate, read by their players alone: no bundle holds one.
    assert set(kinds()) - {"faults", "scenario", "simulation"} <= set(MODELS)


@pytest.mark.parametrize("kind", _EVERY)
def test_a_schema_is_a_schema(kind: str) -> None:
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"https://estatectl.dev/schemas/{kind}.schema.json"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("kind", _EVERY)
def test_every_property_is_described_in_both_languages(kind: str) -> None:
    silent = [
        f"{at}/properties/{name}"
        for at, part in _parts(schema_of(kind), kind)
        if not any(step in at.split("/") for step in ("if", "then", "else"))
        for name, child in part.get("properties", {}).items()
        if isinstance(child, dict) and not (child.get("description") and child.get("x-zh"))
    ]
    assert silent == []


@pytest.mark.parametrize("kind", _EVERY)
def test_every_mapping_says_which_keys_it_takes(kind: str) -> None:
    loose = [
        at
        for at, part in _parts(schema_of(kind), kind)
        if not any(step in at.split("/") for step in ("if", "then", "else"))
        if "properties" in part and part.get("type") == "object"
        if not _closed(part)
    ]
    assert loose == []


@pytest.mark.parametrize("kind", kinds())
def test_every_reference_leads_somewhere(kind: str) -> None:
    assert list(validator_of(kind).iter_errors({})) != []
    vocabularies = {
        part["x-refers"] for name in _EVERY for _, part in _parts(schema_of(name), name) if "x-refers" in part
    }
    assert vocabularies <= set(gather_vocabulary({}))


@pytest.mark.parametrize("kind", _EVERY)
def test_no_schema_chooses_by_trial(kind: str) -> None:
    """`oneOf` blames the wrong branch; alternatives are told apart by `if` and `then`."""
    assert [at for at, part in _parts(schema_of(kind), kind) if "oneOf" in part] == []
