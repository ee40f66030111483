"""The reference page of policy kinds: every key of every kind, its form, and which keys go together."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from estatectl.domain.words import Lang, Words

Schema = Mapping[str, Any]
_COMMON = "common.schema.json#/$defs/"
_LOCAL = "#/$defs/"
_NEEDED = Words(zh="必填", en="required")
_SHARED = Words(zh="共用的写法", en="Shared forms")
_SHARED_TOLD = Words(
    zh="上文以链接指向的写法，各类细则通用。",
    en="The forms that the kinds above link to; they are the same everywhere.",
)
_ANY = Words(zh="任意名称", en="any other name")
_PARTS = Words(zh="各部分", en="Parts")
_LIST = Words(zh="清单：", en="list of ")
_MAP = Words(zh="按名称：", en="by name: ")
_ONE_OF = Words(zh="之一", en="one of")
_FORMS = {
    "string": Words(zh="文字", en="text"),
    "boolean": Words(zh="true 或 false", en="true or false"),
    "integer": Words(zh="整数", en="whole number"),
    "number": Words(zh="数字", en="number"),
}
_WITH = Words(zh="写了 {keys}", en="with {keys}")
_WHERE = Words(zh="`{key}` 为 {values}", en="where `{key}` is {values}")
_ELSE = Words(zh="否则", en="otherwise")
_OR, _AND = Words(zh="或", en=" or "), Words(zh="，且", en=", and ")
_MUST = Words(zh="须有 {keys}", en="needs {keys}")
_ONLY = Words(zh="只可写 {keys}", en="takes only {keys}")
_NEVER = Words(zh="不可写 {keys}", en="takes no {keys}")
_COLON, _STOP, _COMMA = Words(zh="：", en=": "), Words(zh="；", en="; "), Words(zh="、", en=", ")


def kinds_page(schemas: Mapping[str, str], common: str, lang: Lang) -> str:
    """Every kind of policy: what it says, and each of its keys. `schemas` by kind and `common` are JSON texts."""
    shared = json.loads(common)["$defs"]
    page = _Page(lang, shared)
    parts = [f"# {Words(zh='细则种类', en='Policy kinds').of(lang)}\n"]
    parts.append(" · ".join(f"[{kind}](#{kind})" for kind in sorted(schemas)) + "\n")
    for kind, text in sorted(schemas.items()):
        parts.extend(page.kind(kind, json.loads(text)))
    parts.append(f"## {_SHARED.of(lang)}\n\n{_SHARED_TOLD.of(lang)}\n")
    parts.extend(page.shared_forms())
    return "\n".join(parts) + "\n"


class _Page:
    """One page while it is written: which shared forms it came across."""

    def __init__(self, lang: Lang, shared: Mapping[str, Schema]) -> None:
        self._lang = lang
        self._shared = shared
        self._met: set[str] = set()
        self._kind = ""
        self._defs: Mapping[str, Schema] = {}

    def kind(self, kind: str, schema: Schema) -> Iterator[str]:
        self._kind, self._defs = kind, schema.get("$defs", {})
        yield f"## {kind}\n\n{self._said(schema)}\n"
        yield from self._keys(schema, 0)
        yield ""
        parts = {name: part for name, part in self._defs.items() if self._grows(part)}
        if parts:
            yield f"### {kind}: {_PARTS.of(self._lang)}\n"
        for name, part in parts.items():
            yield f'<a id="{kind}-{name}"></a>**{name}** — {self._said(part)}\n'
            yield from self._keys(part, 0)
            yield ""

    def shared_forms(self) -> Iterator[str]:
        self._kind, self._defs = "", {}
        written: set[str] = set()
        while new := sorted(self._met - written):  # a shared form may speak of another
            for name in new:
                written.add(name)
                yield f'<a id="form-{name}"></a>**{name}** — {self._said(self._shared[name])}\n'
                keys = [*self._keys(self._shared[name], 0)]
                yield from [*keys, ""] if keys else []

    def _keys(self, schema: Schema, depth: int) -> Iterator[str]:
        if schema.get("type") == "array" and "items" in schema:
            yield from self._keys(schema["items"], depth)
            return
        needed = set(schema.get("required", ()))
        for name, child in schema.get("properties", {}).items():
            if isinstance(child, dict):
                yield from self._key(name, child, name in needed, depth)
        of_any = schema.get("additionalProperties")
        if isinstance(of_any, dict) and "$ref" in of_any:
            told = _ANY.of(self._lang), self._form(of_any), self._said(of_any)
            yield f"{'  ' * depth}- *{told[0]}* ({told[1]}){_COLON.of(self._lang)}{told[2]}"
        elif isinstance(of_any, dict) and "properties" not in schema:
            yield from self._keys(of_any, depth)
        yield from (f"{'  ' * depth}- *{told}*" for told in self._cases(schema, ()))

    def _key(self, name: str, child: Schema, needed: bool, depth: int) -> Iterator[str]:
        form = self._form(child)
        marks = [*([form] if form else []), *([_NEEDED.of(self._lang)] if needed else [])]
        mark = f" ({', '.join(marks)})" if marks else ""
        said = self._said(child)
        yield f"{'  ' * depth}- `{name}`{mark}{_COLON.of(self._lang) if said else ''}{said}"
        if "$ref" not in child:
            inner = child.get("items") if child.get("type") == "array" else child.get("additionalProperties")
            yield from self._keys(child, depth + 1) if "properties" in child else ()
            if isinstance(inner, dict) and "$ref" not in inner:
                yield from self._keys(inner, depth + 1)
            for pattern in child.get("patternProperties", {}).values():
                yield from self._keys(pattern, depth + 1) if "$ref" not in pattern else ()

    def _form(self, schema: Schema) -> str:
        if "$ref" in schema:
            return self._link(str(schema["$ref"]))
        if "const" in schema:
            return f"`{_yaml(schema['const'])}`"
        if "enum" in schema:
            values = _COMMA.of(self._lang).join(f"`{value}`" for value in schema["enum"])
            return f"{_ONE_OF.of(self._lang)} {values}"
        if schema.get("type") == "array":
            inner = self._form(schema["items"]) if isinstance(schema.get("items"), dict) else ""
            return _LIST.of(self._lang) + inner if inner else ""
        of_any = schema.get("additionalProperties")
        if isinstance(of_any, dict):
            inner = self._form(of_any)
            return _MAP.of(self._lang) + inner if inner else ""
        form = _FORMS.get(str(schema.get("type")))
        return form.of(self._lang) if form else ""

    def _link(self, ref: str) -> str:
        name = ref.rpartition("/")[2]
        if ref.startswith(_LOCAL) and self._kind:
            part = self._defs[name]
            return f"[{name}](#{self._kind}-{name})" if self._grows(part) else self._form(part)
        document = ref.partition(".schema.json")[0]
        if not ref.startswith((_COMMON, _LOCAL)):
            return f"[{name}](#{document}-{name})"  # a part of another kind
        self._met.add(name)
        return f"[{name}](#form-{name})"

    def _grows(self, part: Schema) -> bool:
        """Whether a part has keys of its own, so that it is written out once and linked to."""
        return any(key in part for key in ("properties", "additionalProperties")) or "items" in part

    def _said(self, schema: Schema) -> str:
        key = "x-zh" if self._lang == "zh" else "description"
        told = str(schema.get(key, "")).strip()
        ref = str(schema.get("$ref", ""))
        if told or not ref:
            return told
        name = ref.rpartition("/")[2]
        return self._said(self._defs[name] if ref.startswith(_LOCAL) and self._kind else self._shared[name])

    def _cases(self, schema: Schema, so_far: tuple[str, ...]) -> Iterator[str]:
        """Which keys go together: each branch of `if`, told in one line."""
        for each in schema.get("allOf", ()):
            yield from self._cases(each, so_far)
        if "if" not in schema:
            return
        asked = self._condition(schema["if"])
        for branch, condition in (("then", asked), ("else", _ELSE.of(self._lang))):
            if isinstance(schema.get(branch), dict):
                path = (*so_far, condition)
                told = self._demands(schema[branch])
                if told:
                    yield _AND.of(self._lang).join(path) + _COLON.of(self._lang) + _STOP.of(self._lang).join(told)
                yield from self._cases(schema[branch], path if branch == "then" else so_far)

    def _condition(self, asked: Schema) -> str:
        if "anyOf" in asked:
            return _OR.of(self._lang).join(self._condition(each) for each in asked["anyOf"])
        told = []
        for key, test in asked.get("properties", {}).items():
            values = test.get("enum", [test["const"]] if "const" in test else None)
            if values is not None:
                said = _OR.of(self._lang).join(f"`{_yaml(value)}`" for value in values)
                told.append(_WHERE.fill(key=key, values=said).of(self._lang))
        if not told:
            told.append(_WITH.fill(keys=self._listed(asked.get("required", ()))).of(self._lang))
        return _AND.of(self._lang).join(told)

    def _demands(self, branch: Schema) -> list[str]:
        told = []
        if branch.get("required"):
            told.append(_MUST.fill(keys=self._listed(branch["required"])).of(self._lang))
        keys = branch.get("properties", {})
        never = [key for key, child in keys.items() if child is False]
        if never:
            told.append(_NEVER.fill(keys=self._listed(never)).of(self._lang))
        if branch.get("additionalProperties") is False and keys:
            told.append(_ONLY.fill(keys=self._listed(keys)).of(self._lang))
        return told

    def _listed(self, keys: Any) -> str:
        return _COMMA.of(self._lang).join(f"`{key}`" for key in keys)


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
