"""The compiled cache: it changes how fast policies are had, never what they say."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from estatectl.adapters.policyfiles import bundle_from_bytes, bundle_to_bytes, load_bundle
from estatectl.domain.bundle import Bundle
from estatectl.domain.problems import DataBroken, PolicyInvalid
from tests.policyfiles.examples import VALID


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def _files(cache: Path) -> list[Path]:
    return sorted(cache.rglob("*.json"))


def _content(bundle: Bundle) -> object:
    documents = {kind: bundle.documents[kind] for kind in bundle.documents}
    return bundle.digest, documents, dict(bundle.vocabulary), bundle.lexicon


def test_the_cached_bundle_says_the_same(cache: Path) -> None:
    first, again, plain = load_bundle(VALID, cache=cache), load_bundle(VALID, cache=cache), load_bundle(VALID)
    assert _files(cache) != []
    assert _content(first) == _content(again) == _content(plain)


def test_the_cached_bundle_is_had_without_yaml_and_jsonschema(cache: Path) -> None:
    load_bundle(VALID, cache=cache)
    script = (
        "import sys; from pathlib import Path; from estatectl.adapters.policyfiles import load_bundle;"
        f"bundle = load_bundle(Path({str(VALID)!r}), cache=Path({str(cache)!r}));"
        "assert bundle.tables and bundle.estate;"
        "print(sorted({'yaml', 'jsonschema', 'referencing'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("damage", [b"", b"{}", b"\x00" * 10], ids=["emptied", "another", "zeros"])
def test_a_damaged_cache_is_rebuilt_in_silence(cache: Path, damage: bytes) -> None:
    first = load_bundle(VALID, cache=cache)
    for path in _files(cache):
        path.write_bytes(damage)
        assert _content(load_bundle(VALID, cache=cache)) == _content(first)


def test_one_changed_byte_in_any_file_is_noticed(cache: Path) -> None:
    first = load_bundle(VALID, cache=cache)
    for path in _files(cache):
        sound = path.read_bytes()
        path.write_bytes(sound.replace(b"general_manager", b"general_managex").replace(b"pipe", b"pipx"))
        assert _content(load_bundle(VALID, cache=cache)) == _content(first)


def test_a_cache_that_others_may_write_to_is_not_believed(cache: Path) -> None:
    load_bundle(VALID, cache=cache)
    home = next(path for path in (cache / "bundles").iterdir())
    (home / "index.json").write_text("forged")
    home.chmod(0o777)
    assert load_bundle(VALID, cache=cache).estate.id == "willow_yard"


def test_the_cache_is_for_its_owner_alone(cache: Path) -> None:
    load_bundle(VALID, cache=cache)
    for path in (cache / "bundles", *(cache / "bundles").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in _files(cache):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_to_is_done_without(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert load_bundle(VALID, cache=blocked / "below").estate.id == "willow_yard"


def test_invalid_policies_are_never_kept(cache: Path, tmp_path: Path) -> None:
    policies = Path(shutil.copytree(VALID, tmp_path / "policies"))
    (policies / "extra.yaml").write_text("kind: nothing\n")
    for _ in range(2):
        with pytest.raises(PolicyInvalid):
            load_bundle(policies, cache=cache)
    assert _files(cache) == []


def test_a_changed_policy_is_never_served_from_the_cache(cache: Path, tmp_path: Path) -> None:
    policies = Path(shutil.copytree(VALID, tmp_path / "policies"))
    before = load_bundle(policies, cache=cache)
    path = policies / "estate.yaml"
    stamps = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace('version: "1"', 'version: "2"'), encoding="utf-8")
    os.utime(path, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))
    after = load_bundle(policies, cache=cache)
    assert (before.estate.version, after.estate.version) == ("1", "2")
    assert before.digest != after.digest


def test_the_same_policies_elsewhere_show_their_own_places(cache: Path, tmp_path: Path) -> None:
    load_bundle(VALID, cache=cache)
    copy = Path(shutil.copytree(VALID, tmp_path / "copy"))
    bundle = load_bundle(copy, cache=cache)
    assert bundle.estate.place.file == str(copy / "estate.yaml")
    assert {concept.place.file for concept in bundle.lexicon.concepts.values()} <= set(map(str, copy.rglob("*.yaml")))


def test_old_policies_are_forgotten(cache: Path, tmp_path: Path) -> None:
    policies = Path(shutil.copytree(VALID, tmp_path / "policies"))
    for number in range(12):
        (policies / "estate.yaml").write_text((VALID / "estate.yaml").read_text(encoding="utf-8") + f"# {number}\n")
        load_bundle(policies, cache=cache)
    assert len(list((cache / "bundles").iterdir())) == 8


def test_a_bundle_survives_its_bytes() -> None:
    bundle = load_bundle(VALID)
    content = bundle_to_bytes(bundle)
    assert content == bundle_to_bytes(load_bundle(VALID))
    assert _content(bundle_from_bytes(content)) == _content(bundle)


@pytest.mark.parametrize("content", [b"", b"junk", b"x\x9c\x03\x00\x00\x00\x00\x01"], ids=["nothing", "junk", "empty"])
def test_bytes_that_are_no_bundle_are_refused(content: bytes) -> None:
    with pytest.raises(DataBroken) as caught:
        bundle_from_bytes(content)
    assert caught.value.problems[0].code == "EST-590"
