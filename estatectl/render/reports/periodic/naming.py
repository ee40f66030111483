"""How a periodic report names cases, rounds and departments: never by what an owner said, nor by a name."""

from __future__ import annotations

from estatectl.domain.bundle import Bundle
from estatectl.domain.cases.case import Case
from estatectl.domain.rounds.round import Round
from estatectl.domain.words import Words, same
from estatectl.render.plans.words import clock_named
from estatectl.render.rounds.words import programme_words, subject_words

NOBODY = Words(zh="（不归部门）", en="(no department)")


def department_words(bundle: Bundle, department: str | None) -> Words:
    """A department's title; what has none yet says so."""
    if not department:
        return NOBODY
    known = bundle.organisation.department(department)
    return known.title if known is not None else same(department)


def kind_words(bundle: Bundle, case: Case) -> Words:
    """The workflow, and the type within it where there is one: `诉求·报修`, `Request: repair`."""
    workflow = bundle.workflows[case.workflow]
    field, kind = workflow.fields.get("type"), case.text("type")
    title = field.value_titles.get(kind) if field is not None and kind is not None else None
    if title is None:
        return workflow.title
    return Words(zh=f"{workflow.title.zh}·{title.zh}", en=f"{workflow.title.en}: {title.en}")


def where_words(bundle: Bundle, case: Case) -> Words | None:
    """The thing, the zone or the building that a case is about; homes are not named."""
    site = bundle.site
    thing, building = case.text("asset") or "", site.building(case.text("building") or "")
    zone = site.zone(case.text("location") or "")
    return site.thing_title(thing) or (zone.title if zone else building.title if building else None)


def clock_title(bundle: Bundle, case: Case | None, clock: str) -> Words:
    return same(clock) if case is None else clock_named(bundle, bundle.workflows[case.workflow], clock)


def round_title(bundle: Bundle, known: Round) -> Words:
    """A programme at a thing; a patrol is named as its route is, and named once."""
    programme, subject = programme_words(bundle, known.programme), subject_words(bundle, known.subject)
    if programme == subject:
        return programme
    return Words(zh=f"{programme.zh}（{subject.zh}）", en=f"{programme.en} ({subject.en})")
