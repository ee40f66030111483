"""Meaning: the organisation stands upright, and every duty and clause is carried by something that exists."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.charter import DEPARTMENT_HEAD, EVERYONE, HANDLER, Carrier
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.staff.organisation import Department, Organisation, Post
from estatectl.domain.words import Words

TOP = "general_manager"
"""The post at which every line of reporting and every escalation ends."""


def check_organisation(bundle: Bundle) -> Iterator[Problem]:
    """One top, no circles, one head per department."""
    organisation = bundle.organisation
    for post in organisation.posts.values():
        yield from _line_of(post, organisation)
    for department in organisation.departments.values():
        yield from _heads_of(department, organisation)


def _line_of(post: Post, organisation: Organisation) -> Iterator[Problem]:
    if (post.reports_to is None) != (post.id == TOP):
        words = Words(
            zh="“{post}”没有上级；只有总经理（{top}）可以没有上级，也必须没有",
            en="'{post}': the general manager ({top}), and nobody else, reports to no one",
        )
        hint = Words(zh="总经理不写 reports_to，其他岗位都要写", en="leave reports_to out for the general manager only")
        yield Problem("EST-365", words.fill(post=post.id, top=TOP), post.place, hint)
    elif post.reports_to is not None and organisation.reports_up(post.id)[-1:] != (TOP,):
        line = " → ".join((post.id, *organisation.reports_up(post.id)))
        words = Words(
            zh="“{post}”的上级关系到不了总经理：{line}", en="the line of '{post}' never reaches the top: {line}"
        )
        hint = Words(zh="改掉往回指的 reports_to", en="mend the reports_to that points back")
        yield Problem("EST-366", words.fill(post=post.id, line=line), post.place, hint)


def _heads_of(department: Department, organisation: Organisation) -> Iterator[Problem]:
    heads = [post.id for post in organisation.posts_of(department.id) if post.head]
    if len(heads) != 1:
        words = Words(
            zh="部门“{department}”应恰有一个负责人岗位，现有 {count} 个：{heads}",
            en="department '{department}' needs exactly one head post and has {count}: {heads}",
        ).fill(department=department.id, count=len(heads), heads=", ".join(heads) or "–")
        hint = Words(zh="恰好一个岗位写 head: true", en="write 'head: true' on exactly one of its posts")
        yield Problem("EST-367", words, department.place, hint)


def check_duties(bundle: Bundle) -> Iterator[Problem]:
    """A duty stands under the post that its clause makes answerable."""
    for post, duty in bundle.organisation.duties():
        clause = bundle.charter.clause(duty.clause)
        if clause is None:
            continue
        allowed = (post.id, EVERYONE, HANDLER, *((DEPARTMENT_HEAD,) if post.head else ()))
        if clause.who not in allowed:
            words = Words(
                zh="第 {clause} 条由“{who}”负责，不该写在“{post}”名下",
                en="clause {clause} is answered for by '{who}', not by '{post}'",
            ).fill(clause=duty.clause, who=clause.who, post=post.id)
            hint = Words(zh="把职责移到 {who} 名下，或改条款号", en="move the duty to {who}, or mend its clause")
            yield Problem("EST-368", words, duty.place, hint.fill(who=clause.who))


def check_carriers(bundle: Bundle) -> Iterator[Problem]:
    """Whatever a duty or clause says carries it exists."""
    carried = [duty.carried_by for _, duty in bundle.organisation.duties()]
    carried += [clause.carried_by for clause in bundle.charter.clauses.values()]
    known = _known(bundle)
    for carriers in carried:
        for carrier in carriers:
            yield from _refuse_unknown(carrier, known)
        if len(carriers) > 1 and any(carrier.pending for carrier in carriers):
            words = Words(zh="pending 不能与其他落实方式并列", en="'pending' cannot stand beside other carriers")
            hint = Words(zh="删去 pending", en="take 'pending' out")
            yield Problem("EST-369", words, carriers[0].place, hint)


def _refuse_unknown(carrier: Carrier, known: dict[str, set[str]]) -> Iterator[Problem]:
    if carrier.pending:
        return
    if carrier.kind not in known:
        words = Words(zh="“{kind}”不能作为落实方式", en="nothing is carried by a '{kind}'").fill(kind=carrier.kind)
        yield Problem("EST-369", words, carrier.place, did_you_mean(carrier.kind, (*known, "pending")))
    elif carrier.id not in known[carrier.kind]:
        words = Words(zh="落实方式“{carrier}”不存在", en="'{carrier}' does not exist").fill(carrier=carrier)
        yield Problem("EST-369", words, carrier.place, did_you_mean(carrier.id, known[carrier.kind]))


def _known(bundle: Bundle) -> dict[str, set[str]]:
    """What can carry a clause: documents, and of workflows also single moves and clocks (`order.accept`)."""
    workflows = bundle.workflows.values()
    moves = {f"{workflow.id}.{move.id}" for workflow in workflows for move in workflow.moves}
    return {
        "workflow": set(bundle.vocabulary["workflows"]) | moves,
        "clock": {f"{workflow.id}.{clock.id}" for workflow in workflows for clock in workflow.clocks},
        "decision": set(bundle.vocabulary["tables"]),
        "escalation": set(bundle.vocabulary["paths"]),
        "checklist": set(bundle.vocabulary["checklists"]),
        "plan": set(bundle.vocabulary["plans"]),
        "calendar": set(bundle.vocabulary["calendars"]),
        "register": set(bundle.vocabulary["registers"]),
        "programme": set(bundle.vocabulary["programmes"]),
        "correlation": set(bundle.vocabulary["correlations"]),
        "shifts": set(bundle.vocabulary["shift_plans"]),
        "stock": set(bundle.vocabulary["stocks"]),
        "control": set(bundle.vocabulary["controls"]),
        "kpi": set(bundle.vocabulary["kpis"]),
        "organisation": {"departments", "posts"},
    }
