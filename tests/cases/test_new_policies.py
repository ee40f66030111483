"""Policies change while cases are open: what is due is looked at anew, what was decided keeps its reasons."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from estatectl.adapters.policyfiles.loading import load_bundle
from estatectl.adapters.policyfiles.snapshots import bundle_from_bytes
from estatectl.domain.bundle import Bundle
from estatectl.usecases.explaining import explain_case
from estatectl.usecases.ticking import tick
from estatectl.wiring.places import packaged
from tests.cases.house import Estate

BURST = "厨房水管爆了，水一直往外喷，客厅都淹了"


@pytest.fixture
def hastier(tmp_path: Path) -> Bundle:
    """The default policies, but an emergency reaches the deputy after two minutes instead of five."""
    folder = tmp_path / "policies"
    shutil.copytree(packaged("policies"), folder)
    path = folder / "escalations" / "emergency.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("start+5m") == 1
    path.write_text(text.replace("start+5m", "start+2m"), encoding="utf-8")
    return load_bundle(folder)


def deputy_told(estate: Estate) -> int:
    return sum(notice.to_post == "deputy_general_manager" for notice in estate.journal.undelivered())


def test_an_open_emergency_climbs_by_the_new_path_at_the_next_tick(hastier: Bundle) -> None:
    estate = Estate.founded("05-06 03:10")
    estate.open(BURST)
    estate.later(minutes=3).tick()
    assert deputy_told(estate) == 0
    tick(replace(estate.house(), bundle=hastier))
    assert deputy_told(estate) == 1


def test_going_back_to_the_old_policies_is_noticed_as_well(hastier: Bundle) -> None:
    estate = Estate.founded("05-06 03:10")
    estate.open(BURST)
    tick(replace(estate.house(), bundle=hastier))
    estate.later(minutes=1).tick()
    digests = [entry.data["digest"] for entry in estate.journal.stream("policy")]
    assert digests == [estate.house().bundle.digest, hastier.digest, estate.house().bundle.digest]
    estate.later(minutes=2).tick()
    assert deputy_told(estate) == 0


def test_an_old_decision_is_explained_by_the_policies_of_its_day(hastier: Bundle) -> None:
    estate = Estate.founded("05-06 03:10")
    case = estate.open(BURST)
    later = replace(estate.house(), bundle=hastier, now=estate.now + timedelta(minutes=1))
    tick(later)
    explained = explain_case(later, case.id)
    assert explained.policies[0] == estate.house().bundle.digest != hastier.digest
    assert all(reason.because.zh for reason in explained.reasons)
    kept = estate.journal.bundle(estate.house().bundle.digest)
    assert kept is not None
    assert bundle_from_bytes(kept).digest == estate.house().bundle.digest
