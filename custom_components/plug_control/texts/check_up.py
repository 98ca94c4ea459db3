"""Words of the check-up: what was tried, what it means, and why it could not go on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from custom_components.plug_control.check_up.findings import Finding, Result

from .languages import ENGLISH, Words, language_of, words_in
from .markdown import escape_markdown
from .number_format import number_format_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckUpWords:
    """The words of one language; sentences have the findings' values in braces."""

    verdicts: Words
    things: Words
    sentences: Words
    outcomes: Words
    troubles: Words
    finding: str
    """An item of the list, with `{verdict}`, `{thing}` and `{sentence}`."""
    decimal: str


def check_up_words(language: str) -> CheckUpWords:
    """Return the words in a language ("de", "de-CH"); in English if there are none in that language."""
    return CheckUpWords(
        verdicts=words_in(language, "check_up.verdicts"),
        things=words_in(language, "check_up.things"),
        sentences=words_in(language, "check_up.sentences"),
        outcomes=words_in(language, "check_up.outcomes"),
        troubles=words_in(language, "check_up.troubles"),
        finding=words_in(language, "check_up")["finding"],
        decimal=number_format_of(language_of(language)).decimal,
    )


def sentence(finding: Finding, words: CheckUpWords) -> str:
    """Return what a finding means."""
    texts = {name: _written(value, words) for name, value in finding.values.items()}
    return words.sentences[finding.sentence].format_map(_Known(texts))


def lines(result: Result, words: CheckUpWords) -> Iterator[str]:
    """Yield a Markdown line for the outcome, and an item for each finding."""
    outcome = "running" if result.outcome is None else result.outcome.value
    trouble = "" if result.trouble is None else f" {words.troubles[result.trouble]}"
    yield f"**{words.outcomes[outcome]}**{trouble}\n"
    for each in result.findings:
        told = {"verdict": words.verdicts[each.verdict.value], "thing": words.things[each.key]}
        yield f"- {words.finding.format(**told, sentence=sentence(each, words))}"


def template(entity_id: str, words: CheckUpWords) -> str:
    """Return the template of a Markdown card that shows the findings of a check-up's sensor as they come."""
    return _TEMPLATE.format(
        entity=repr(entity_id),
        outcomes=repr(dict(words.outcomes)),
        troubles=repr(dict(words.troubles)),
        verdicts=repr(dict(words.verdicts)),
        things=repr(dict(words.things)),
        sentences=repr(dict(words.sentences)),
        finding=repr(words.finding),
        decimal=repr(words.decimal),
    )


_TEMPLATE = """\
{{%- set outcomes = {outcomes} -%}}
{{%- set troubles = {troubles} -%}}
{{%- set verdicts = {verdicts} -%}}
{{%- set things = {things} -%}}
{{%- set sentences = {sentences} -%}}
{{%- set finding = {finding} -%}}
{{%- set state = states({entity}) -%}}
{{%- set trouble = state_attr({entity}, 'trouble') -%}}
{{{{ outcomes.get(state, '') }}}} {{{{ troubles.get(trouble, '') }}}}
{{%- if state == 'running' %}}
 **{{{{ state_attr({entity}, 'percent') }}}} %**
{{%- endif %}}

{{% for each in state_attr({entity}, 'findings') or [] -%}}
- {{{{ finding.format(verdict=verdicts[each.verdict], thing=things[each.key], sentence=sentences[each.sentence].format(**each['values']) \
| regex_replace('(\\\\d)\\\\.(\\\\d)', '\\\\1' ~ {decimal} ~ '\\\\2')) }}}}
{{% endfor %}}"""


class _Known(dict[str, str]):
    """Texts by name; a value that is not known is a dash."""

    def __missing__(self, name: str) -> str:
        return "–"


def _written(value: Any, words: CheckUpWords) -> str:
    if isinstance(value, str):
        return escape_markdown(value)
    if isinstance(value, tuple):
        return ", ".join(map(escape_markdown, value)) or "–"
    return f"{value:g}".replace(".", words.decimal)


def shown_values(finding: Finding) -> dict[str, str]:
    """Return a finding's values as texts, for the sensor's attribute; a dash for each that its sentence needs and lacks."""
    texts = {
        name: _written(value, check_up_words(ENGLISH)) for name, value in finding.values.items()
    }
    needed = ("drawn_a", "limit_a", "seconds")
    return dict.fromkeys(needed, "–") | texts
