"""Days of the week in short."""

from collections.abc import Collection
from itertools import groupby

from .languages import words_in


def days_text(days: Collection[str], language: str) -> str:
    """Return days ("monday", …) in short: "Mon–Fri", "Mon, Wed", "Sat, Sun"."""
    names = words_in(language, "cars.days")
    places = [place for place, day in enumerate(names) if day in days]
    runs = [
        [place for _, place in run]
        for _, run in groupby(enumerate(places), key=lambda each: each[1] - each[0])
    ]
    shown = [*names.values()]
    texts: list[str] = []
    for run in runs:
        if len(run) > 2:
            texts.append(f"{shown[run[0]]}–{shown[run[-1]]}")
        else:
            texts.extend(shown[place] for place in run)
    return ", ".join(texts)
