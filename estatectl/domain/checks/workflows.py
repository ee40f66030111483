"""Names in and across workflows: each means one thing, wherever a command, a clock or a condition reads it."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.workflows import OPENED, Workflow
from estatectl.domain.checks.written import Written, every_workflow, named
from estatectl.domain.problems import Place, Problem
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

VERBS = (
    *("open", "list", "show", "explain", "import", "acknowledge"),
    *("列表", "看板", "查看", "说明", "解释", "确认", "导入"),
)
"""What every noun of a case can do without a policy saying so."""

PLAN_VERBS = ("plan", "measure", "预案", "措施", "timeline", "时间线")
LOG_VERBS = ("log", "记事", "timeline", "时间线")
"""What those nouns can do besides whose cases start plans, or are kept a log of."""

OPTIONS = (
    *("at", "override", "check", "all_ok", "words", "case_id"),
    *("lang", "format", "now", "as", "actor", "dir", "directory", "no_input", "quiet", "debug", "cron"),
)
"""What every command takes besides the fields of its move."""

NOUNS = (
    *("tick", "round", "gate", "stock", "register", "person", "plan", "staff", "roster", "calendar"),
    *("policy", "charter", "comply", "kpi", "explain", "init", "demo", "doctor", "completion", "version", "journal"),
    *("schedule", "定时", "outbox", "发件箱", "通知", "report", "报告", "simulate", "模拟"),
    *("走时", "巡查", "门岗", "库存", "登记簿", "个人信息", "预案", "员工", "排班", "日历"),
    *("细则", "条款", "核查", "指标", "解释", "新建", "演示", "体检", "补全", "版本", "台账"),
)
"""What the command calls its own nouns, which a workflow could only hide behind."""

KNOWN_ANYWAY = (
    *("children", "children_open", "children_unsettled", "measures_open", "given"),
    *("stage", "done", "sure", "paused"),
)
_SAID_ANYWAY = ("workflow", "clock", "id", "summary")

_Use = tuple[str, Place]


def check_names(bundle: Bundle) -> Iterator[Problem]:
    """EST-388, EST-389: within each workflow, then across all of them."""
    workflows = every_workflow(bundle)
    for each in workflows:
        yield from _marks(each)
        yield from _values(each)
        yield from _twice(_verbs(each))
        yield from _twice([(clock.text("id"), clock["id"].place) for clock in each.node.each("clocks")])
        for _, field in each.node["fields"].items():
            yield from _twice(_choices(field))
    nouns = [(str(node.value), node.place) for each in workflows for node in _nouns(each)]
    yield from _twice(nouns)
    words = Words(zh="“{name}”是系统自带的命令", en="'{name}' is a command of the program itself")
    for name, place in nouns:
        if name in NOUNS:
            yield Problem("EST-388", words.fill(name=same(name)), place, _other_name)
    yield from _twice([(each.workflow.series, each.node["series"].place) for each in workflows])


def taken_verbs(workflow: Workflow) -> tuple[str, ...]:
    """The verbs of a noun that no move may be called."""
    plans = PLAN_VERBS if workflow.plan is not None else ()
    return (*VERBS, *plans, *(LOG_VERBS if workflow.logs is not None else ()))


def _marks(each: Written) -> Iterator[Problem]:
    """Moves and stages leave marks by which clocks start and stop, so they share one set of names."""
    stages = {stage.id for stage in each.workflow.stages}
    for move in each.workflow.moves:
        if move.id in stages:
            words = Words(zh="“{id}”既是流转又是环节", en="'{id}' is both a move and a stage")
            hint = Words(zh="计时分不清是哪一个；改其中一个", en="clocks could not tell which; rename one of them")
            yield Problem("EST-388", words.fill(id=same(move.id)), move.place, hint)
    for name, place in _verbs(each):
        if name in taken_verbs(each.workflow):
            words = Words(zh="“{name}”是每种单子都有的命令", en="'{name}' is a command that every kind of case has")
            hint = Words(zh="换一个名称；已占用：{names}", en="give it another name; taken are: {names}")
            names = same(" ".join(taken_verbs(each.workflow)))
            yield Problem("EST-388", words.fill(name=same(name)), place, hint.fill(names=names))
    for key in ("stages", "moves"):
        if OPENED in each.node[key]:
            words = Words(zh="“opened”专指开单的时刻", en="'opened' means the opening itself")
            yield Problem("EST-388", words, each.node[key][OPENED].key_place, _other_name)


_other_name = Words(zh="换一个名称", en="give it another name")


def _values(each: Written) -> Iterator[Problem]:
    """Fields and counters stand beside what is known of every case."""
    counters = list(named(each.node, "counters"))
    taken = {str(node.value): node.place for node in counters}
    for name, node in each.node["fields"].items():
        if name in taken:
            words = Words(zh="“{id}”既是字段又是计数", en="'{id}' is both a field and a counter").fill(id=same(name))
            yield Problem("EST-388", words, taken[name], _other_name)
        taken[name] = node.key_place
    for name, place in taken.items():
        if name in OPTIONS:
            words = Words(zh="“--{name}”是命令自带的选项", en="'--{name}' is an option that every command has")
            yield Problem("EST-388", words.fill(name=same(name.replace("_", "-"))), place, _other_name)
        if name in (*KNOWN_ANYWAY, *_SAID_ANYWAY):
            words = Words(zh="“{id}”是每张单子自带的", en="'{id}' is known of every case anyway").fill(id=same(name))
            yield Problem("EST-388", words, place, _other_name)


def _verbs(each: Written) -> list[_Use]:
    """Every name by which the command takes a move."""
    uses = [(move.id, move.place) for move in each.workflow.moves]
    return [*uses, *((str(alias.value), alias.place) for _, node in each.moves() for alias in named(node, "aliases"))]


def _nouns(each: Written) -> Iterator[Node]:
    yield each.node["noun"]
    yield from named(each.node, "aliases")


def _choices(field: Node) -> list[_Use]:
    """How a person may name a value: its id, its titles, its aliases. One value may well repeat itself."""
    values = field.get("values")
    uses: list[_Use] = []
    for name, child in values.items() if values is not None else ():
        aliases = [(str(alias.value), alias.place) for alias in named(child, "aliases")]
        said = [(name, child.key_place), *((child[lang].value, child[lang].place) for lang in ("zh", "en")), *aliases]
        uses += dict(reversed(said)).items()
    return uses


def _twice(uses: list[_Use]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for name, place in uses:
        if name in first:
            words = Words(zh="“{name}”用了两次", en="'{name}' is used twice").fill(name=same(name))
            hint = Words(zh="先用的一处：{place}", en="first used at {place}").fill(place=same(str(first[name])))
            yield Problem("EST-389", words, place, hint)
        first.setdefault(name, place)
