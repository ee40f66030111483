"""The register of staff: one person, a whole file, and everything that can be wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from estatectl.domain.problems import BadInput
from estatectl.domain.staff.people import Person
from estatectl.usecases.people import add_person, import_people, leave, staff

from .estate import STAFF_COLUMNS, house, row, rows

ZHANG = row(id="zhang", name="张伟", posts="maintenance_technician", skills="plumbing")
PEOPLE = "id,name,posts,skills\nzhang,张伟,maintenance_technician,plumbing\nli,李娜,cleaner security_guard,\n"


def codes(error: pytest.ExceptionInfo[BadInput]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_a_person_is_added_once() -> None:
    h = house()
    zhang = Person("zhang", "张伟", ("maintenance_technician",), ("plumbing",))
    assert add_person(h, ZHANG).added == (zhang,)
    assert add_person(h, ZHANG).unchanged == (zhang,)
    assert staff(h) == (zhang,)
    assert len(h.journal.stream("staff:zhang")) == 1


def test_the_name_is_kept_beside_the_chain() -> None:
    h = house()
    add_person(h, ZHANG)
    h.journal.erase(now=h.now, policy="p1", actor="li", stream="staff:zhang", fields=["name"], reason="离职满三年")
    assert h.journal.stream("staff:zhang")[0].data["name"] is None
    assert h.journal.verify().bad_seq is None


def test_an_id_that_is_taken_is_refused() -> None:
    h = house()
    add_person(h, ZHANG)
    with pytest.raises(BadInput) as error:
        add_person(h, row(id="zhang", name="张三", posts="cleaner"))
    assert codes(error) == ["EST-473"]
    assert [person.name for person in staff(h)] == ["张伟"]


@pytest.mark.parametrize(
    ("given", "code", "hint"),
    [
        (row(id="Zhang Wei", name="张伟", posts="cleaner"), "EST-460", "small letter"),
        (row(id="zhang", name="", posts="cleaner"), "EST-461", None),
        (row(id="zhang", name="张伟", posts=""), "EST-462", "cleaner"),
        (row(id="zhang", name="张伟", posts="cleanr"), "EST-462", "'cleaner'"),
        (row(id="zhang", name="张伟", posts="cleaner", skills="plumming"), "EST-463", "'plumbing'"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_hint(given: object, code: str, hint: str | None) -> None:
    h = house()
    with pytest.raises(BadInput) as error:
        add_person(h, given)  # type: ignore[arg-type]
    [problem] = error.value.problems
    assert problem.code == code
    assert (hint is None) == (problem.hint is None)
    assert hint is None or (problem.hint is not None and hint in problem.hint.en)
    assert staff(h) == ()


def test_a_file_is_taken_whole_and_again_adds_nothing(tmp_path: Path) -> None:
    h = house()
    people = rows(tmp_path, PEOPLE, STAFF_COLUMNS)
    assert [person.id for person in import_people(h, people).added] == ["zhang", "li"]
    again = import_people(h, people)
    assert (again.added, again.changed, len(again.unchanged)) == ((), (), 2)
    assert h.journal.verify().entries == 2


def test_a_changed_row_corrects_the_person_and_keeps_the_history(tmp_path: Path) -> None:
    h = house()
    import_people(h, rows(tmp_path, PEOPLE, STAFF_COLUMNS))
    changed = import_people(h, rows(tmp_path, PEOPLE.replace("plumbing", "plumbing;electrical"), STAFF_COLUMNS))
    assert [(person.id, person.skills) for person in changed.changed] == [("zhang", ("plumbing", "electrical"))]
    assert [entry.kind for entry in h.journal.stream("staff:zhang")] == ["appointed", "appointed"]


def test_all_faults_of_a_file_are_told_at_once_with_row_and_column_and_nothing_is_written(tmp_path: Path) -> None:
    h = house()
    text = PEOPLE + "\nwang,,cleanr,\n王,王芳,cleaner,plumming\nli,李四,cleaner,\n"
    with pytest.raises(BadInput) as error:
        import_people(h, rows(tmp_path, text, STAFF_COLUMNS))
    found = [(p.code, p.place.line, p.place.col) for p in error.value.problems if p.place]
    assert found == [("EST-461", 5, 2), ("EST-462", 5, 3), ("EST-460", 6, 1), ("EST-463", 6, 4), ("EST-473", 7, 1)]
    assert staff(h) == ()
    assert h.journal.verify().entries == 0


def test_a_yaml_file_says_the_same(tmp_path: Path) -> None:
    text = "staff:\n- {id: zhang, name: 张伟, posts: [maintenance_technician, cleaner], skills: [plumbing]}\n"
    [person] = import_people(house(), rows(tmp_path, text, STAFF_COLUMNS, "rows.yaml")).added
    assert person == Person("zhang", "张伟", ("maintenance_technician", "cleaner"), ("plumbing",))


def test_a_file_saved_by_a_chinese_spreadsheet_is_read(tmp_path: Path) -> None:
    from estatectl.adapters.sheets import read_rows

    path = tmp_path / "staff.csv"
    for encoding in ("gb18030", "utf-8-sig"):
        path.write_bytes(PEOPLE.encode(encoding))
        assert [each.text("name") for each in read_rows(path, STAFF_COLUMNS)] == ["张伟", "李娜"]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("id,naem\nzhang,张伟\n", "rows.csv", "EST-479"),
        ("id,name\nzhang,张伟,too,many\n", "rows.csv", "EST-478"),
        ('id,name\n"zhang,张伟\n', "rows.csv", "EST-478"),
        ("id,name\n", "rows.csv", "EST-478"),
        ("", "rows.csv", "EST-478"),
        ("id: zhang\n", "rows.yaml", "EST-478"),
        ("staff:\n- {id: zhang, naem: x}\n", "rows.yaml", "EST-479"),
    ],
)
def test_a_file_of_the_wrong_form_is_refused(tmp_path: Path, text: str, name: str, code: str) -> None:
    with pytest.raises(BadInput) as error:
        rows(tmp_path, text, STAFF_COLUMNS, name)
    assert codes(error) == [code]


def test_who_has_left_stays_on_record_but_not_on_the_list() -> None:
    h = house()
    add_person(h, ZHANG)
    assert leave(h, "zhang").left
    leave(h, "zhang")
    assert staff(h) == ()
    assert [person.left for person in staff(h, everyone=True)] == [True]
    assert len(h.journal.stream("staff:zhang")) == 2


def test_nobody_unknown_can_leave() -> None:
    h = house()
    add_person(h, ZHANG)
    with pytest.raises(BadInput) as error:
        leave(h, "zhagn")
    assert codes(error) == ["EST-464"]
    assert "did you mean 'zhang'" in str(error.value.problems[0].hint)
