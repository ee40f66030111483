"""Laws that hold whatever people do: random moves by random people at random instants, allowed or refused."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from estatectl.domain.cases.case import Case, fold
from estatectl.domain.cases.clocks import ClockState
from estatectl.domain.cases.fields import Field, FieldKind
from estatectl.domain.cases.moves import Move
from estatectl.domain.problems import BadInput, EstateError, Refused
from estatectl.usecases.journal import rebuild
from estatectl.usecases.opening import open_case
from estatectl.usecases.timing import clock_states
from tests.cases.house import (
    CHECKED,
    DEPUTY,
    DESK,
    GENERAL,
    HEADS,
    OWNER,
    PLUMBER,
    Estate,
    bundle,
)

TEXTS = (
    "厨房水管爆了，水流到客厅",
    "走廊灯不亮",
    "保安态度恶劣，我要投诉",
    "建议多种桂花",
    "请问泳池几点关门",
    "那个东西又那样了",
    "家里停电了",
)
DEPARTMENTS = ("maintenance", "cleaning", "security", "greening", "customer_service")
PEOPLE = (DESK, "xu_anran", PLUMBER, "lu_xiuying", "wang_zhipeng", "miao_qing", *HEADS.values(), DEPUTY, GENERAL)
WORKERS = {
    "maintenance": PLUMBER,
    "cleaning": "lu_xiuying",
    "security": "wang_zhipeng",
    "greening": "miao_qing",
    "customer_service": "xu_anran",
}
DEEDS = ("open", *["on"] * 9, "move", "move", "move", "tick")


class Witness:
    """Sees every state that a case was in, and every verdict that fell."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.seen: dict[tuple[str, int], Case] = {}
        self.fallen: dict[tuple[str, str, int], object] = {}
        self.breached: set[tuple[str, str, int]] = set()

    def look(self) -> None:
        """After every step: nothing that had been settled has changed, and the family is in order."""
        cases = {row.id: self.estate.case(row.id) for row in self.estate.cases()}
        for case in cases.values():
            self.seen[case.id, case.version] = case
            workflow = bundle().workflows[case.workflow]
            assert case.stage in {stage.id for stage in workflow.stages}
            for settled in case.settled:
                key = (case.id, settled.clock, settled.run)
                assert self.fallen.setdefault(key, settled) == settled
            assert len({(each.clock, each.run) for each in case.settled}) == len(case.settled)
            now_late = {(case.id, clock, run) for clock, run in case.breached}
            assert {key for key in self.breached if key[0] == case.id} <= now_late
            self.breached |= now_late
        for key in self.fallen:
            assert cases[key[0]].verdict_of(key[1], key[2]) == self.fallen[key]
        for case in cases.values():
            self._family(case, [each for each in cases.values() if each.parent == case.id])
        self._everything_has_a_deadline(cases)

    def _family(self, case: Case, children: list[Case]) -> None:
        workflow = bundle().workflows[case.workflow]
        stages = [bundle().workflows[child.workflow].stage(child.stage) for child in children]
        if case.stage == "reviewing":
            assert all(stage.settled for stage in stages)
        if workflow.stage(case.stage).final:
            assert all(stage.final for stage in stages), (case.id, [child.stage for child in children])
        for child in children:
            assert child.parent == case.id
            assert child.opened_at >= case.opened_at

    def _everything_has_a_deadline(self, cases: dict[str, Case]) -> None:
        """Every open case is timed; one that waits for its orders, or for its request, is timed there."""
        timed = {name: any(_goes_on(state) for state in self._states(case)) for name, case in cases.items()}
        for name, case in cases.items():
            workflow = bundle().workflows[case.workflow]
            if workflow.stage(case.stage).final or timed[name]:
                continue
            if case.stage == "in_hand":
                waits = [child.id for child in cases.values() if child.parent == name]
            else:  # what has been reported waits for the request, or with it for the other orders
                assert case.stage in {"reported", "approved"}, (name, case.stage)
                waits = [each.id for each in cases.values() if case.parent in {each.id, each.parent}]
            assert any(timed[other] for other in waits), (name, case.stage, case.values)

    def _states(self, case: Case) -> tuple[ClockState, ...]:
        return clock_states(self.estate.house(), case, self.estate.now)

    def account(self) -> None:
        """At the end: any prefix replays to the state of its day, rows follow from entries, the chain is whole."""
        estate = self.estate
        for (name, version), case in self.seen.items():
            assert fold(estate.journal.stream(name)[:version]) == case
        estate.later(seconds=2).tick()
        rows = estate.cases(by_id=True)
        rebuild(estate.house(), estate.project())
        assert estate.cases(by_id=True) == rows
        verdict = estate.journal.verify()
        assert (verdict.bad_seq, verdict.reason) == (None, None)


def _goes_on(state: ClockState) -> bool:
    return state.current is not None and not state.current.ended


@settings(
    max_examples=16,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_whatever_people_do_the_laws_of_the_house_hold(data: st.DataObject) -> None:
    estate = Estate.founded("05-06 08:30")
    witness = Witness(estate)
    for _ in range(data.draw(st.integers(12, 40), label="steps")):
        estate.now += timedelta(minutes=data.draw(st.sampled_from((0, 1, 7, 40, 200, 900)), label="minutes"))
        deed = data.draw(st.sampled_from(DEEDS), label="deed")
        if deed == "tick":
            estate.tick()
        elif deed == "open" or not estate.cases(open=True):
            open_case(estate.house(DESK), "request", {**OWNER, "content": data.draw(st.sampled_from(TEXTS))})
        elif deed == "on":
            _go_on(estate, data)
        else:
            _try_a_move(estate, data)
        witness.look()
    witness.account()


def _go_on(estate: Estate, data: st.DataObject) -> None:
    """A good day's work on one case: what comes next in its life, by the people whose it is."""
    row = data.draw(st.sampled_from(estate.cases(open=True, by_id=True)), label="case")
    head = HEADS[row.department or "customer_service"]
    by = WORKERS[row.department or "customer_service"]
    if row.stage in {"issued", "assigned", "on_site", "finished"}:
        handler = estate.case(row.id).text("handler") or by
        for move, maker, given in list(estate._remaining(row.id, handler, head))[: data.draw(st.integers(1, 8))]:
            _try(estate, row.id, move, maker, **given)
        return
    answer = data.draw(st.sampled_from(("satisfied", "dissatisfied", "dissatisfied", "unreachable")), label="answer")
    opinion = {"opinion": "还是不行"} if answer == "dissatisfied" else {}
    nexts: dict[str, list[tuple[str, str, dict[str, object]]]] = {
        "accepted": [
            ("classify", DESK, {"type": "报修", "urgency": "一般", "department": "维修部", "reason": "问过业主"}),
            ("dispatch", DESK, {}),
            ("answer", DESK, {"answer": "好的"}),
        ],
        "reviewing": [("approve", DESK, {}), ("send_back", DESK, {"reason": "重办"})],
        "following_up": [("follow_up", DESK, {"channel": "电话", "satisfaction": answer, **opinion})],
        "hearing": [
            ("redo", HEADS["customer_service"], {"reason": "重办"}),
            ("conclude", HEADS["customer_service"], {"result": "道歉", "opinion": "接受", "evidence": "函"}),
        ],
        "to_file": [("file", head, {}), ("archive", HEADS["customer_service"], {})],
        "disputed": [("rule", DEPUTY, {"department": "维修部", "reason": "归维修"})],
    }
    chosen = data.draw(
        st.sampled_from(nexts.get(row.stage, []) or [("progress", DESK, {"note": "在办"})]), label="next"
    )
    _try(estate, row.id, chosen[0], chosen[1], **chosen[2])  # type: ignore[arg-type]


def _try(estate: Estate, case_id: str, move: str, by: str, **given: object) -> None:
    """Refused or not, it is all or nothing."""
    if bundle().workflows[estate.case(case_id).workflow].move(move) is None:
        return
    head = estate.journal.head()
    try:
        estate.do(case_id, move, by=by, **given)
    except EstateError:
        assert estate.journal.head() == head


def _try_a_move(estate: Estate, data: st.DataObject) -> None:
    """One move that the stage allows, by somebody, with fields as people fill them; refused, nothing is written."""
    row = data.draw(st.sampled_from(estate.cases(open=True, by_id=True)), label="case")
    case = estate.case(row.id)
    moves = [
        move
        for move in bundle().workflows[row.workflow].moves
        if case.stage in move.from_stages and move.by != ("system",)
    ]
    if not moves:
        return  # it waits for others
    move = data.draw(st.sampled_from(moves), label="move")
    by = data.draw(st.sampled_from(_likely(case, move)), label="by")
    given = {
        ask.field: _answer(data, estate, bundle().workflows[row.workflow].fields[ask.field])
        for ask in move.asks
        if ask.field not in move.fills and (ask.required or data.draw(st.booleans()))
    }
    known = set() if given.get("satisfaction") == "unreachable" else estate.asked(row.id, move.id)
    checks = {name: text for name, text in CHECKED.get(move.id, {}).items() if name in known}
    back = data.draw(st.sampled_from((0, 0, 0, 5)), label="minutes ago")
    at = max(estate.now - timedelta(minutes=back), case.changed_at).astimezone(bundle().estate.zone)
    head = estate.journal.head()
    try:
        moved = estate.move(row.id, move.id, by=by, checks=checks, at=at.replace(tzinfo=None).isoformat(), **given)  # type: ignore[arg-type]
    except (BadInput, Refused):
        assert estate.journal.head() == head
        return
    assert moved.after == estate.case(row.id)


def _likely(case: Case, move: Move) -> list[str]:
    """Mostly somebody who may, so that cases get somewhere; now and then anybody."""
    handler = case.text("handler")
    head = HEADS[case.text("department") or "customer_service"]
    named = [handler] * 6 if handler and "handler" in move.by else []
    if "department_head" in move.by:
        named += [head] * 3
    if "cs_officer" in move.by:
        named += [DESK] * 4
    if "cs_supervisor" in move.by:
        named += [HEADS["customer_service"]] * 4
    if "deputy_general_manager" in move.by:
        named += [DEPUTY] * 4
    return [*named, *PEOPLE]


def _answer(data: st.DataObject, estate: Estate, field: Field) -> str:
    match field.kind:
        case FieldKind.CHOICE | FieldKind.CHOICES:
            if field.source == "departments":
                return data.draw(st.sampled_from(DEPARTMENTS))
            return data.draw(st.sampled_from(field.values))
        case FieldKind.FLAG:
            return data.draw(st.sampled_from(("是", "否", "否")))
        case FieldKind.NUMBER:
            return data.draw(st.sampled_from(("0", "30", "9000.50")))
        case FieldKind.INSTANT:
            return estate.now.strftime("%Y-%m-%dT%H:%M")
        case FieldKind.PERSON:
            return data.draw(st.sampled_from(PEOPLE))
        case FieldKind.CASE:
            return data.draw(st.sampled_from([row.id for row in estate.cases(by_id=True)]))
        case _:
            return "写明"
