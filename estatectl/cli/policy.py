"""Floor 5: `estatectl policy`: check the policies, look at them, and see what their kinds look like."""

from __future__ import annotations

import json
from pathlib import Path

import click

from estatectl.cli.commands import Noun, argument, option
from estatectl.cli.context import Session
from estatectl.domain.problems import BadInput, PolicyInvalid, did_you_mean
from estatectl.domain.words import Words, same
from estatectl.render.page import Hint, Line, Page, Table, Verbatim

policy = Noun("policy", Words(zh="细则：检查、查看、格式", en="policies: check, show, schema"), aliases=("细则",))

_KIND = Words(zh="种类", en="KIND")
_ID = Words(zh="标识", en="ID")
_COUNT = 10
"""So many rounds of a programme are shown where nobody says how many."""


@policy.verb(
    "check",
    Words(
        zh="检查全部细则，一次列出所有文件的所有问题。\n\n没有问题退出码为 0，有问题为 3。",
        en="Check all policies and list every problem of every file.\n\nExit status 0 when sound, 3 when not.",
    ),
    aliases=("检查",),
)
@argument(
    "directory",
    Words(zh="细则目录（默认为当前小区的）", en="the policy folder (default: the estate's)"),
    required=False,
    type=click.Path(path_type=Path),
    shown=Words(zh="目录", en="DIR"),
)
def check(session: Session, *, directory: Path | None) -> Page:
    from estatectl.render.problems import problem_lines
    from estatectl.usecases.policies import summarise
    from estatectl.wiring.documents import examined_policies, source_line

    folder = session.premises.policies if directory is None else directory
    bundle, problems = examined_policies(folder)
    if problems and session.format == "json":
        raise PolicyInvalid(problems)
    if problems:
        return Page((Verbatim("\n".join(problem_lines(problems, session.lang, source_line))),), status=3)
    found = summarise(bundle)
    words = Words(
        zh="细则有效：{documents} 份，{kinds} 类，落实条款 {clauses} 条，摘要 {digest}",
        en="policies are sound: {documents} documents of {kinds} kinds, {clauses} clauses cited, digest {digest}",
    )
    line = words.fill(
        documents=found.documents, kinds=len(found.kinds), clauses=found.clauses, digest=found.digest[:12]
    )
    data = {
        "documents": found.documents,
        "kinds": dict(found.kinds),
        "clauses_cited": found.clauses,
        "digest": found.digest,
    }
    return Page((Line(line, "good"),), data)


@policy.verb(
    "show",
    Words(
        zh="查看细则：各类数目、一类的清单，或一份的内容。\n\n"
        "巡查计划接下来何时到期：estatectl policy show programme 标识 --next 10",
        en="Show the kinds, the documents of one, or one document.\n\n"
        "When a programme falls due next: estatectl policy show programme ID --next 10",
    ),
    aliases=("查看",),
)
@argument("kind", Words(zh="细则种类", en="a kind of policy"), required=False, shown=_KIND)
@argument("document_id", Words(zh="细则标识", en="the id of a document"), required=False, shown=_ID)
@option(
    "--next",
    "count",
    words=Words(zh="巡查计划接下来的几次", en="the next so many rounds of a programme"),
    type=click.IntRange(1, 1000),
    shown="N",
)
@option(
    "--after",
    words=Words(zh="自这一时刻起（默认为现在）", en="after this instant (default: now)"),
    shown=Words(zh="时刻", en="INSTANT"),
)
def show(session: Session, *, kind: str | None, document_id: str | None, count: int | None, after: str | None) -> Page:
    if count is not None or after is not None:
        return _coming(session, kind, document_id, count or _COUNT, after)
    return _shown(session, kind, document_id)


def _coming(session: Session, kind: str | None, document_id: str | None, count: int, after: str | None) -> Page:
    """When a programme falls due next."""
    from estatectl.render.occurrences import outlook_blocks, outlook_data
    from estatectl.usecases.rounds.occurrence_views import instant_after, outlook, programme_named

    programme = programme_named(session.bundle, kind, document_id)
    since = instant_after(after, session.bundle, session.premises.now)
    seen = outlook(session.bundle, programme, since, count)
    return Page(outlook_blocks(session.bundle, seen), outlook_data(seen), problems=seen.cut_short)


def _shown(session: Session, kind: str | None, document_id: str | None) -> Page:
    from estatectl.render.outline import outline
    from estatectl.usecases.policies import document, documents_of, summarise

    if kind is None:
        kinds = summarise(session.bundle).kinds
        counted = Table((Words(zh="种类", en="kind"), Words(zh="份数", en="documents")), tuple(kinds.items()))
        return Page((counted,), {"kinds": dict(kinds)})
    if document_id is None:
        listed = documents_of(session.bundle, kind)
        columns = (Words(zh="标识", en="id"), Words(zh="名称", en="title"), Words(zh="位置", en="place"))
        rows = tuple((each.id, each.title, f"{each.place.file}:{each.place.line}") for each in listed)
        data = [{"id": each.id, "title": each.title, "file": each.place.file} for each in listed]
        return Page((Table(columns, rows),), {"kind": kind, "documents": data})
    node = document(session.bundle, kind, document_id)
    title = Line(same(str(node.file)), "faint")
    return Page((title, Verbatim("\n".join(outline(node, session.lang)))), {"document": _exact(node.plain())})


@policy.verb(
    "schema",
    Words(zh="列出细则种类，或打印一类的 JSON Schema。", en="List the kinds, or print the JSON Schema of one."),
    aliases=("格式",),
)
@argument("kind", Words(zh="细则种类", en="a kind of policy"), required=False, shown=_KIND)
def schema(session: Session, *, kind: str | None) -> Page:
    from estatectl.wiring.documents import policy_schemas

    texts = policy_schemas()
    schemas = {name: json.loads(text) for name, text in texts.items()}
    if kind is None:
        said = {name: Words(zh=each["x-zh"], en=each["description"]) for name, each in schemas.items()}
        columns = (Words(zh="种类", en="kind"), Words(zh="说明", en="what it says"))
        table = Table(columns, tuple(said.items()), wrap=frozenset({1}))
        hint = Hint(
            Words(zh="打印一类的格式：estatectl policy schema 种类", en="one of them: estatectl policy schema KIND")
        )
        return Page((table, hint), {"kinds": dict(said)})
    if kind not in texts:
        words = Words(zh="没有叫“{kind}”的细则种类", en="there is no kind of policy called '{kind}'").fill(kind=kind)
        raise BadInput.one("EST-440", words, hint=did_you_mean(kind, texts))
    return Page((Verbatim(texts[kind].rstrip()),), {"schema": _exact(schemas[kind])})


def _exact(value: object) -> object:
    """Numbers as the page carries them: decimals, never floats."""
    from estatectl.domain.tree import exact

    if isinstance(value, dict):
        return {key: _exact(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_exact(each) for each in value]
    return exact(value) if isinstance(value, float) else value
