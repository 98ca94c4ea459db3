"""The benchmark of whole decisions: its sites repeat, and are worth deciding for."""

import pytest

from benchmarks import site
from benchmarks.site import Site, main


def _told(seed: int) -> list[tuple[int, int]]:
    """Return what the connectors of a site are told after two minutes."""
    one = Site(seed)
    for _ in range(12):
        one.step()
    return [(point.limit_a, point.phases) for point in one.points.values()]


def test_a_seed_repeats_its_site() -> None:
    assert _told(1) == _told(1)
    assert _told(1) != _told(2)


def test_a_site_has_connectors_that_charge_wait_and_are_limited() -> None:
    limits_a = {limit_a for limit_a, _ in _told(1)}
    assert {0, 6} < limits_a
    assert not limits_a & {1, 2, 3, 4, 5}


@pytest.mark.parametrize(("bound_ms", "status"), [(10_000.0, 0), (0.0, 1)])
def test_only_a_typical_decision_over_the_bound_is_an_error(
    bound_ms: float,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(site, "BOUND_MS", bound_ms)
    monkeypatch.setattr("sys.argv", ["site", "--minutes", "1", "--seeds", "1"])
    assert main() == status
    assert "6 whole decisions" in capsys.readouterr().out
