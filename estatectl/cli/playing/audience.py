"""Floor 5: whom a scenario is played to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from estatectl.cli.context import Session
from estatectl.domain.cases.case import Case
from estatectl.domain.problems import EstateError
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.render.page import Page
    from estatectl.usecases.house import House


class Audience(Protocol):
    """Whom a player tells what happens, as it happens; what is shown, and how, is theirs to decide."""

    def chapter(self, words: Words, at: datetime) -> None: ...

    def command(self, argv: Sequence[str], session: Session, page: Page) -> None: ...

    def refusal(self, argv: Sequence[str], refused: EstateError) -> None: ...

    def opened(self, case: Case, house: House) -> None: ...

    def ticked(self, after: int, house: House) -> None:
        """The clock has ticked; what it did stands in the journal after that entry."""
        ...
