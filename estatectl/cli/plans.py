"""Floor 5: the noun `plan`: the emergency plans of the estate, and when each was practised and reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from estatectl.cli.commands import Noun, argument
from estatectl.cli.context import Session
from estatectl.domain.words import Words

if TYPE_CHECKING:
    from estatectl.render.page import Page

plan_noun = Noun(
    "plan",
    Words(zh="应急预案：措施、时限、演练情况", en="emergency plans: measures, limits, drills"),
    aliases=("预案",),
)


@plan_noun.verb(
    "list",
    Words(zh="全部预案，何时演练和审阅过", en="all plans, and when each was practised and reviewed"),
    aliases=("列表",),
)
def list_(session: Session) -> Page:
    from estatectl.render.plans.pages import plans_page
    from estatectl.usecases.plans.listing import list_plans

    return plans_page(session.bundle, list_plans(session.house))


@plan_noun.verb("show", Words(zh="一个预案的全部措施", en="all measures of one plan"), aliases=("查看",))
@argument(
    "name", Words(zh="预案的标识、名称或别名", en="a plan by id, title or alias"), shown=Words(zh="预案", en="PLAN")
)
def show(session: Session, *, name: str) -> Page:
    from estatectl.render.plans.pages import written_plan_page
    from estatectl.usecases.plans.listing import find_plan

    return written_plan_page(session.bundle, find_plan(session.house, name))
