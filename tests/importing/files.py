"""Mappings and files as somebody would hand them in, and an import as the command makes it, without its process."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from estatectl.domain.handed_in.sheets import Sheet
from estatectl.domain.problems import EstateError
from estatectl.usecases.house import House
from estatectl.usecases.importing import Imported, Plan, carry_out_plan, plan_import
from estatectl.wiring.documents import import_map, read_sheet

MAP = """\
kind: import_map
id: old_desk
title: {zh: 旧台账, en: The old desk}
workflow: request
key: [单号]
at: {column: 时间}
skip_when:
  - {column: 状态, is: [作废]}
history:
  when:
    - {column: 状态, is: [已办结]}
  at: {column: 办结时间}
  fields:
    result: {column: 结果}
fields:
  content: {column: 内容}
  address: {columns: [楼栋, 房号], join: ""}
  owner: {column: 业主}
  contact: {column: 电话}
  channel: {column: 渠道, map: {电话: phone, 公众号: wechat}}
  reference: {column: 单号}
"""

HEADING = ("单号", "时间", "状态", "办结时间", "结果", "内容", "楼栋", "房号", "业主", "电话", "渠道")
LEAK = (
    "A-1",
    "2026-05-06 08:00",
    "处理中",
    "",
    "",
    "厨房水管漏水",
    "3栋2单元",
    "1201",
    "王先生",
    "13800001111",
    "电话",
)


def row(*, number: str = "A-1", **cells: str) -> tuple[str, ...]:
    """The row of a leak, with what the test says instead."""
    whole = {**dict(zip(HEADING, LEAK, strict=True)), "单号": number, **cells}
    return tuple(whole[name] for name in HEADING)


def past(number: str, **cells: str) -> tuple[str, ...]:
    """A row that was over at the source two years ago."""
    old = {"时间": "2024-03-01 09:00", "状态": "已办结", "办结时间": "2024-03-02 10:00", "结果": "已更换水管"}
    return row(number=number, **{**old, **cells})


def csv_text(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in each] for each in (HEADING, *rows)]
    return "".join(delimiter.join(each) + "\r\n" for each in quoted)


def maps_for_cases() -> list[Path]:
    """The example mappings whose rows become cases; those for rounds are tried in `tests.rounds`."""
    examples = sorted((Path(__file__).parents[2] / "docs" / "examples" / "maps").glob("*.yaml"))
    return [path for path in examples if "kind: import_map" in path.read_text(encoding="utf-8")]


def write_map(folder: Path, text: str = MAP) -> Path:
    path = folder / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def write_csv(folder: Path, *rows: tuple[str, ...], name: str = "rows.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(csv_text(*rows).encode(encoding))
    return path


def planned(house: House, file: Path, map_file: Path, since: datetime | None = None) -> tuple[Plan, Sheet]:
    mapping = import_map(map_file)
    sheet = read_sheet(file, mapping.form)
    return plan_import(house, "request", mapping, sheet, since), sheet


def imported(house: House, file: Path, map_file: Path, since: datetime | None = None) -> Imported:
    plan, _ = planned(house, file, map_file, since)
    return carry_out_plan(house, plan, _silent)


def _silent(done: int, of: int) -> None:
    """Nobody watches."""


def codes(done: Imported) -> list[tuple[int, str]]:
    """Refused rows: line and code of each reason."""
    return [(each.line, problem.code) for each in done.refused for problem in each.problems]


def code_of(error: EstateError) -> list[str]:
    return [problem.code for problem in error.problems]
