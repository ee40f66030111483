"""The stock in files: ledgers carried in once and no more, bad rows handed back, count sheets out and in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from estatectl.cli.main import run
from tests.stock.terminal import DAY, KEEPER, TECHNICIAN, Terminal

VALVE, PIPE = "ball_valve_20", "ppr_pipe_20"
SLIPS = f"""单号,时间,事项,品种,数量,单价,供应商,领用人,用途
S1,{DAY} 08:10,入库,角阀,40,18.5,永安五金,,
S2,{DAY} 08:20,领用,球阀 DN20,3,,,赵强,泵房
S3,{DAY} 08:30,领用,球阀 DN20,99,,,赵强,泵房
S4,{DAY} 08:40,领用,没有的东西,1,,,,x
S5,,报失,球阀 DN20,1,,,,
S6,{DAY} 08:50,盘点,PPR管 20,3.4 m,,,,
"""


@pytest.fixture
def slips(tmp_path: Path) -> Path:
    file = tmp_path / "slips.csv"
    file.write_bytes(SLIPS.encode("gb18030"))
    return file


def test_good_rows_are_kept_and_bad_ones_handed_back(desk: Terminal, slips: Path) -> None:
    answer = desk("stock", "import", str(slips))
    assert answer.status == 1
    assert (desk.balance("angle_valve"), desk.balance(VALVE), desk.balance(PIPE)) == ("40", "17", "3.4")
    rejects = slips.with_name("slips.rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line[:2] for line in rejects[1:]] == ["S3", "S4", "S5"]
    assert all(code in answer.out for code in ("EST-967", "EST-965", "EST-966"))


def test_again_it_adds_nothing(desk: Terminal, slips: Path) -> None:
    desk("stock", "import", str(slips))
    again = desk.asked("stock", "import", str(slips))
    assert (again["written"], again["known"], len(again["refused"])) == (0, 3, 3)
    assert desk.balance(VALVE) == "17"


def test_a_dry_run_judges_every_row_and_writes_nothing(desk: Terminal, slips: Path) -> None:
    tried = desk.asked("stock", "import", str(slips), "--dry-run")
    assert (tried["written"], len(tried["refused"])) == (3, 3)
    assert desk.balance(VALVE) == "20"
    assert not slips.with_name("slips.rejects.csv").exists()


def test_a_column_that_means_nothing_refuses_the_file(desk: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("品种,数量,颜色\n角阀,1,红\n", encoding="utf-8")
    refused = desk("stock", "import", str(file))
    assert (refused.status, refused.codes) == (2, ["EST-482"])


@pytest.mark.parametrize("ending", ["csv", "jsonl", "xlsx"])
def test_a_ledger_goes_out_and_comes_back_whole(desk: Terminal, tmp_path: Path, ending: str) -> None:
    formula = "=cmd|' /C calc'!A0"
    desk("stock", "issue", VALVE, "2", "--to", TECHNICIAN, "--note", formula)
    desk("stock", "issue", VALVE, "1", "--to", TECHNICIAN)
    desk("stock", "undo", VALVE, "--reason", "typed twice")
    file = tmp_path / f"ledger.{ending}"
    assert desk("stock", "export", "-o", str(file), "--ledger", "--store", "maintenance").status == 0
    if ending == "csv":
        assert ",'=cmd" in file.read_text(encoding="utf-8-sig")
    # Here every line is known by its reference; elsewhere they make the same balances.
    here = desk.asked("stock", "import", str(file))
    assert (here["written"], here["refused"], here["known"]) == (0, [], 4)
    other = Terminal(tmp_path / "other", desk._capsys)
    assert run(["init", str(other.place), "--sample", "-q", "--now", f"{DAY}T06:00"]) == 0
    there = other.asked("stock", "import", str(file))
    assert (there["written"], there["refused"]) == (4, [])
    assert (other.balance(VALVE), other.balance(PIPE)) == ("18", "3.5")
    [line] = [line for line in other.asked("stock", "show", VALVE)["lines"] if line["kind"] == "issued"]
    assert line["note"] == formula


def test_a_count_sheet_goes_out_and_comes_back_with_what_was_found(desk: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "盘点.csv"
    assert desk("stock", "export", "-o", str(file), "--store", "maintenance", lang="zh").status == 0
    sheet = file.read_text(encoding="utf-8-sig")
    assert desk("stock", "count", "--from", str(file)).status == 5  # nothing is filled in yet
    filled = sheet.replace("ball_valve_20,球阀 DN20,个,20,", "ball_valve_20,球阀 DN20,个,20,19")
    file.write_text(filled, encoding="utf-8")
    [counted] = desk.asked("stock", "count", "--from", str(file))["counted"]
    assert (counted["item"], counted["book"], counted["found"]) == (VALVE, "20", "19")


def test_a_count_sheet_with_a_slip_counts_nothing(desk: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "count.csv"
    file.write_text("item,found\nball_valve_20,19\nppr_pipe_20,3 kg\nwhat,1\nball_valve_20,18\n", encoding="utf-8")
    refused = desk("stock", "count", "--store", "maintenance", "--from", str(file))
    assert (refused.status, sorted(refused.codes)) == (2, ["EST-965", "EST-966", "EST-966"])
    assert all(f"count.csv:{line}" in refused.err for line in (3, 4, 5))
    assert desk.balance(VALVE) == "20"


@pytest.fixture(scope="module")
def locker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pesticide in the locker on the eve of its monthly count, and the count due."""
    place = tmp_path_factory.mktemp("locker") / "estate"
    assert run(["init", str(place), "--sample", "-q", "--now", "2026-10-24T06:00"]) == 0
    beside = ["--dir", str(place), "-q"]
    take = ["imidacloprid", "2", "carbendazim", "1", "abamectin", "1", "Bt", "1", "lime_sulphur", "5"]
    line = ["stock", "receive", *take, "mosquito_larvicide", "1", "--as", "bai_songtao"]
    assert run([*line, "--now", "2026-10-24T08:00", *beside]) == 0
    assert run(["tick", "--as", "system", "--now", "2026-10-24T09:00", *beside]) == 0
    return place


def counts(imidacloprid: str) -> list[str]:
    rest = ["多菌灵=1", "阿维菌素=1", "Bt=1 kg", "石硫合剂=5", "灭蚊幼剂=1000 g"]
    return ["round", "record", "农药盘点", f"吡虫啉={imidacloprid}", *rest, "双锁=是", "过期=0", "空瓶=是", "签字=是"]


@pytest.fixture
def round_desk(locker: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(Path(shutil.copytree(locker, tmp_path / "estate")), capsys).at("2026-10-25T10:00")


def test_a_round_counts_the_store_and_what_agrees_is_no_finding(round_desk: Terminal) -> None:
    done = round_desk(*counts("2000 克"), by="bai_songtao")
    assert done.status == 0, done.err
    [line] = [each for each in round_desk.asked("stock", "show", "imidacloprid")["lines"] if each["kind"] == "counted"]
    assert (line["quantity"], line["change"]) == ("2", "0")
    assert line["round"].startswith("RD-")


def test_poison_that_is_missing_is_a_critical_finding_and_the_book_is_what_was_found(round_desk: Terminal) -> None:
    done = round_desk(*counts("1.5"), by="bai_songtao", lang="zh")
    assert done.status == 0, done.err
    assert "账 2 kg 实 1.5 kg" in done.out
    assert round_desk.balance("imidacloprid") == "1.5"
    [finding] = round_desk.asked("round", "findings")["findings"]
    assert (finding["kind"], finding["severity"]) == ("difference", "critical")
    [correction] = round_desk.asked("correction", "list")["cases"]
    assert correction["id"] == finding["case"]


def test_a_store_is_not_half_counted(round_desk: Terminal) -> None:
    refused = round_desk(*counts("2")[:5], by="bai_songtao")
    assert refused.status == 2
    assert "EST-372" in refused.codes
    too_fine = round_desk(*counts("1.99999"), by="bai_songtao")
    assert too_fine.codes == ["EST-966"]
    assert round_desk.balance("imidacloprid") == "2"


def test_the_keeper_is_named_where_nobody_else_may_count(desk: Terminal) -> None:
    refused = desk("stock", "count", VALVE, "3", by=TECHNICIAN)
    assert refused.codes == ["EST-968"]
    assert "Maintenance supervisor" in refused.err
    assert desk("stock", "count", VALVE, "20", by=KEEPER).status == 0
