"""The commands `staff`, `roster` and `journal`, from words typed to the text shown, over a journal in memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from estatectl.adapters.policyfiles.reading import read_document
from estatectl.adapters.sqlite.journal import SqliteJournal
from estatectl.cli.commands import Noun
from estatectl.cli.context import Session
from estatectl.cli.journal import journal
from estatectl.cli.roster import roster
from estatectl.cli.staff import staff
from estatectl.domain.bundle import Bundle
from estatectl.domain.entries import Draft
from estatectl.domain.problems import BadInput, NothingToCheck
from estatectl.domain.words import Lang
from estatectl.render.look import Look
from estatectl.render.page import Page
from estatectl.render.text import page_text
from estatectl.wiring.places import packaged
from estatectl.wiring.premises import Premises, Settings

from .estate import NOW, ZONE

NOUNS: dict[str, Noun] = {"staff": staff, "roster": roster, "journal": journal}
ZHANG = "staff add --id zhang --name 张伟 --post maintenance_technician --skill plumbing"
SHIFT = "roster set maintenance_technician zhang --from 2026-03-02T08:00 --to 2026-03-02T20:00"


class Terminal:
    """An estate at the sample's staff plan, and somebody who types."""

    def __init__(self) -> None:
        documents = {}
        for kind in ("estate", "organisation"):
            node = read_document((packaged("policies") / f"{kind}.yaml").read_text(encoding="utf-8"), kind).node
            assert node is not None
            documents[kind] = (node,)
        premises = Premises(Settings(now=NOW.isoformat(), actor="zhang"))
        premises.__dict__.update(bundle=Bundle.of("p1", documents), journal=SqliteJournal.in_memory())
        self.journal = premises.journal
        self.session = Session()
        self.session.__dict__["premises"] = premises

    def page(self, line: str) -> Page:
        noun, *words = line.split()
        with NOUNS[noun].make_context(noun, words, obj=self.session) as context:
            page: Page = NOUNS[noun].invoke(context)
        return page

    def shown(self, line: str, lang: Lang = "zh") -> str:
        look = Look(lang=lang, now=NOW, zone=ZONE, columns=100, colour=False)
        return "\n".join(line.rstrip() for line in page_text(self.page(line), look).splitlines())


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


def test_staff_are_added_listed_and_leave(terminal: Terminal) -> None:
    assert terminal.shown(ZHANG) == "已登记 张伟（zhang）"
    assert terminal.shown(ZHANG) == "张伟（zhang）早已登记，没有变动"
    assert "张伟" in terminal.shown("staff list")
    assert terminal.shown("staff leave zhang", "en") == "张伟 (zhang) has left"
    assert terminal.page("staff list").data == {"people": []}
    assert terminal.page("staff list --all").data["people"][0]["left"] is True  # type: ignore[index]


def test_a_person_with_an_unknown_post_is_refused(terminal: Terminal) -> None:
    with pytest.raises(BadInput) as error:
        terminal.page("staff add --id li --name 李娜 --post security_gard")
    [problem] = error.value.problems
    assert (problem.code, problem.place) == ("EST-462", None)
    assert problem.hint is not None
    assert problem.hint.zh == "是不是“security_guard”？"


def test_files_are_imported_and_again_change_nothing(terminal: Terminal, tmp_path: Path) -> None:
    people, shifts = tmp_path / "staff.csv", tmp_path / "roster.csv"
    people.write_text("id,name,posts,skills\nli,李娜,security_guard,\n", encoding="utf-8")
    shifts.write_text(
        "person,post,weekdays,from,to,since,until\nli,security_guard,每天,20:00,08:00,2026-03-01,2026-03-03\n",
        encoding="utf-8",
    )
    assert terminal.shown(f"staff import {people}") == "新登记 1 人，更正 0 人，0 人没有变动"
    assert terminal.shown(f"staff import {people}") == "新登记 0 人，更正 0 人，1 人没有变动"
    assert terminal.shown(f"roster import {shifts}") == "新排 3 班，0 班早已排好"
    assert terminal.shown(f"roster import {shifts}") == "新排 0 班，3 班早已排好"


def test_the_roster_says_who_is_on_duty_and_what_is_vacant(terminal: Terminal) -> None:
    terminal.page(ZHANG)
    terminal.page(SHIFT)
    shown = terminal.shown("roster show --post maintenance_technician --post security_guard --at 2026-03-02T19:59")
    assert shown.startswith("2026-03-02 19:59 的在岗情况")
    assert "张伟 (zhang)" in shown
    assert "空缺：无人任此岗" in shown
    late = terminal.shown("roster show --post maintenance_technician --at 2026-03-02T20:00")
    assert "无人在岗（任此岗 1 人）" in late
    assert "张伟 (zhang)" in terminal.shown("roster on-duty")
    assert terminal.shown("roster unset" + SHIFT.removeprefix("roster set")) == "撤掉 1 班"
    assert "此刻无人在岗" in terminal.shown("roster on-duty")


@pytest.mark.parametrize(
    "line", ["roster show --at tomorrow", "roster set maintenance_technician zhang --from 8 --to 9"]
)
def test_what_is_no_instant_is_refused(terminal: Terminal, line: str) -> None:
    terminal.page(ZHANG)
    with pytest.raises(BadInput) as error:
        terminal.page(line)
    assert {problem.code for problem in error.value.problems} == {"EST-467"}


def test_an_empty_journal_has_nothing_to_verify(terminal: Terminal) -> None:
    with pytest.raises(NothingToCheck):
        terminal.page("journal verify")


def test_verifying_names_the_head_and_later_finds_it_again(terminal: Terminal) -> None:
    terminal.page(ZHANG)
    head = terminal.journal.head()[1]
    page = terminal.page("journal verify")
    assert (page.status, page.data["entries"], page.data["head"]) == (0, 1, head)
    terminal.page(SHIFT)
    assert terminal.page(f"journal verify --head {head}").status == 0
    lost = terminal.page(f"journal verify --head {'0' * 63}1")
    assert (lost.status, [problem.code for problem in lost.problems]) == (4, ["EST-520"])


def test_verifying_names_the_first_bad_entry_and_ends_with_4(terminal: Terminal) -> None:
    terminal.page(ZHANG)
    terminal.page(SHIFT)
    raw = terminal.journal._database
    raw.run("DROP TRIGGER entries_are_never_changed")
    raw.run("UPDATE entries SET actor = 'li' WHERE seq = 2")
    page = terminal.page("journal verify")
    assert (page.status, page.data["bad_seq"]) == (4, 2)
    assert terminal.shown("journal verify") == "第 2 条：内容与哈希不符，被改动过\n此前 1 条核对无误"


def test_entries_are_shown_in_order_and_in_part(terminal: Terminal) -> None:
    terminal.page(ZHANG)
    terminal.page(SHIFT)
    shown = terminal.shown("journal show")
    assert shown.index("staff:zhang") < shown.index("rostered")
    assert "rostered" not in terminal.shown("journal show staff:zhang")
    assert "appointed" not in terminal.shown("journal show --last 1")
    assert terminal.page("journal show --last 0").data == {"entries": []}
    json.dumps(terminal.page("journal show").data)


def test_an_export_holds_personal_values_only_when_asked(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.page(ZHANG)
    terminal.page("journal export")
    [line] = capsys.readouterr().out.splitlines()
    assert "张伟" not in line
    assert json.loads(line)["data"]["name"].keys() == {"personal", "commitment"}
    terminal.page("journal export --with-personal")
    assert json.loads(capsys.readouterr().out)["data"]["name"] == "张伟"
    terminal.session.format = "json"
    assert len(terminal.page("journal export").data["entries"]) == 1  # type: ignore[arg-type]


def test_a_name_is_erased_and_the_journal_still_holds(terminal: Terminal) -> None:
    terminal.page(ZHANG)
    assert (
        terminal.shown("journal erase staff:zhang --field name --reason 本人要求")
        == "已清除 1 处个人信息，含通知里引用的"
    )
    assert "张伟" not in terminal.shown("staff list") + terminal.shown("journal show")
    assert terminal.page("journal verify").status == 0
    with pytest.raises(BadInput) as error:
        terminal.page("journal erase staff:zhang --field nmae --reason 本人要求")
    assert [problem.code for problem in error.value.problems] == ["EST-477"]


def test_the_boards_are_rebuilt_from_the_entries(terminal: Terminal) -> None:
    terminal.page(ZHANG)
    terminal.page(SHIFT)
    before = terminal.page("roster show").data
    assert terminal.shown("journal rebuild") == "已按 2 条记录重建（2 串）"
    assert terminal.page("roster show").data == before


def test_a_case_whose_workflow_is_gone_stops_a_rebuild_and_keeps_the_boards(terminal: Terminal) -> None:
    from estatectl.domain.problems import DataBroken

    terminal.page(ZHANG)
    with terminal.journal.unit(now=NOW, policy="p1") as unit:
        unit.append(Draft("X-1", "opened", NOW, "zhang", {"workflow": "gone", "stage": "new"}))
    with pytest.raises(DataBroken) as error:
        terminal.page("journal rebuild")
    assert [problem.code for problem in error.value.problems] == ["EST-522"]
    assert [person.id for person in terminal.journal.people()] == ["zhang"]


def test_staff_come_in_from_excel_as_from_csv(terminal: Terminal, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book, file = Workbook(), tmp_path / "staff.xlsx"
    sheet = book.worksheets[0]
    sheet.append(["id", "name", "posts", "skills"])
    sheet.append(["bai_xue", "白雪", "cs_officer", "service"])
    book.save(file)
    assert terminal.shown(f"staff import {file}") == "新登记 1 人，更正 0 人，0 人没有变动"
    sheet.append(["li_na", "李娜", "no_such_post", ""])
    book.save(file)
    with pytest.raises(BadInput) as refused:
        terminal.page(f"staff import {file}")
    [problem] = refused.value.problems
    assert (problem.code, problem.place and problem.place.line) == ("EST-462", 3)
    sheet.cell(1, 4, "phone")
    book.save(file)
    with pytest.raises(BadInput) as misnamed:
        terminal.page(f"staff import {file}")
    assert [each.code for each in misnamed.value.problems] == ["EST-479"]
