"""Floor 5: asking for what is missing, on a terminal only. Every question has an option that answers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from estatectl.cli.context import Session
from estatectl.domain.problems import BadInput, Problem
from estatectl.domain.words import Words

Read = Callable[[str], Problem | None]
"""Judges an answer: why it cannot be used, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A value that a command needs. `flag` is the option that gives it; `choices` are shown with their titles."""

    name: str
    flag: str
    words: Words
    choices: Sequence[tuple[str, Words]] = ()
    required: bool = True
    judge: Read | None = None


def ask_missing(session: Session, given: dict[str, str | None], questions: Sequence[Question]) -> dict[str, str]:
    """`given`, completed by asking in the order of `questions`. Optional ones are asked too and may stay empty.

    Where nobody can be asked, everything that is required and missing is refused at once, naming its options.
    """
    answers = {name: value for name, value in given.items() if value is not None}
    missing = [question for question in questions if question.name not in answers]
    if not session.may_ask:
        lacking = [question for question in missing if question.required]
        if lacking:
            raise BadInput(_lacking(question) for question in lacking)
        return answers
    for question in missing:
        answer = _ask(session, question)
        if answer:
            answers[question.name] = answer
    return answers


def confirmed(session: Session, words: Words, *, flag: str) -> bool:
    """A yes or no, `no` by default. Where nobody can be asked, refused, naming the option that says yes."""
    if not session.may_ask:
        refused = Words(zh="需要确认：{what}", en="this needs confirming: {what}").fill(what=words)
        hint = Words(zh="确认请加 {flag}", en="to confirm, add {flag}").fill(flag=flag)
        raise BadInput.one("EST-408", refused, hint=hint)
    import click

    return click.confirm(session.text(words), default=False, err=True)


def _lacking(question: Question) -> Problem:
    words = Words(zh="缺少{what}（{flag}）", en="{what} is missing ({flag})")
    return Problem("EST-407", words.fill(what=question.words, flag=question.flag), hint=_choices(question))


def _choices(question: Question) -> Words | None:
    if not question.choices:
        return None
    listed = ", ".join(value for value, _ in question.choices)
    return Words(zh="可选：{list}", en="one of: {list}").fill(list=listed)


def _ask(session: Session, question: Question) -> str:
    """Ask until the answer will do. A choice may be answered by number, value or title."""
    import click

    for number, (value, title) in enumerate(question.choices, 1):
        click.echo(f"  {number}. {session.text(title)} ({value})", err=True)
    optional = Words(zh="（可不填）", en=" (optional)")
    prompt = session.text(question.words) + ("" if question.required else session.text(optional))
    while True:
        answer = str(click.prompt(prompt, default="", show_default=False, err=True)).strip()
        if not answer and not question.required:
            return ""
        chosen = _chosen(question, answer)
        problem = _why_not(question, chosen)
        if problem is None:
            return chosen or answer
        click.echo(f"  {session.text(problem)}", err=True)


def _chosen(question: Question, answer: str) -> str | None:
    if not question.choices:
        return answer or None
    if answer.isdecimal() and 1 <= int(answer) <= len(question.choices):
        return question.choices[int(answer) - 1][0]
    return next((value for value, title in question.choices if answer in (value, title.zh, title.en)), None)


def _why_not(question: Question, chosen: str | None) -> Words | None:
    if chosen is None:
        return Words(zh="请输入序号或名称", en="type its number or name") if question.choices else _NEEDED
    problem = question.judge(chosen) if question.judge is not None else None
    return None if problem is None else problem.words


_NEEDED = Words(zh="这一项必填", en="this is needed")
