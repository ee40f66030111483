"""Small checklists of rounds and a small site, written in tests."""

from __future__ import annotations

from textwrap import dedent, indent

from estatectl.domain.checklists.checklist import Checklist
from estatectl.domain.checklists.items import Item
from estatectl.domain.checklists.readings import Answered, Examined, RoundSheet, examine, sheet_for
from estatectl.domain.place.site import Site
from estatectl.domain.problems import Problem
from tests.content.documents import tree

SITE = """
    kind: site
    id: site
    title: {zh: 现场, en: Site}
    clauses: ["1.1"]
    supervisor_accepts: [critical]
    buildings:
      b1: {title: {zh: 1 幢, en: Building 1}, number: 1, units: 2, floors: 6, per_floor: 2}
    zones:
      east_lobby: {title: {zh: 东大堂, en: East lobby}, names: [东厅], tags: [lobby]}
      west_lobby: {title: {zh: 西大堂, en: West lobby}, tags: [lobby]}
      pool: {title: {zh: 泳池, en: Pool area}, tags: [water]}
    asset_classes:
      lift: {title: {zh: 电梯, en: Lift}, skill: lift, importance: critical}
      pump: {title: {zh: 水泵, en: Pump}, skill: plumbing, importance: important}
    assets:
      lift_1: {title: {zh: 1 号梯, en: Lift 1}, code: DT-01, class: lift, zone: east_lobby, installed: 2018}
      lift_2: {title: {zh: 2 号梯, en: Lift 2}, code: DT-02, class: lift, zone: west_lobby, installed: 2018}
      pump_1: {title: {zh: 1 号泵, en: Pump 1}, code: SB-01, class: pump, zone: pool, installed: 2018}
    checkpoints:
      cp_east: {title: {zh: 东大堂点, en: East point}, code: XG-01, zone: east_lobby}
      cp_pool: {title: {zh: 泳池点, en: Pool point}, code: XG-02, zone: pool}
    routes:
      night:
        title: {zh: 夜巡, en: Night walk}
        clauses: ["1.1"]
        legs: [{checkpoint: cp_pool, at: 0m}, {checkpoint: cp_east, at: 6m}, {checkpoint: cp_pool, at: 12m}]
        tolerance: 5m
        fastest: 3
        source: "assumption: a test"
    cameras:
      cam_01: {title: {zh: 南门 1 号机, en: Gate camera}, zone: east_lobby}
      cam_02: {title: {zh: 泳池 2 号机, en: Pool camera}, zone: pool, names: [池边]}
    pools:
      main_pool: {title: {zh: 成人池, en: Main pool}, zone: pool, calendar: always, area: 250}
"""

POOL = """
    - id: free_chlorine
      text: {zh: 游离余氯, en: Free chlorine}
      kind: number
      aliases: [余氯, cl]
      unit: mg/L
      units: {ppm: 1, ug/L: 0.001}
      limits: {gte: 0.3, lte: 1.0}
      warning: {gte: 0.4, lte: 0.8}
      plausible: {gte: 0, lte: 10}
      below: true
      gravity: major
    - {id: combined_chlorine, text: {zh: 化合余氯, en: Combined chlorine}, kind: number, unit: mg/L, limits: {lte: 0.4}}
    - {id: ph, text: {zh: 酸碱度, en: Acidity}, kind: number, limits: {gte: 7.0, lte: 7.8}, plausible: {lte: 10}}
    - {id: clear, text: {zh: 池底清晰, en: The bottom is clearly seen}, kind: yes_no, expect: true}
    - {id: smell, text: {zh: 有无异味, en: Any bad smell}, kind: yes_no, expect: false}
    - {id: bathers, text: {zh: 在池人数, en: Bathers}, kind: count, required: false}
    - id: plant
      text: {zh: 机房设备, en: Plant}
      kind: choice
      choices: {good: {title: {zh: 良好, en: good}}, bad: {title: {zh: 差, en: bad}, falls_short: true}}
"""
FILLED = {
    "free_chlorine": "0.5",
    "combined_chlorine": "0.1",
    "ph": "7.4",
    "clear": "是",
    "smell": "无",
    "plant": "良好",
}


def small_site() -> Site:
    problems: list[Problem] = []
    site = Site.parse(tree(SITE), {}, problems)
    assert problems == []
    return site


def round_checklist(items: str, head: str = "") -> Checklist:
    """A checklist of a round with these items (a YAML list) and further keys at its head."""
    text = 'kind: checklist\nid: sheet\ntitle: {zh: 巡查表, en: Sheet}\nclauses: ["1.1"]\nfor: {purpose: round}\n'
    problems: list[Problem] = []
    checklist = Checklist.parse(tree(f"{text}{dedent(head)}\nitems:\n{indent(dedent(items), '  ')}"), {}, problems)
    assert problems == []
    return checklist


def round_sheet(items: str, head: str = "", asset: str | None = None) -> RoundSheet:
    return sheet_for(round_checklist(items, head), small_site(), asset)


def one_item(item: str) -> Item:
    """A single item, from a flow mapping without its id and text."""
    (found,) = round_sheet(f"- {{id: thing, text: {{zh: 项目, en: Thing}}, {item}}}").items
    return found


def filled(sheet: RoundSheet, answers: dict[str, str], *, all_ok: bool = False, confirmed: str = "") -> Examined:
    return examine(sheet, Answered(answers=answers, all_in_order=all_ok, confirmed=frozenset(confirmed.split())))


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def short(found: Examined) -> list[tuple[str, str]]:
    return [(each.name, each.kind) for each in found.shortfalls]
