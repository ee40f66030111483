"""Floor 5: rounds handed in as files: `round import FILE --map MAP.yaml`, and `round record --from FILE`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from estatectl.cli.commands import Option, Verb
from estatectl.cli.context import Session
from estatectl.cli.importing import bulk_params, hand_back, rejects_target, show_progress
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.render.page import Page

_MAP = Words(zh="对照表：各列是哪项巡查的什么结果", en="the mapping: which rounds and readings the columns hold")
_CONFIRM = Words(zh="少见的读数都确实如此", en="unusual readings are meant")
_WORDS = Words(
    zh="从文件批量记录：化验单、抄表、旧台账（CSV、JSONL、Excel）。",
    en="Record many from a file: a laboratory's readings, meters, an old ledger (CSV, JSONL, Excel).",
)


def _import(
    session: Session,
    *,
    file: Path,
    map_file: Path,
    encoding: str | None,
    rejects: Path | None,
    dry_run: bool,
    confirm_readings: bool,
) -> Page:
    from estatectl.render.imports import rounds_import_page
    from estatectl.usecases.rounds.importing import carry_out_round_plan, plan_round_import
    from estatectl.wiring.documents import read_sheet, round_map

    mapping = round_map(map_file)
    form = mapping.form if encoding is None else replace(mapping.form, encoding=encoding)
    sheet = read_sheet(file, form)
    evidence = (session.premises.digest(str(file)),) if mapping.is_evidence else ()
    plan = plan_round_import(session.house, mapping, sheet, evidence, confirmed=confirm_readings)
    if dry_run:
        return rounds_import_page(plan.preview(), sheet, None, dry_run=True)
    target = rejects_target(file, map_file, rejects)
    hand_back(session, target, file, form, sheet, plan.judged.refused)
    done = carry_out_round_plan(session.house, plan, partial(show_progress, session))
    if len(done.refused) > len(plan.judged.refused):
        hand_back(session, target, file, form, sheet, done.refused)
    session.deliver()
    return rounds_import_page(done, sheet, target if done.refused else None, dry_run=False)


_READINGS = Option(("--confirm-readings",), _CONFIRM, is_flag=True)

import_rounds = Verb("import", _WORDS, _import, params=bulk_params(_MAP, _READINGS), aliases=("导入",))


def hand_in_file(session: Session, file: Path, round_id: str | None, beside: Mapping[str, Any]) -> Page:
    """`round record --from FILE`: the rounds of a file, and nothing else in the line."""
    from estatectl.domain.problems import BadInput
    from estatectl.render.rounds.files import handed_in_page
    from estatectl.usecases.rounds.files import hand_in
    from estatectl.usecases.rounds.views import told_of, view_round
    from estatectl.wiring.documents import round_records

    if round_id is not None or any(beside.values()):
        words = Words(
            zh="--from 文件 已写明一切，命令里不能再写别的", en="--from FILE says everything; nothing goes beside it"
        )
        raise BadInput.one("EST-881", words, hint=Words(zh="写进文件里", en="write it into the file"))
    house = session.house
    before = house.journal.head()[0]
    done = hand_in(house, round_records(file), lambda path: session.premises.digest(str(file.parent / path)))
    session.deliver()
    views = [view_round(house, each.round.id) for each in done.recorded]
    told = [told_of(house, (each.round.id, *each.cases), since=before) for each in done.recorded]
    return handed_in_page(house.bundle, done, views, told, before)
