"""What must hold in the lexicon: every word says one thing, every look-alike hides something, no concept is empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from estatectl.domain.bundle import Bundle
from estatectl.domain.lexicon.concepts import Concept, Shift
from estatectl.domain.lexicon.lexicon import Lexicon, Part
from estatectl.domain.problems import Problem
from estatectl.domain.words import Words, same


def check_lexicon(bundle: Bundle) -> Iterator[Problem]:
    """EST-352 to EST-356: words, look-alikes, empty concepts, hidden words."""
    lexicon = bundle.lexicon
    yield from shared_words(lexicon)
    owners: list[Concept | Shift] = [*lexicon.concepts.values(), *lexicon.shifts.values()]
    for owner in owners:
        yield from idle_look_alikes(owner)
        yield from repeated_words(owner)
    yield from empty_concepts(lexicon)
    yield from hidden_words(lexicon)


def shared_words(lexicon: Lexicon) -> Iterator[Problem]:
    """EST-352: a word stands in two concepts, and neither names the other in `shares` or `is`."""
    for word, roles in lexicon.needles.items():
        owners = sorted({role.owner for role in roles if role.part is Part.CONCEPT})
        for one, other in combinations(owners, 2):
            first, second = lexicon.concepts[one], lexicon.concepts[other]
            related = other in lexicon.broader[one] or one in lexicon.broader[other]
            if not related and other not in first.shares and one not in second.shares:
                words = Words(
                    zh="“{word}”同时属于 {one} 和 {other}", en="'{word}' belongs to both '{one}' and '{other}'"
                ).fill(word=same(word), one=one, other=other)
                hint = Words(
                    zh="删掉一处；若有意共用，写 shares: [{other}]",
                    en="remove one, or write shares: [{other}] if meant",
                ).fill(other=other)
                yield Problem("EST-352", words, first.place, hint)


def idle_look_alikes(owner: Concept | Shift) -> Iterator[Problem]:
    """EST-353: a look-alike that contains no word of its concept hides nothing."""
    for phrase in owner.not_in:
        if not any(word in phrase for word in owner.words):
            words = Words(
                zh="{id} 的形似说法“{phrase}”里没有它的任何词",
                en="the look-alike '{phrase}' of '{id}' has none of its words",
            ).fill(id=owner.id, phrase=same(phrase))
            yield Problem("EST-353", words, owner.place)


def repeated_words(owner: Concept | Shift) -> Iterator[Problem]:
    """EST-355: one word is written twice, perhaps once in simplified and once in traditional characters."""
    for word, times in (*Counter(owner.words).items(), *Counter(owner.not_in).items()):
        if times > 1:
            words = Words(zh="{id} 里“{word}”写了不止一次", en="'{id}' has '{word}' more than once").fill(
                id=owner.id, word=same(word)
            )
            hint = Words(zh="简体、繁体、大小写视为同一个词", en="simplified, traditional, capitals count as one word")
            yield Problem("EST-355", words, owner.place, hint)


def empty_concepts(lexicon: Lexicon) -> Iterator[Problem]:
    """EST-354: nothing can ever signal the concept."""
    broader = {name for concept in lexicon.concepts.values() for name in concept.broader}
    for concept in lexicon.concepts.values():
        if not concept.words and not concept.near and concept.id not in broader:
            words = Words(zh="概念 {id} 没有任何词语", en="nothing signals the concept '{id}'").fill(id=concept.id)
            yield Problem("EST-354", words, concept.place)


def hidden_words(lexicon: Lexicon) -> Iterator[Problem]:
    """EST-356: a word that is always hidden by a phrase meaning nothing, or by a look-alike of its own."""
    for word, roles in lexicon.needles.items():
        masks = {role.owner for role in roles if role.part is Part.LOOK_ALIKE}
        for role in roles:
            if role.part is Part.CONCEPT and role.owner in masks:
                owner = lexicon.concepts[role.owner]
                words = Words(zh="“{word}”永远认不出来", en="'{word}' can never be found").fill(word=same(word))
                yield Problem("EST-356", words, owner.place)
