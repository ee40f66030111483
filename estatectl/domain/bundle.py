"""The policies in force, as models: what every decision is made under. Parsed from documents when first asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from estatectl.domain.problems import Place, Problem
from estatectl.domain.rules.facts import Vocabulary
from estatectl.domain.tree import Node

if TYPE_CHECKING:
    from estatectl.domain.calendars.calendar import Calendar
    from estatectl.domain.cases.escalation import EscalationPath
    from estatectl.domain.cases.workflows import Workflow
    from estatectl.domain.charter import Charter
    from estatectl.domain.checklists.checklist import Checklist
    from estatectl.domain.controls.control import Bound, Control
    from estatectl.domain.controls.waivers import Waiver
    from estatectl.domain.figures.kpi import BoundKpi, Kpi
    from estatectl.domain.lexicon.lexicon import Lexicon
    from estatectl.domain.notices.notice import Notices
    from estatectl.domain.place.estate import Estate
    from estatectl.domain.place.site import Site
    from estatectl.domain.plans.plan import Plan
    from estatectl.domain.programmes.programme import Programme
    from estatectl.domain.registers.register import Register
    from estatectl.domain.rules.correlations import Correlation
    from estatectl.domain.rules.decisions import Table
    from estatectl.domain.staff.organisation import Organisation
    from estatectl.domain.staff.shift_plan import ShiftPlan
    from estatectl.domain.stock.shelves import Shelves
    from estatectl.domain.stock.stock import Stock

MODELS: Mapping[str, tuple[str, str]] = {
    "estate": ("place.estate", "Estate"),
    "charter": ("charter", "Charter"),
    "organisation": ("staff.organisation", "Organisation"),
    "site": ("place.site", "Site"),
    "calendar": ("calendars.calendar", "Calendar"),
    "lexicon": ("lexicon.lexicon", "Lexicon"),
    "decision": ("rules.decisions", "Table"),
    "correlation": ("rules.correlations", "Correlation"),
    "workflow": ("cases.workflows", "Workflow"),
    "checklist": ("checklists.checklist", "Checklist"),
    "programme": ("programmes.programme", "Programme"),
    "escalation": ("cases.escalation", "EscalationPath"),
    "shifts": ("staff.shift_plan", "ShiftPlan"),
    "plan": ("plans.plan", "Plan"),
    "notice": ("notices.notice", "Notices"),
    "stock": ("stock.stock", "Stock"),
    "register": ("registers.register", "Register"),
    "control": ("controls.control", "Control"),
    "waiver": ("controls.waivers", "Waiver"),
    "kpi": ("figures.kpi", "Kpi"),
    "import_map": ("handed_in.import_maps", "ImportMap"),
    "round_map": ("rounds.maps", "RoundMap"),
    "round_record": ("rounds.records", "RoundRecords"),
}
"""Where the model of each kind lives. Imported when first needed: a command pays only for the kinds it looks at."""

SINGLE = ("estate", "charter", "organisation", "site")
"""Kinds of which a policy set has exactly one document."""

MERGED = ("lexicon",)
"""Kinds whose documents are read together as one."""

DEFINED: Mapping[str, tuple[str, str | None]] = {
    "departments": ("organisation", "departments"),
    "posts": ("organisation", "posts"),
    "skills": ("organisation", "skills"),
    "zones": ("site", "zones"),
    "asset_classes": ("site", "asset_classes"),
    "assets": ("site", "assets"),
    "checkpoints": ("site", "checkpoints"),
    "routes": ("site", "routes"),
    "cameras": ("site", "cameras"),
    "pools": ("site", "pools"),
    "clauses": ("charter", "clauses"),
    "concepts": ("lexicon", "concepts"),
    "calendars": ("calendar", None),
    "paths": ("escalation", None),
    "plans": ("plan", None),
    "channels": ("notice", "channels"),
    "checklists": ("checklist", None),
    "items": ("checklist", "items"),
    "programmes": ("programme", None),
    "correlations": ("correlation", None),
    "tables": ("decision", None),
    "workflows": ("workflow", None),
    "shift_plans": ("shifts", None),
    "shift_patterns": ("shifts", "patterns"),
    "stocks": ("stock", None),
    "stores": ("stock", "stores"),
    "stock_items": ("stock", "items"),
    "registers": ("register", None),
    "controls": ("control", None),
    "kpis": ("kpi", None),
}
"""Where each vocabulary is defined: the kind, and the key that lists its names (None: the ids of the documents)."""


class Unsound(LookupError):
    """A kind was asked for that has a missing or faulty document; only seen while policies are being checked."""


@dataclass(frozen=True, eq=False)
class Bundle:
    """One whole policy set. `digest` names its content; `documents` are its positioned trees by kind.

    Models are parsed on first use and kept. A bundle that was loaded is sound: parsing it raises nothing. While a
    set is still being checked, `unsound` names the kinds that must not be relied on; asking for one raises `Unsound`.
    `ready` are models in a form that is quicker to take up than their documents; nothing is lost without it.
    """

    digest: str
    documents: Mapping[str, tuple[Node, ...]]
    vocabulary: Vocabulary
    unsound: frozenset[str] = frozenset()
    ready: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, digest: str, documents: Mapping[str, tuple[Node, ...]]) -> Bundle:
        return cls(digest, documents, gather_vocabulary(documents))

    @cached_property
    def estate(self) -> Estate:
        estate: Estate = self._one("estate")
        return estate

    @cached_property
    def charter(self) -> Charter:
        charter: Charter = self._one("charter")
        return charter

    @cached_property
    def organisation(self) -> Organisation:
        organisation: Organisation = self._one("organisation")
        return organisation

    @cached_property
    def site(self) -> Site:
        site: Site = self._one("site")
        return site

    @cached_property
    def lexicon(self) -> Lexicon:
        """All lexicon documents merged into one."""
        held = self.ready.get("lexicon")
        if held is not None:
            ready: Lexicon = import_module("estatectl.domain.lexicon.compiled").restored(held)
            return ready
        lexicon: Lexicon = model_of("lexicon").parse(self._nodes("lexicon"), self.vocabulary, [])
        return lexicon

    @cached_property
    def calendars(self) -> Mapping[str, Calendar]:
        """Calendars, each with the years of the holiday table that it names."""
        calendars: Mapping[str, Calendar] = import_module("estatectl.domain.calendars.calendar").linked(
            self._by_id("calendar")
        )
        return calendars

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        return self._by_id("decision")

    @cached_property
    def correlations(self) -> Mapping[str, Correlation]:
        return self._by_id("correlation")

    @cached_property
    def workflows(self) -> Mapping[str, Workflow]:
        return self._by_id("workflow")

    @cached_property
    def checklists(self) -> Mapping[str, Checklist]:
        return self._by_id("checklist")

    @cached_property
    def programmes(self) -> Mapping[str, Programme]:
        return self._by_id("programme")

    @cached_property
    def registers(self) -> Mapping[str, Register]:
        """Registers by id."""
        return self._by_id("register")

    @cached_property
    def paths(self) -> Mapping[str, EscalationPath]:
        """Escalation paths."""
        return self._by_id("escalation")

    @cached_property
    def shift_plans(self) -> Mapping[str, ShiftPlan]:
        return self._by_id("shifts")

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """Emergency plans."""
        return self._by_id("plan")

    @cached_property
    def notices(self) -> Notices:
        """How notices leave the house; into the outbox file where policy says nothing."""
        nodes = self._nodes("notice")
        if not nodes:
            plain: Notices = import_module("estatectl.domain.notices.notice").as_before(Place("policies", 1))
            return plain
        notices: Notices = parse_document("notice", nodes[0], self.vocabulary, [])
        return notices

    @cached_property
    def controls(self) -> Mapping[str, Control]:
        return self._by_id("control")

    @cached_property
    def bound_controls(self) -> tuple[Bound, ...]:
        """Every control with its conditions, in order of id."""
        bind = import_module("estatectl.domain.controls.control").bind
        return tuple(bind(self.controls[name], self, []) for name in sorted(self.controls))

    @cached_property
    def waivers(self) -> Mapping[str, Waiver]:
        return self._by_id("waiver")

    @cached_property
    def kpis(self) -> Mapping[str, Kpi]:
        return self._by_id("kpi")

    @cached_property
    def bound_kpis(self) -> tuple[BoundKpi, ...]:
        """Every figure with its conditions, in order of id."""
        bind = import_module("estatectl.domain.figures.kpi").bind_kpi
        return tuple(bind(self.kpis[name], self, []) for name in sorted(self.kpis))

    @cached_property
    def stocks(self) -> Mapping[str, Stock]:
        return self._by_id("stock")

    @cached_property
    def shelves(self) -> Shelves:
        """All stores and items of all stock documents."""
        shelves: Shelves = import_module("estatectl.domain.stock.shelves").Shelves.of(self.stocks.values())
        return shelves

    def every(self) -> Iterator[tuple[str, Node]]:
        """All documents with their kinds, in order of kind, then as loaded."""
        for kind in sorted(self.documents):
            for node in self.documents[kind]:
                yield kind, node

    def _nodes(self, kind: str) -> tuple[Node, ...]:
        if kind in self.unsound:
            raise Unsound(kind)
        return self.documents.get(kind, ())

    def _one(self, kind: str) -> Any:
        nodes = self._nodes(kind)
        if len(nodes) != 1:
            raise Unsound(kind)
        return parse_document(kind, nodes[0], self.vocabulary, [])

    def _by_id(self, kind: str) -> Mapping[str, Any]:
        return _Parsed(kind, self._nodes(kind), self.vocabulary)


class _Parsed(Mapping[str, Any]):
    """The models of a kind by id, each parsed when it is first asked for."""

    def __init__(self, kind: str, nodes: tuple[Node, ...], vocabulary: Vocabulary) -> None:
        self._kind, self._vocabulary = kind, vocabulary
        self._nodes = {node.text("id"): node for node in nodes}
        self._models: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._models:
            self._models[name] = parse_document(self._kind, self._nodes[name], self._vocabulary, [])
        return self._models[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    def __contains__(self, name: object) -> bool:
        return name in self._nodes


def model_of(kind: str) -> Any:
    """The model class of a kind."""
    module, name = MODELS[kind]
    return getattr(import_module(f"estatectl.domain.{module}"), name)


def parse_document(kind: str, node: Node, vocabulary: Vocabulary, problems: list[Problem]) -> Any:
    """The model of one document whose shape has been checked; faults of meaning are added to `problems`."""
    model = model_of(kind)
    return model.parse((node,), vocabulary, problems) if kind in MERGED else model.parse(node, vocabulary, problems)


def gather_vocabulary(documents: Mapping[str, tuple[Node, ...]]) -> Vocabulary:
    """The closed sets of names that documents define for each other, in the order written.

    Reads whatever is there, also in documents of the wrong shape, so that one slip does not make every reference
    to its neighbours look unknown.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, (kind, key) in DEFINED.items():
        nodes = documents.get(kind, ())
        if key is None:
            names = [name for node in nodes for name in node.texts("id")]
        else:
            names = [name for node in nodes if (holder := node.get(key)) is not None for name in _names(holder)]
        found[name] = tuple(dict.fromkeys(names))
    found["topics"] = topics(documents.get("lexicon", ()))
    found["categories"] = categories(documents.get("programme", ()))
    found["urgencies"] = urgencies(documents.get("workflow", ()))
    return found


def topics(lexicon: tuple[Node, ...]) -> tuple[str, ...]:
    """The fields of work that concepts speak of, in order of the alphabet."""
    concepts = (
        child for node in lexicon if (holder := node.get("concepts")) is not None for _, child in holder.items()
    )
    return tuple(sorted({topic for concept in concepts if (topic := concept.maybe("topic")) is not None}))


def categories(programmes: tuple[Node, ...]) -> tuple[str, ...]:
    """The fields that programmes of rounds belong to, in order of the alphabet."""
    return tuple(sorted({category for node in programmes if (category := node.maybe("category")) is not None}))


def urgencies(workflows: tuple[Node, ...]) -> tuple[str, ...]:
    """The degrees of urgency that cases of any workflow may have, in the order written."""
    found = (
        level
        for node in workflows
        if (fields := node.get("fields")) is not None
        and (field := fields.get("urgency")) is not None
        and (values := field.get("values")) is not None
        for level in _names(values)
    )
    return tuple(dict.fromkeys(found))


def _names(holder: Node) -> Iterator[str]:
    """The names that a mapping (by key) or a list (of names, or of items with an id) defines."""
    if holder.is_mapping:
        yield from (key for key, _ in holder.items())
    elif holder.is_sequence:
        for child in holder.each():
            yield from child.texts("id") if child.is_mapping else (str(child.value),)
