"""Floor 3: the gaps of a roster, and the roster of a week as a table that fits a terminal."""

from __future__ import annotations

from datetime import date

from estatectl.domain.durations import say_length
from estatectl.domain.staff.gaps import Gap
from estatectl.domain.staff.people import Shift
from estatectl.domain.wall_clock import DAY, instant_of
from estatectl.domain.words import Words, same
from estatectl.render.page import Block, Cell, Heading, Hint, Line, Page, Rule, Table, Tone, Toned
from estatectl.usecases.house import House
from estatectl.usecases.staffing.covering import Gaps, Week, WeekRow
from estatectl.usecases.staffing.plans import patterns

_KINDS = {
    "short": Words(zh="人手不足", en="too few people"),
    "unskilled": Words(zh="缺技能", en="skill missing"),
    "uncertified": Words(zh="持证不足", en="too few certified"),
    "too_long": Words(zh="在岗过久", en="on duty too long"),
    "little_rest": Words(zh="休息不足", en="too little rest"),
    "double": Words(zh="两班重叠", en="two shifts at once"),
    "on_leave": Words(zh="请假有班", en="shift during leave"),
    "gone": Words(zh="离职有班", en="shift of one who left"),
    "expiring": Words(zh="证书到期", en="certificate ending"),
}
_ZH_DAYS = "一二三四五六日"
_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LEAVE = Words(zh="假", en="off")


def gaps_page(house: House, gaps: Gaps) -> Page:
    """Every gap; status 1 where there are any."""
    zone = house.bundle.estate.zone
    stretch = {
        "start": f"{gaps.start.astimezone(zone):%Y-%m-%d %H:%M}",
        "end": f"{gaps.end.astimezone(zone):%Y-%m-%d %H:%M}",
    }
    heading = Words(zh="{start} 至 {end} 的排班缺口", en="gaps of the roster from {start} to {end}").fill(**stretch)
    columns = (
        Words(zh="问题", en="what"),
        Words(zh="何处", en="where"),
        Words(zh="何时", en="when"),
        Words(zh="详情", en="more"),
    )
    if not gaps.found:
        words = Words(zh="没有缺口：{n} 项在岗要求都满足", en="no gaps: all {n} demands are met").fill(
            n=len(gaps.demands)
        )
        return Page((Line(heading, "strong"), Line(words, "good")), _data(gaps))
    table = Table(columns, tuple(_gap_row(house, gap) for gap in gaps.found), wrap=frozenset({1, 3}))
    count = Words(zh="共 {n} 处", en="{n} in all").fill(n=len(gaps.found))
    hint = Words(
        zh="补班用 roster set 或 roster swap；证书用 staff certify 更新",
        en="fill them with roster set or roster swap; renew certificates with staff certify",
    )
    return Page((Line(heading, "strong"), table, Line(count), Hint(hint)), _data(gaps), status=1)


def _gap_row(house: House, gap: Gap) -> tuple[Cell, ...]:
    tone: Tone = "soon" if gap.kind in ("expiring", "little_rest") else "bad"
    when: Cell = _span(house, gap) if gap.kind != "expiring" else str(gap.until)
    return (Toned(_KINDS[gap.kind], tone), _where(house, gap), when, _more(house, gap))


def _span(house: House, gap: Gap) -> Words:
    zone = house.bundle.estate.zone
    start, end = gap.start.astimezone(zone), gap.end.astimezone(zone)
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%m-%d %H:%M}"
    return same(f"{start:%m-%d %H:%M} – {last}")


def _where(house: House, gap: Gap) -> Words:
    names = {person.id: person.name for person in house.journal.people()}
    plans = house.bundle.shift_plans.values()
    covers = {cover.id: cover.title for plan in plans for cover in plan.cover.values()}
    if gap.person is None:
        return covers.get(gap.cover or "", same("-"))
    return same(names.get(gap.person, gap.person))


def _more(house: House, gap: Gap) -> Words:
    skills = house.bundle.organisation.skills
    skill = skills.get(gap.skill, same(gap.skill)) if gap.skill else same("")
    match gap.kind:
        case "short":
            return Words(zh="{have} 人，应有 {need} 人", en="{have} of {need} people").fill(
                have=gap.have, need=gap.need
            )
        case "unskilled":
            return Words(zh="{skill}：{have} 人，应有 {need} 人", en="{skill}: {have} of {need}").fill(
                skill=skill, have=gap.have, need=gap.need
            )
        case "uncertified":
            words = Words(
                zh="{skill}持证 {have} 人，应有 {need} 人", en="{skill}: {have} of {need} with a valid certificate"
            )
            return words.fill(skill=skill, have=gap.have, need=gap.need)
        case "too_long" | "little_rest":
            assert gap.length is not None
            assert gap.limit is not None
            words = (
                Words(zh="连续 {length}，至多 {limit}", en="{length} on end, at most {limit}")
                if gap.kind == "too_long"
                else Words(zh="只隔 {length}，至少 {limit}", en="{length} between, at least {limit}")
            )
            return words.fill(length=say_length(gap.length), limit=say_length(gap.limit))
        case "expiring":
            words = Words(zh="{skill}证书到 {day} 为止", en="{skill}: certificate valid until {day}")
            return words.fill(skill=skill, day=gap.until)
        case _:
            post = house.bundle.organisation.post(gap.post or "")
            return post.title if post is not None else same("-")


def _data(gaps: Gaps) -> dict[str, object]:
    return {
        "from": gaps.start,
        "to": gaps.end,
        "demands": [cover.id for cover in gaps.demands],
        "gaps": [
            {
                "kind": gap.kind,
                "start": gap.start,
                "end": gap.end,
                "cover": gap.cover,
                "person": gap.person,
                "post": gap.post,
                "skill": gap.skill,
                "have": gap.have,
                "need": gap.need,
                "length": gap.length,
                "limit": gap.limit,
                "until": gap.until.isoformat() if gap.until else None,
            }
            for gap in gaps.found
        ],
    }


def week_page(house: House, week: Week) -> Page:
    """The week, one table for each post."""
    first, last = week.days[0], week.days[-1]
    words = Words(zh="{first} 至 {last} 的排班", en="the roster of {first} to {last}").fill(first=first, last=last)
    blocks: list[Block] = [Line(words, "strong")]
    columns = (Words(zh="员工", en="who"), *(_day_name(day) for day in week.days))
    for post, rows in week.posts:
        held = house.bundle.organisation.post(post)
        table = Table(columns, tuple(_week_row(house, row) for row in rows), empty=_NOBODY, wrap=frozenset(range(1, 8)))
        blocks += [Rule(), Heading(held.title if held else same(post)), table]
    legend = _legend(house, week)
    blocks += [Rule(), Hint(legend)] if legend.en else []
    data = {
        "monday": first.isoformat(),
        "posts": [
            {
                "post": post,
                "people": [
                    {
                        "person": row.person.id,
                        "days": [
                            {
                                "day": day.isoformat(),
                                "shifts": [{"start": shift.start, "end": shift.end} for shift in row.shifts[number]],
                                "leave": row.leave[number],
                            }
                            for number, day in enumerate(week.days)
                        ],
                    }
                    for row in rows
                ],
            }
            for post, rows in week.posts
        ],
    }
    return Page(tuple(blocks), data)


def _day_name(day: date) -> Words:
    return Words(zh=f"{_ZH_DAYS[day.weekday()]} {day:%d}", en=f"{_EN_DAYS[day.weekday()]} {day:%d}")


def _week_row(house: House, row: WeekRow) -> tuple[Cell, ...]:
    return (row.person.name, *(_cell(house, row, number) for number in range(7)))


def _cell(house: House, row: WeekRow, number: int) -> Cell:
    shifts = [_short(house, shift) for shift in row.shifts[number]]
    joined = Words(zh=" ".join(each.zh for each in shifts), en=" ".join(each.en for each in shifts))
    if row.leave[number]:
        both = Words(zh="{leave} {shifts}", en="{leave} {shifts}").fill(leave=_LEAVE, shifts=joined)
        return Toned(both if shifts else _LEAVE, "bad" if shifts else "faint")
    return joined if shifts else Toned("·", "faint")


def _short(house: House, shift: Shift) -> Words:
    """The shift by the short name of a pattern with the same hours, else by its hours."""
    zone = house.bundle.estate.zone
    start, end = shift.start.astimezone(zone), shift.end.astimezone(zone)
    day = start.date()
    for pattern in patterns(house).values():
        hours = pattern.hours
        if (shift.start, shift.end) == (instant_of(zone, day, hours.start), instant_of(zone, day, hours.end)):
            return pattern.short
    if shift.end == instant_of(zone, day, DAY):
        return same(f"{_hour(start.hour, start.minute)}-24")
    return same(f"{_hour(start.hour, start.minute)}-{_hour(end.hour, end.minute)}")


def _hour(hour: int, minute: int) -> str:
    return f"{hour:02}:{minute:02}" if minute else f"{hour:02}"


def _legend(house: House, week: Week) -> Words:
    """The shifts that stand in the table."""
    shown = {_short(house, shift) for _, rows in week.posts for row in rows for day in row.shifts for shift in day}
    known = [
        Words(zh="{short} {title} {hours}", en="{short} {title} {hours}").fill(
            short=each.short, title=each.title, hours=_said(str(each.hours))
        )
        for each in patterns(house).values()
        if each.short in shown
    ]
    if any(any(row.leave) for _, rows in week.posts for row in rows):
        known.append(Words(zh="假 请假", en="off leave"))
    return Words(zh="；".join(each.zh for each in known), en="; ".join(each.en for each in known))


def _said(hours: str) -> str:
    """Hours as on a door: what ends after midnight by the clock of the next day."""
    start, _, end = hours.partition("-")
    hour, _, minute = end.partition(":")
    return f"{start}-{int(hour) % 24:02}:{minute}" if int(hour) > 24 else hours


_NOBODY = Words(zh="（无人任此岗）", en="(nobody is appointed)")
