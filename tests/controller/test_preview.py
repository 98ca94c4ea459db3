"""The preview of a wish: its plan beside the others', and what it takes from them; nothing changes by it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.plug_control.controller.plans import Plans
from custom_components.plug_control.controller.preview import Preview, PreviewTask

from .test_shared_plans import EVENING, MORNING, Car, Site


def preview(site: Site, car: Car) -> Preview:
    """Return the preview of a car's wish, beside the plans of the site."""
    request = car.request(EVENING, min(site.fuse_a, 16), site.slots)
    return PreviewTask(request=request, plans=site.plans.copied()).make()


def planned(*cars: Car, fuse_a: int = 16) -> Site:
    """Return a site with the plans of some cars made."""
    site = Site(fuse_a, list(cars))
    site.look(EVENING)
    return site


def test_a_wish_alone_gets_the_cheap_hours() -> None:
    told = preview(planned(fuse_a=32), Car("new", 20_000))
    assert [window.price for window in told.plan.windows] == [pytest.approx(0.1)]
    assert told.displaces == ()
    assert told.full_at is not None
    assert EVENING + timedelta(hours=8) < told.full_at < MORNING
    assert told.reachable_at is not None
    assert 1.8 < (told.reachable_at - EVENING) / timedelta(hours=1) < 1.9


def test_a_wish_is_the_plan_that_would_be_made_of_it() -> None:
    one, other = Car("a", 30_000), Car("b", 30_000)
    told = preview(planned(one), other)
    assert told.plan == planned(one, other).plan(other)


def test_a_wish_after_the_others_takes_what_they_leave() -> None:
    told = preview(planned(Car("a", 30_000)), Car("b", 30_000))
    assert told.displaces == ()
    assert told.plan.shortfall_wh == 0


def test_a_wish_with_priority_displaces_one_that_comes_later_by_it() -> None:
    site = planned(Car("a", 30_000), Car("b", 33_000, MORNING + timedelta(hours=1)))
    told = preview(site, Car("new", 30_000, MORNING - timedelta(hours=1), priority=1))
    assert told.displaces
    assert {each.key[0] for each in told.displaces} <= {"a", "b"}


def test_a_wish_that_leaves_too_little_tells_how_much_the_other_will_miss() -> None:
    told = preview(planned(Car("a", 110_000)), Car("new", 44_000, priority=1))
    (lost,) = told.displaces
    assert lost.key == ("a", 1)
    assert lost.shortfall_wh == pytest.approx(36_000, rel=0.1)


def test_another_fuse_loses_nothing() -> None:
    site = planned(Car("a", 110_000))
    request = replace(Car("new", 44_000, priority=1).request(EVENING, 16, ()), slots=())
    assert PreviewTask(request=request, plans=site.plans.copied()).make().displaces == ()


def test_one_that_needs_all_the_time_goes_before_those_of_its_priority() -> None:
    early, late = Car("early", 20_000), Car("late", 92_000, MORNING + timedelta(hours=1))
    told = preview(planned(early), late)
    assert told.plan == planned(early, late).plan(late)
    assert told.plan.shortfall_wh == 0
    assert told.displaces == ()  # it charges earlier then, and has all in time


def test_too_much_is_told_with_the_deadline_that_would_do() -> None:
    told = preview(planned(Car("a", 30_000, priority=1)), Car("new", 150_000))
    assert told.plan.shortfall_wh > 0
    assert told.full_at is None
    assert told.reachable_at is not None
    later = preview(
        planned(Car("a", 30_000, priority=1)), Car("new", 150_000, ready_at=told.reachable_at)
    )
    assert later.plan.shortfall_wh == pytest.approx(0, abs=2000)


def test_what_no_time_suffices_for_has_no_deadline() -> None:
    assert preview(planned(), Car("new", 3_000_000)).reachable_at is None


def test_a_wish_in_the_place_of_the_connectors_own_frees_what_that_booked() -> None:
    site = planned(Car("a", 110_000))
    told = preview(site, Car("a", 20_000))
    assert told.displaces == ()
    assert told.plan.shortfall_wh == 0


def test_nothing_changes_by_a_preview() -> None:
    one, other = Car("a", 30_000), Car("b", 30_000)
    site = planned(one, other)
    before = [site.plan(one), site.plan(other)]
    preview(site, Car("new", 60_000, priority=2))
    assert [site.plan(one), site.plan(other)] == before
    assert not site.plans.make_next()


def test_a_plan_that_is_still_to_be_made_is_left_out() -> None:
    site = Site(16, [])
    plans = Plans()
    plans.look([Car("a", 30_000).request(EVENING, 16, site.slots)], site.tree, {})
    request = Car("new", 60_000, priority=1).request(EVENING, 16, site.slots)
    assert PreviewTask(request=request, plans=plans.copied()).make().displaces == ()


def test_before_the_first_round_no_fuse_is_known() -> None:
    request = Car("new", 20_000).request(EVENING, 16, (0, 1, 2))
    told = PreviewTask(request=request, plans=Plans().copied()).make()
    assert told.plan.shortfall_wh == 0
    assert told.task.room == ()
