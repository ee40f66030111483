"""What a use case works with: the policies in force, the journal, the engine, who acts, and the instant it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a staff command pays for no model that it does not use
    from datetime import datetime

    from estatectl.domain.bundle import Bundle
    from estatectl.usecases.ports import ConceptFinder, Correlator, Journal, RuleEngine, Snapshots


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The ports and values of one command. `actor` is the id of a member of staff, or `system` for cron."""

    bundle: Bundle
    journal: Journal
    engine: RuleEngine
    correlator: Correlator
    finder: ConceptFinder
    snapshots: Snapshots
    now: datetime
    actor: str
