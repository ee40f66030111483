"""`policy` and `explain` as whole commands: what stands on which stream, in which language, with which status."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.driving import estatectl
from tests.policyfiles.examples import VALID


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    return Path(shutil.copytree(VALID, tmp_path / "policies"))


def test_sound_policies_are_summed_up_in_one_line(policies: Path) -> None:
    told = estatectl("policy", "check", str(policies), "--lang", "en")
    assert told.status == 0
    assert re.fullmatch(
        r"policies are sound: \d+ documents of \d+ kinds, 3 clauses cited, digest [0-9a-f]{12}\n", told.out
    )
    assert told.err == ""


def test_unsound_policies_are_shown_with_a_caret_under_the_column(policies: Path) -> None:
    path = policies / "checklists" / "follow_up_call.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("态度如何, en:", "态度如何, en: no, de:"), encoding="utf-8"
    )
    told = estatectl("policy", "check", "policies", "--lang", "zh", cwd=policies.parent)
    assert told.status == 3
    assert told.out.splitlines()[:4] == [
        "policies/checklists/follow_up_call.yaml:13:26: EST-111 没加引号的“no”会被有些程序读成“是/否”",
        '        text: {zh: 态度如何, en: no, de: "How was our manner?"}',
        "                                 ^",
        '    提示：是/否请写 true 或 false；是文字就加引号："no"',
    ]
    assert told.out.splitlines()[-1] == "1 个文件，2 处问题"


def test_unsound_policies_are_one_json_document(policies: Path) -> None:
    (policies / "extra.yaml").write_text("kind: nothing\n")
    told = estatectl("policy", "check", str(policies), "--format", "json", "--lang", "en")
    document = json.loads(told.out)
    assert told.status == 3
    assert document["ok"] is False
    assert [problem["code"] for problem in document["problems"]] == ["EST-202"]
    assert document["problems"][0]["place"] == {"file": str(policies / "extra.yaml"), "line": 1, "col": 7}


def test_an_empty_folder_is_not_green(tmp_path: Path) -> None:
    told = estatectl("policy", "check", str(tmp_path), "--lang", "en")
    assert told.status == 3
    assert "EST-130" in told.out


def test_a_schema_is_printed_as_it_is(policies: Path) -> None:
    told = estatectl("policy", "schema", "checklist")
    assert told.status == 0
    assert json.loads(told.out)["$id"] == "https://estatectl.dev/schemas/checklist.schema.json"


def test_a_kind_that_does_not_exist_is_met_with_the_closest_one() -> None:
    told = estatectl("policy", "schema", "checklst", "--lang", "en")
    assert told.status == 2
    assert "EST-440" in told.err
    assert "did you mean 'checklist'?" in told.err


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Unquoted time of day"), ("zh", "没加引号的时刻")], ids=["in English", "in Chinese"]
)
def test_a_code_is_explained(lang: str, said: str) -> None:
    told = estatectl("explain", "EST-112", "--lang", lang)
    assert told.status == 0
    assert told.out.startswith(f"EST-112 {said}\n")
