"""Meaning: the things that the checklists of rounds ask about are there on the site."""

from __future__ import annotations

from collections.abc import Iterator

from estatectl.domain.bundle import Bundle
from estatectl.domain.checklists.expanding import things_of
from estatectl.domain.checklists.items import Each, EachKind, Item
from estatectl.domain.place.site import Site
from estatectl.domain.problems import Problem, did_you_mean
from estatectl.domain.words import Words


def check_round_sheets(bundle: Bundle) -> Iterator[Problem]:
    """Every `each` finds something, and `limits_for` names things of the site."""
    for checklist in bundle.checklists.values():
        for item in checklist.items:
            yield from _nothing(item, bundle)
            yield from _no_such_thing(item, bundle.site)


def _nothing(item: Item, bundle: Bundle) -> Iterator[Problem]:
    """EST-823: an item asked for each of no things would stand on no sheet. Unknown names are told as references."""
    if item.each is None or not _is_known(item.each, bundle):
        return
    site = bundle.site
    if not any(True for _ in things_of(item.each, site, lambda: bundle.shelves)):
        words = Words(
            zh="“{item}”要逐一填写，但现场没有 {each}", en="'{item}' is asked for each of {each}: there are none"
        )
        tags = sorted({tag for zone in site.zones.values() for tag in zone.tags})
        hint = did_you_mean(item.each.name, tags) if item.each.kind is EachKind.ZONES else None
        else_hint = Words(zh="先在 site.yaml 登记", en="list them in site.yaml first")
        if item.each.kind is EachKind.STOCK:
            else_hint = Words(zh="先在库存文件里写上品种", en="write its items into a stock document first")
        yield Problem("EST-823", words.fill(item=item.id, each=item.each), item.each.place, hint or else_hint)


def _is_known(each: Each, bundle: Bundle) -> bool:
    site = bundle.site
    if each.kind is EachKind.STOCK:
        return each.name in bundle.vocabulary["stores"]
    named = {EachKind.ASSETS: site.asset_classes, EachKind.CHECKPOINTS: site.routes}.get(each.kind)
    return named is None or each.name in named


def _no_such_thing(item: Item, site: Site) -> Iterator[Problem]:
    """EST-826: limits for something that is neither an asset, pool or zone nor a class of assets."""
    known = {*site.assets, *site.asset_classes, *site.pools, *site.zones}
    for name in item.limits_for:
        if name not in known:
            words = Words(
                zh="“{item}”的 limits_for 里没有“{name}”这个对象",
                en="'{item}' has limits for '{name}', which is not on the site",
            )
            hint = did_you_mean(name, known) or Words(
                zh="写设备、泳池、区域或设备类别的标识", en="name an asset, a pool, a zone or a class of assets"
            )
            yield Problem("EST-826", words.fill(item=item.id, name=name), item.place, hint)
