"""Registers: fields named are declared and filled, posts exist, notices and cases can be made. Domain floor."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.cases.permissions import SYSTEM
from estatectl.domain.checks.written import every_workflow, named, unknown
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.registers.register import WRITER, OpenFromLine, Register
from estatectl.domain.registers.retention import CLOSED, ENTERED
from estatectl.domain.rounds.round import SERIES
from estatectl.domain.tree import Node
from estatectl.domain.words import Words, same

TAKEN = (
    *("at", "reason", "line", "register_id", "line_id"),
    *("lang", "format", "now", "as", "actor", "dir", "directory", "no_input", "quiet", "debug"),
)
"""Options that the verbs of a register have besides its fields."""

_SAID = ("id", "by")
_NO_FIELD = Words(zh="没有叫“{name}”的字段", en="no field is called '{name}'")
_NO_POST = Words(zh="没有叫“{name}”的岗位", en="no post is called '{name}'")


def check_registers(bundle: Bundle) -> Iterator[Problem]:
    """EST-385, 386, 388, 389, 391, 392, 399 as of workflows; EST-900, EST-901 of registers alone."""
    models = bundle.registers
    pairs = [(models[node.text("id")], node) for node in bundle.documents.get("register", ())]
    written = [(register, node) for register, node in pairs if register.place == node.place]
    for register, node in written:
        yield from _fields(register, node)
        yield from _posts(node, tuple(bundle.organisation.posts))
        yield from _kept(register, node)
        for effect, child in zip(register.effects, node.each("then"), strict=True):
            if "text" in child:
                yield from _notice(register, child["text"])
            elif isinstance(effect, OpenFromLine):
                yield from _opening(register, effect, child, bundle)
    yield from _names(bundle, [node for _, node in written])


def check_retention(bundle: Bundle) -> Iterator[Problem]:
    """EST-386, EST-399, EST-900 of workflows that say how long personal data is kept."""
    for each in every_workflow(bundle):
        node, fields = each.node.get("retention"), each.workflow.fields
        if node is None:
            continue
        if not any(field.personal for field in fields.values()):
            yield Problem("EST-900", _NOTHING_PERSONAL, node.key_place, _MARK)
        for name in named(node, "after"):
            if name.value != CLOSED and name.value not in fields:
                yield unknown("EST-386", _NO_FIELD, name, fields)
            elif name.value != CLOSED and fields[str(name.value)].kind is not FieldKind.DATE:
                yield Problem("EST-399", _NO_DATE.fill(name=same(str(name.value))), name.place)


_NOTHING_PERSONAL = Words(zh="写了 retention，却没有个人信息字段", en="`retention` where no field is personal")
_MARK = Words(zh="给个人信息字段写 personal: true，或删掉 retention", en="mark fields `personal: true`")
_NO_DATE = Words(zh="字段“{name}”要是 date 类型才能用在这里", en="the field '{name}' must be of type date")


def _fields(register: Register, node: Node) -> Iterator[Problem]:
    for name in _named_fields(node):
        bare = str(name.value).removesuffix("?")
        if bare not in register.fields:
            node_of = Node(name.file, [name.place.line, name.place.col, bare])
            yield unknown("EST-386", _NO_FIELD, node_of, register.fields)
    for name in _dates(node):
        field = register.fields.get(str(name.value))
        if field is not None and field.kind is not FieldKind.DATE:
            yield Problem("EST-399", _NO_DATE.fill(name=same(field.name)), name.place)
    for declared, child in node["fields"].items():
        if declared in TAKEN:
            words = Words(zh="“--{name}”是命令自带的选项", en="'--{name}' is an option that every command has")
            hint = Words(zh="换一个名称", en="give it another name")
            yield Problem("EST-388", words.fill(name=same(declared.replace("_", "-"))), child.key_place, hint)
        elif declared not in register.taken:
            words = Words(zh="字段“{name}”没有人填", en="nobody fills the field '{name}'").fill(name=same(declared))
            hint = Words(zh='在 asks 里写上 "{name}?"，或删掉它', en='write "{name}?" under `asks`, or take it out')
            yield Problem("EST-901", words, child.key_place, hint.fill(name=same(declared)))


def _named_fields(node: Node) -> Iterator[Node]:
    """Every name of a field of the register, where it stands."""
    returns = node.get("returns")
    for holder in (node, *([returns] if returns is not None else [])):
        for ask in holder.each("asks"):
            yield ask["field"] if ask.is_mapping else ask
    yield from named(node, "shows")
    for each in node.each("unique"):
        yield from each.each()
    for effect in node.each("then"):
        gives = effect.get("gives")
        yield from (child for _, child in gives.items()) if gives is not None else ()
    yield from _dates(node)


def _dates(node: Node) -> Iterator[Node]:
    """The fields that must be dates."""
    yield from named(node, "review")
    if (returns := node.get("returns")) is not None:
        yield from named(returns, "due")
    if (retention := node.get("retention")) is not None:
        yield from (name for name in named(retention, "after") if name.value != ENTERED)


def _posts(node: Node, posts: tuple[str, ...]) -> Iterator[Problem]:
    confirmations, returns = node.get("confirmations"), node.get("returns")
    holders = [(node, key, ("anyone",)) for key in ("by", "corrected_by", "voided_by")]
    holders += [(child, "by", ("anyone",)) for child in (confirmations, returns) if child is not None]
    holders += [(effect, "tell", (WRITER,)) for effect in node.each("then")]
    for holder, key, roles in holders:
        for name in named(holder, key):
            if name.value not in (*posts, *roles):
                yield unknown("EST-385", _NO_POST, name, (*posts, *roles))


def _kept(register: Register, node: Node) -> Iterator[Problem]:
    if register.retention is not None and not register.personal:
        yield Problem("EST-900", _NOTHING_PERSONAL, node["retention"].key_place, _MARK)


def _notice(register: Register, node: Node) -> Iterator[Problem]:
    known = (*_SAID, *register.fields)
    for lang in ("zh", "en"):
        text = node[lang]
        try:
            marks = [name for _, name, _, _ in Formatter().parse(str(text.value)) if name is not None]
        except ValueError:
            yield Problem("EST-391", Words(zh="花括号不成对", en="the braces do not match"), text.place)
            continue
        for name in marks:
            if name not in known:
                words = Words(zh="通知里没有“{name}”可填", en="a notice has nothing to put in the place of '{name}'")
                yield Problem("EST-391", words.fill(name=same(name)), text.place, did_you_mean(name, known))


def _opening(register: Register, effect: OpenFromLine, node: Node, bundle: Bundle) -> Iterator[Problem]:
    workflow = bundle.workflows.get(effect.workflow)
    if workflow is None:
        return
    place = node["open"].place
    if SYSTEM not in workflow.opening.by:
        words = Words(zh="系统无权开“{id}”", en="the system may not open '{id}'").fill(id=same(workflow.id))
        hint = Words(zh="在那个流程 open 的 by 里加上 system", en="add `system` to `by` of its `open`")
        yield Problem("EST-392", words, place, hint)
    gives = node.get("gives")
    for name, child in gives.items() if gives is not None else ():
        if name not in workflow.fields:
            key = Node(child.file, [child.key_place.line, child.key_place.col, name])
            yield unknown("EST-386", _NO_FIELD, key, workflow.fields)
    for ask in workflow.opening.asks:
        if ask.required and ask.field not in (*register.fields, *effect.gives):
            words = Words(zh="开“{id}”要填“{name}”，登记里没有", en="opening '{id}' needs '{name}', which no line has")
            hint = Words(zh="用 gives 写明取哪个字段", en="say under `gives` which field it takes")
            yield Problem("EST-392", words.fill(id=same(workflow.id), name=same(ask.field)), place, hint)


def _names(bundle: Bundle, nodes: list[Node]) -> Iterator[Problem]:
    """Series and names are each used once, over registers and kinds of cases."""
    series = {SERIES: None, **{workflow.series: None for workflow in bundle.workflows.values()}}
    words = Words(zh="“{name}”用了两次", en="'{name}' is used twice")
    seen: set[str] = set()
    for node in nodes:
        if node.text("series") in series:
            yield Problem("EST-389", words.fill(name=same(node.text("series"))), node["series"].place)
        series[node.text("series")] = None
        for name in (node["id"], *named(node, "aliases")):
            if str(name.value) in seen:
                yield Problem("EST-389", words.fill(name=same(str(name.value))), name.place)
            seen.add(str(name.value))
