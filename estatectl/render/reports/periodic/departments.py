"""A periodic report department by department: what each had, kept and missed."""

from __future__ import annotations

from estatectl.domain.reports.cells import Cell, Marked, Share
from estatectl.domain.reports.report import Column, Section, Table
from estatectl.domain.words import Words
from estatectl.render.reports.periodic.naming import department_words
from estatectl.usecases.reporting.gathering import Gathered
from estatectl.usecases.reporting.tallies import Count


def departments_section(found: Gathered) -> Section:
    """Every department, also one in which nothing happened: that is worth knowing too."""
    ids = [*found.bundle.organisation.departments]
    strays = {name for name, _ in found.tallies.by_department} | set(found.standing.open_by)
    ids += sorted(strays - set(ids))
    table = Table(
        id="departments",
        title=DEPARTMENTS,
        columns=(
            Column(key="department", title=Words(zh="部门", en="department")),
            Column(key="opened", title=Words(zh="新增", en="opened"), number=True),
            Column(key="closed", title=Words(zh="办结", en="closed"), number=True),
            Column(key="open", title=Words(zh="在办", en="open"), number=True),
            Column(key="late", title=Words(zh="超时", en="late"), number=True),
            Column(key="on_time", title=Words(zh="时限按时", en="limits kept"), number=True),
            Column(key="escalated", title=Words(zh="升级", en="escalated"), number=True),
            Column(key="rounds", title=Words(zh="巡查按时", en="rounds on time"), number=True),
            Column(key="missed", title=Words(zh="漏做", en="missed"), number=True),
            Column(key="findings", title=Words(zh="核查异常", en="findings"), number=True),
        ),
        rows=tuple(_department(found, department) for department in ids),
    )
    return Section(id="departments", title=DEPARTMENTS, blocks=(table,))


def _department(found: Gathered, department: str) -> tuple[Cell, ...]:
    tallies, standing = found.tallies, found.standing

    def of(count: Count) -> int:
        return tallies.of(department, count)

    night = () if found.night is None else found.night.findings
    findings = sum((each.subject.department or "") == department for each in night)
    return (
        department_words(found.bundle, department),
        of(Count.OPENED),
        of(Count.CLOSED),
        standing.open_by.get(department, 0),
        _bad(standing.late_by.get(department, 0)),
        Share(of(Count.KEPT), of(Count.STOPPED)),
        of(Count.ESCALATED),
        Share(of(Count.ON_TIME), of(Count.DONE) + of(Count.MISSED)),
        _bad(of(Count.MISSED)),
        _bad(findings) if found.night is not None else None,
    )


def _bad(count: int) -> Cell:
    return Marked(count, "bad") if count else count


DEPARTMENTS = Words(zh="各部门", en="Department by department")
