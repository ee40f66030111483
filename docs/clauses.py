"""The reference pages of the rulebook's clauses and of the project's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from estatectl.domain.bundle import Bundle
from estatectl.domain.charter import DEPARTMENT_HEAD, EVERYONE, HANDLER, Clause
from estatectl.domain.controls.control import Control
from estatectl.domain.words import Lang, Words
from estatectl.usecases.covering import checks_of

_TITLE = Words(zh="条款对照", en="Clause by clause")
_COUNTED = Words(
    zh="规章共 {all} 条：已落实 {carried} 条，待落实 {pending} 条。标题是程序自己的概括，不是原文。",
    en="The rulebook has {all} clauses: {carried} are carried, {pending} are pending. "
    "Titles are the program's own summary, not the wording of the rulebook.",
)
_HEAD = (
    Words(zh="条款", en="clause"),
    Words(zh="内容", en="what it asks"),
    Words(zh="谁负责", en="who answers"),
    Words(zh="靠什么落实", en="carried by"),
    Words(zh="每晚怎么查", en="checked by"),
    Words(zh="凭什么证明", en="proved by"),
)
_PENDING = Words(zh="**待落实**", en="**pending**")
_ROLES: Mapping[str, Words] = {
    EVERYONE: Words(zh="全体员工", en="everyone"),
    DEPARTMENT_HEAD: Words(zh="部门主管", en="head of department"),
    HANDLER: Words(zh="经办人", en="handler"),
}


def clauses_page(bundle: Bundle, lang: Lang) -> str:
    """Every clause of the charter: who answers, what carries it, what proves it; the pending ones are said."""
    clauses = bundle.charter.clauses
    pending = sum(clause.pending for clause in clauses.values())
    counted = _COUNTED.fill(all=len(clauses), carried=len(clauses) - pending, pending=pending)
    head = f"| {' | '.join(words.of(lang) for words in _HEAD)} |\n|{'---|' * len(_HEAD)}"
    checking = checks_of(bundle)
    rows = "\n".join(_row(bundle, clause, checking.get(clause.id, ()), lang) for clause in clauses.values())
    return f"# {_TITLE.of(lang)}\n\n{counted.of(lang)}\n\n{head}\n{rows}\n"


def _row(bundle: Bundle, clause: Clause, controls: tuple[Control, ...], lang: Lang) -> str:
    who = _ROLES.get(clause.who) or bundle.organisation.posts[clause.who].title
    carried = _PENDING.of(lang) if clause.pending else ", ".join(f"`{each}`" for each in clause.carried_by)
    checked = ", ".join(f"`{control.id}`" for control in controls) or _PENDING.of(lang)
    proved = ", ".join(clause.proof)
    return f"| {clause.id} | {clause.title.of(lang)} | {who.of(lang)} | {carried} | {checked} | {proved} |"


def glossary_page(lang: Lang) -> str:
    """One word per thing, in code, policies, messages and pages."""
    title = Words(zh="用词", en="Words").of(lang)
    told = Words(
        zh="一物一词。代码、细则、提示和文档里都用同一个词。",
        en="One word per thing, the same in code, policies, messages and pages.",
    ).of(lang)
    head = Words(zh="| 中文 | English | 是什么 |", en="| word | 中文 | what it is |").of(lang)
    return f"# {title}\n\n{told}\n\n{head}\n|---|---|---|\n" + "".join(_lines(lang))


def _lines(lang: Lang) -> Iterator[str]:
    for word, meaning in GLOSSARY:
        names = (word.zh, word.en) if lang == "zh" else (word.en, word.zh)
        yield f"| {names[0]} | {names[1]} | {meaning.of(lang)} |\n"


GLOSSARY: tuple[tuple[Words, Words], ...] = (
    (Words(zh="细则", en="policy"), Words(zh="一份按格式检查的 YAML 文件", en="one schema-checked YAML document")),
    (
        Words(zh="细则包", en="bundle"),
        Words(
            zh="全部细则，带版本、生效日期、批准人和摘要",
            en="all policies together, with a version, an effective date, an approver and a digest",
        ),
    ),
    (
        Words(zh="条款", en="clause"),
        Words(
            zh="规章里编了号的一句话，细则注明落实哪几条", en="a numbered sentence of the rulebook; policies cite them"
        ),
    ),
    (
        Words(zh="岗位、部门", en="post, department"),
        Words(zh="一件事由谁负责；岗位由谁担任看排班", en="who answers for a thing; people hold posts by the roster"),
    ),
    (
        Words(zh="概念、词库", en="concept, lexicon"),
        Words(zh="一个意思（如爆管），和中英文里表示它的词", en="a meaning (burst pipe), and the words that signal it"),
    ),
    (
        Words(zh="事实", en="facts"),
        Words(zh="规则看到的记录：平铺、有类型", en="the flat, typed record that rules see"),
    ),
    (
        Words(zh="判定表", en="decision table"),
        Words(zh="对事实逐条判断的规则，每条有理由", en="rules over facts, each with its reason"),
    ),
    (
        Words(zh="关联", en="correlation"),
        Words(
            zh="几件在办事项之间的关系：重复、大面积故障", en="how live cases belong together: repeats, a mass outage"
        ),
    ),
    (
        Words(zh="事项", en="case"),
        Words(
            zh="开了单、按流程走、有时限、凭证据办结的一件事",
            en="what is opened, moved through stages, timed, and closed with evidence",
        ),
    ),
    (
        Words(zh="流程", en="workflow"),
        Words(zh="一类事项的环节、流转和计时", en="the stages, moves and clocks of a kind of case"),
    ),
    (Words(zh="环节", en="stage"), Words(zh="事项走到哪里了", en="where a case stands")),
    (
        Words(zh="流转", en="move"),
        Words(
            zh="由人在某一刻办的一个动作，就是一条命令",
            en="a named step made by a person at an instant; each is a command",
        ),
    ),
    (
        Words(zh="诉求、工单", en="request, order"),
        Words(
            zh="业主提的事；因此派给部门的活（一件诉求可有几张）",
            en="what an owner asked; work given to a department because of it",
        ),
    ),
    (Words(zh="时限", en="target"), Words(zh="承诺多久内到哪一步", en="a promise to reach a step in time")),
    (Words(zh="计时", en="clock"), Words(zh="这个承诺落在一件事项上", en="that promise on one case")),
    (Words(zh="超时", en="breach"), Words(zh="承诺没有守住这一事实", en="the fact that it was missed")),
    (
        Words(zh="暂停", en="pause"),
        Words(
            zh="细则允许、有证据的一段不计时间",
            en="a stretch that does not count, for an allowed reason, with evidence",
        ),
    ),
    (
        Words(zh="升级路径、级", en="escalation path, step"),
        Words(zh="到什么时候通知谁，直到有人确认", en="who is told when, until somebody acknowledges"),
    ),
    (
        Words(zh="台账日志、记录", en="journal, entry"),
        Words(
            zh="只增不改的日志；其中编号、哈希相连的一条",
            en="the append-only log; one numbered, hash-chained line of it",
        ),
    ),
    (
        Words(zh="承诺值", en="commitment"),
        Words(
            zh="个人信息在链里的加盐哈希，原值另存、可清除",
            en="the salted hash that stands in the chain for a personal value",
        ),
    ),
)
