"""Floor 5: the verbs that a plan and a log give to a noun: plan, measure, log, timeline."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from estatectl.cli.commands import Argument, Option, Verb
from estatectl.cli.context import Session
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.domain.cases.workflows import Logbook, Workflow
    from estatectl.render.page import Page

_AT = Words(
    zh="实际发生时间（默认现在），如 2026-05-01T03:10", en="when it happened (default: now), such as 2026-05-01T03:10"
)
_TIMELINE = Words(
    zh="时间线：来电、到场、措施、通知、流转依次列出", en="calls, arrivals, measures, notices and moves in order"
)
_TIME = Words(zh="时刻", en="INSTANT")
_NOTE = Words(zh="情况说明", en="what is to be said about it")
_PERSON = Words(zh="员工", en="PERSON")
_TEXT = Words(zh="文字", en="TEXT")
_FILE = Words(zh="文件", en="FILE")


def plan_verbs(workflow: Workflow, number: Argument) -> Iterator[Verb]:
    """The verbs of a noun whose cases start plans or keep a log."""
    if workflow.plan is not None:
        yield Verb(
            "plan", Words(zh="预案进展：已做、待做、超时的措施", en="the plan: measures done, open and late"),
            partial(_plan, workflow), params=[number], aliases=("预案",),
        )  # fmt: skip
        yield _measure_verb(workflow, number)
    if workflow.logs is not None:
        yield _log_verb(workflow, workflow.logs, number)
    if workflow.plan is not None or workflow.logs is not None:
        yield Verb(
            "timeline", _TIMELINE,
            partial(_timeline, workflow), params=[number], aliases=("时间线",),
        )  # fmt: skip


def _measure_verb(workflow: Workflow, number: Argument) -> Verb:
    name = Argument(
        ("measure",), Words(zh="措施的序号、名称或标识", en="a measure by number, name or id"),
        shown=Words(zh="措施", en="MEASURE"),
    )  # fmt: skip
    options = [
        Option(
            ("--by",), Words(zh="谁做的（默认本人）", en="who did it (default: whoever writes it down)"), shown=_PERSON
        ),
        Option(("--note",), _NOTE, shown=_TEXT),
        Option(("--evidence",), Words(zh="照片、录音等文件", en="a photo, a recording or the like"), shown=_FILE),
        Option(
            ("--skip",),
            Words(zh="不必做，写明理由（限有权岗位）", en="not called for, and why (entitled posts only)"),
            shown=_TEXT,
        ),
        Option(("--at",), _AT, shown=_TIME),
    ]
    words = Words(zh="登记预案里的一项措施", en="record a measure of the plan")
    return Verb("measure", words, partial(_measure, workflow), params=[number, name, *options], aliases=("措施",))


def _log_verb(workflow: Workflow, book: Logbook, number: Argument) -> Verb:
    shown = Words(zh="|".join(each.zh for each in book.kinds.values()), en="|".join(book.kinds))
    text = Argument(("text",), Words(zh="发生了什么", en="what happened"), nargs=-1, shown=_TEXT)
    options = [
        Option(("--what",), Words(zh="种类", en="what kind"), shown=shown, required=True),
        Option(("--who",), Words(zh="谁（来电人、到场单位等）", en="who called, came, was seen"), shown=_TEXT),
        Option(
            ("--text", "said"),
            Words(zh="内容（也可直接写在后面）", en="what happened (or simply write it)"),
            shown=_TEXT,
        ),
        Option(("--at",), _AT, shown=_TIME),
    ]
    words = Words(zh="记一条：来去电话、到场、所见", en="write a line: a call, an arrival, what is seen")
    return Verb("log", words, partial(_log, workflow, book), params=[number, text, *options], aliases=("记事",))


def _plan(workflow: Workflow, session: Session, *, case_id: str) -> Page:
    from estatectl.render.plans.pages import plan_page
    from estatectl.usecases.boards import full_id
    from estatectl.usecases.viewing import view_case

    return plan_page(session.bundle, view_case(session.house, full_id(workflow, case_id)))


def _measure(workflow: Workflow, session: Session, *, case_id: str, measure: str, **typed: Any) -> Page:
    from estatectl.render.plans.pages import measured_page
    from estatectl.usecases.boards import full_id
    from estatectl.usecases.plans.measuring import MeasureWish, record_measure
    from estatectl.usecases.viewing import view_case

    evidence = typed["evidence"]
    wish = MeasureWish(
        case=full_id(workflow, case_id),
        measure=measure,
        by=session.premises.person_id(typed["by"]) if typed["by"] else None,
        note=typed["note"],
        evidence=session.premises.digest(evidence) if evidence else None,
        skip=typed["skip"],
        at=session.premises.instant(typed["at"]),
    )
    measured = record_measure(session.house, wish)
    session.deliver()
    return measured_page(session.bundle, measured.before.version, view_case(session.house, measured.after.id))


def _log(
    workflow: Workflow, book: Logbook, session: Session, *, case_id: str, text: tuple[str, ...], **typed: Any
) -> Page:
    from estatectl.render.plans.pages import measured_page
    from estatectl.usecases.boards import full_id
    from estatectl.usecases.plans.measuring import LogWish, write_log
    from estatectl.usecases.viewing import view_case

    wish = LogWish(
        case=full_id(workflow, case_id),
        what=typed["what"],
        text=" ".join([*text, *([typed["said"]] if typed["said"] else [])]),
        who=typed["who"],
        at=session.premises.instant(typed["at"]),
    )
    case = write_log(session.house, book, wish)
    return measured_page(session.bundle, case.version - 1, view_case(session.house, case.id))


def _timeline(workflow: Workflow, session: Session, *, case_id: str) -> Page:
    from estatectl.render.plans.timelines import timeline_page
    from estatectl.usecases.boards import full_id
    from estatectl.usecases.viewing import view_case

    return timeline_page(session.bundle, view_case(session.house, full_id(workflow, case_id)))
