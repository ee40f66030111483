"""The facts that conditions may name: every scope has some, each with its words in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from estatectl.adapters.policyfiles import load_bundle
from estatectl.domain.bundle import Bundle
from estatectl.domain.controls.knowable import Specs, specs_of
from estatectl.domain.controls.scopes import Scope, ScopeKind
from estatectl.domain.problems import Place
from estatectl.domain.rules.facts import FactKind

POLICIES = Path(__file__).parents[2] / "policies"


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(POLICIES)


def facts(bundle: Bundle, kind: ScopeKind, *names: str) -> Specs:
    return specs_of(Scope(kind, names, Place("a.yaml", 1, 1)), bundle)


OWN = [kind for kind in ScopeKind if kind not in (ScopeKind.CASES, ScopeKind.CLOCKS)]  # whose facts workflows name


@pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.value)
def test_every_scope_has_facts_with_words_and_closed_values(bundle: Bundle, kind: ScopeKind) -> None:
    specs = facts(bundle, kind)
    assert specs
    for name, spec in specs.items():
        assert spec.name == name
        assert spec.title is not None
        assert spec.title.zh
        assert spec.title.en
        if spec.kind in (FactKind.TEXT, FactKind.SET):
            assert spec.values


def test_the_fields_of_a_register_are_facts_of_its_lines(bundle: Bundle) -> None:
    specs = facts(bundle, ScopeKind.LINES, "personnel")
    assert specs["contract"].values == ("fixed", "open", "labour")
    assert "contract_until_days" in specs
    assert "person" in specs["given"].values


def test_personal_fields_are_none_but_that_they_are_given_is_known(bundle: Bundle) -> None:
    specs = facts(bundle, ScopeKind.LINES, "personnel")
    assert "id_card" not in specs
    assert "id_card" in specs["given"].values


def test_lines_of_several_registers_have_what_all_have(bundle: Bundle) -> None:
    specs = facts(bundle, ScopeKind.LINES, "personnel", "training")
    assert "hours" not in specs
    assert "contract" not in specs
    assert {"look_days", "state", "given"} <= specs.keys()
    assert {"ends", "contract_until"} <= set(specs["given"].values)


def test_registers_about_people_are_facts_of_people(bundle: Bundle) -> None:
    specs = facts(bundle, ScopeKind.PEOPLE)
    assert {"training_hours_365d", "training_lines_30d", "personnel_lines", "personnel_contract_until_days"} <= set(
        specs
    )
    assert not any(name.startswith("keys_") for name in specs)
