"""The page that shows, case by case, what of the public certification plan the tests cover.

`python -m scripts.lib.conformance_page` writes docs/conformance.md.
"""

from collections import Counter
from pathlib import Path

from tests.conformance import cases  # noqa: F401 - registers the cases
from tests.conformance.plan import Coverage, every_case

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"
_HEAD = """# Conformance

Which cases of the public certification plan for OCPP 1.6 central systems Plug Control passes in its own tests. Each case is a test over a
real websocket: a charger does what the case asks, a user uses Home Assistant's actions, and the test compares the messages and
Plug Control's records. These tests follow from the standard. They are no certificate.

{figures}

| Case | What it is about | Result | What the test asserts |
|---|---|---|---|
"""


def page() -> str:
    """Return the text of the page."""
    every = every_case()
    count = Counter(each.coverage for each in every)
    figures = (
        f"Of {len(every)} cases, {count[Coverage.PASS]} pass, {count[Coverage.PARTIAL]} pass in part, "
        f"and {count[Coverage.NOT_OFFERED]} are not offered."
    )
    rows = (
        f"| TC_{each.number}_CSMS | {each.title} | {each.coverage} | {each.what} |"
        for each in every
    )
    return _HEAD.format(figures=figures) + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
