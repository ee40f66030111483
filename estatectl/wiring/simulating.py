"""Floor 4: the estate that a simulation is played in, and the file that says what is played."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from estatectl.domain.problems import BadInput, PolicyInvalid, Problem
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from estatectl.domain.bundle import Bundle
    from estatectl.domain.simulation.faults import Fault
    from estatectl.domain.simulation.play import Simulation
    from estatectl.domain.tree import Node
    from estatectl.usecases.simulating.sabotage import Sabotage
    from estatectl.wiring.premises import Premises


def simulated(directory: Path, begin: datetime) -> Premises:
    """An estate that was just founded, for a simulation that begins at an instant: it does not wait for the disk."""
    from estatectl.adapters.estates import JOURNAL
    from estatectl.adapters.sqlite.journal import SqliteJournal
    from estatectl.wiring.premises import Premises, Settings

    premises = Premises(Settings(directory=directory, now=begin.isoformat(), actor="system"))
    premises.journal = SqliteJournal.open(str(directory / JOURNAL), hasty=True)
    return premises


def read_simulation(path: Path, bundle: Bundle) -> Simulation:
    """The simulation of a file; refuses with everything that is wrong with it."""
    from estatectl.domain.simulation.play import Simulation

    node = document(path, "simulation")
    problems: list[Problem] = []
    read = Simulation.parse(node, bundle, problems)
    if problems:
        raise PolicyInvalid(problems)
    return read


def read_faults(path: Path, bundle: Bundle) -> tuple[Fault, ...]:
    """The faults of a file; refuses with everything that is wrong with it."""
    from estatectl.domain.simulation.faults import parse_faults

    node = document(path, "faults")
    problems: list[Problem] = []
    read = parse_faults(node, bundle, problems)
    if problems:
        raise PolicyInvalid(problems)
    return read


def keep_findings(path: Path, sabotage: Sabotage, first: date) -> None:
    """Write down what was sown, and what the night check must find on which night."""
    import json

    told = [
        {
            "fault": sown.fault.id,
            "title": {"zh": sown.fault.title.zh, "en": sown.fault.title.en},
            "sown": sown.at.isoformat(),
            "finds": [{"night": night.isoformat(), "finding": finding} for night, finding in sown.findings(first)],
        }
        for sown in sabotage.sown.values()
    ]
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def tampering(premises: Premises) -> Callable[[], None]:
    """What alters the last entry of a simulated journal behind the program's back, as an intruder might."""

    def tamper() -> None:
        from estatectl.adapters.sqlite.tampering import alter_last

        alter_last(str(premises.directory / "journal.sqlite"))

    return tamper


def document(path: Path, kind: str) -> Node:
    """The one document of a file, of the kind wanted, its shape checked (EST-772, EST-202)."""
    from estatectl.wiring.documents import single_document

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        words = Words(zh="读不了 {path}：{why}", en="cannot read {path}: {why}").fill(path=path, why=failure)
        raise BadInput.one("EST-772", words) from failure
    node = single_document(text, str(path))
    if node.text("kind") != kind:
        words = Words(zh="这里要 kind: {wanted}，写的是 {kind}", en="this is to be of kind {wanted}, not {kind}")
        raise PolicyInvalid.one("EST-202", words.fill(wanted=kind, kind=node.text("kind")), place=node["kind"].place)
    return node
