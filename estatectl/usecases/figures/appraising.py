"""What the figures of a period say of each post. Floor 2."""

from __future__ import annotations

from estatectl.domain.figures.appraisal import Appraisal, appraise
from estatectl.domain.figures.period import Period
from estatectl.domain.problems import BadInput, did_you_mean
from estatectl.domain.words import Words, same
from estatectl.usecases.figures.taking import Taken, take
from estatectl.usecases.house import House


def appraise_posts(house: House, period: Period, post: str | None) -> tuple[Taken, tuple[Appraisal, ...]]:
    """One post, or all that a figure concerns, under the organisation at the end of the period (EST-758)."""
    taken = take(house, period)
    bundle = taken.bundle
    if post is not None and post not in bundle.organisation.posts:
        words = Words(zh="当时没有岗位“{post}”", en="there was no post '{post}' then").fill(post=same(post))
        raise BadInput.one("EST-758", words, hint=did_you_mean(post, bundle.organisation.posts))
    posts = [each for each in bundle.organisation.posts.values() if post in (None, each.id)]
    found = (appraise(each, taken.figures, bundle.organisation, bundle.charter) for each in posts)
    return taken, tuple(each for each in found if each.lines or post is not None)
