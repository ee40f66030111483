"""Floor 5: how a step of a scenario is typed: the command's words, its options, who types it and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from estatectl.cli.commands import Noun
from estatectl.cli.context import Session
from estatectl.cli.playing.cast import person_for
from estatectl.cli.playing.rounds import EVIDENCE, round_meant, round_words
from estatectl.domain.cases.case import Case
from estatectl.domain.cases.fields import FieldKind
from estatectl.domain.scenario import Calling, Doing
from estatectl.usecases.ports import RoundRow

if TYPE_CHECKING:
    from estatectl.domain.cases.workflows import Workflow
    from estatectl.wiring.premises import Premises

_LABEL = re.compile(r"\{([a-z][a-z0-9_/]*)\}")


class Typist:
    """Types the steps of one scenario; `ids` are the numbers behind its labels, as they become known."""

    def __init__(self, premises: Premises, session: Session, ids: Mapping[str, str]) -> None:
        self._premises, self._session, self._ids = premises, session, ids

    def calling(self, calling: Calling, at: datetime) -> list[str]:
        """A request that comes in."""
        options = [word for name, value in calling.given.items() for word in (f"--{name}", value)]
        return ["request", "open", calling.text, *options, *self._when(at, calling.actor, None)]

    def doing(self, doing: Doing, at: datetime, case: Case | None, label: str | None) -> list[str]:
        """Any other command; with a case, its number stands behind the verb."""
        argv = [doing.noun, *([doing.verb] if doing.verb else []), *([case.id] if case else [])]
        argv += [self._named(word) for word in doing.words]
        walk = round_meant(self._premises, doing, at)
        if walk is not None:
            argv += round_words(self._premises, doing, walk, self._session.lang)
            argv += ["--all-ok"] if doing.all_ok else []
            return [*argv, *self._when(at, doing.actor, None, walk)]
        workflow = next((each for each in self._premises.bundle.workflows.values() if each.noun == doing.noun), None)
        for name, value in doing.given.items():
            argv += [f"--{name.replace('_', '-')}", self._value(workflow, doing, label, name, self._named(value), at)]
        argv += ["--all-ok"] if doing.all_ok else []
        argv += [word for item, answer in doing.answers.items() for word in ("--check", f"{item}={answer}")]
        return [*argv, *self._when(at, doing.actor, case)]

    def in_own_words(self, argv: Sequence[str], obj: Session) -> list[str]:
        """The command by the names that a Chinese desk would type; in English as it is."""
        from click import Context

        from estatectl.cli.registers.noun import register_noun
        from estatectl.cli.root import ROOT

        if self._session.lang != "zh":
            return list(argv)
        ctx = Context(ROOT, obj=obj)
        words, noun = list(argv), ROOT.get_command(ctx, argv[0])
        verb = noun.get_command(ctx, argv[1]) if isinstance(noun, Noun) and len(argv) > 1 else None
        for place, named in enumerate((noun, verb)):
            aliases = getattr(named, "aliases", ())
            words[place] = aliases[0] if aliases else words[place]
        register = self._premises.bundle.registers.get(words[2]) if noun is register_noun and len(words) > 2 else None
        if register is not None and register.aliases:
            words[2] = register.aliases[0]
        return words

    def _named(self, text: str) -> str:
        """A text with the numbers behind the labels that it names in braces."""
        return _LABEL.sub(lambda found: self._ids.get(found[1], found[0]), text)

    def _value(
        self, workflow: Workflow | None, doing: Doing, label: str | None, name: str, value: str, at: datetime
    ) -> str:
        """An option's value: evidence is laid into a file, a label stands for the case's number."""
        known = workflow.fields.get(name) if workflow else None
        if known is not None and known.kind is FieldKind.CASE:
            return self._ids.get(value, value)
        if (known is None or known.kind is not FieldKind.FILE) and not value.startswith("@"):
            return value
        path = Path(EVIDENCE, f"{(label or doing.noun).replace('/', '-')}-{doing.verb}-{name}-{at:%m%d-%H%M}.txt")
        path.parent.mkdir(exist_ok=True)
        path.write_text(value.removeprefix("@") + "\n", encoding="utf-8")
        return str(path)

    def _when(self, at: datetime, actor: str, case: Case | None, walk: RoundRow | None = None) -> list[str]:
        person = person_for(self._premises, actor, at, case, walk)
        return ["--as", person, "--now", at.strftime("%Y-%m-%dT%H:%M")]


def lay(files: Mapping[str, str]) -> None:
    """Files that a command is to read, put into the estate's directory."""
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")
