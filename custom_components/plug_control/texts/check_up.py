"""Words of the check-up: what was tried, what it means, and why it could not go on; in English and German."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from custom_components.plug_control.check_up.findings import Finding, Result

from .markdown import escape_markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckUpWords:
    """The words of one language; sentences have the findings' values in braces."""

    verdicts: Mapping[str, str]
    things: Mapping[str, str]
    sentences: Mapping[str, str]
    outcomes: Mapping[str, str]
    troubles: Mapping[str, str]
    decimal: str


_EN = CheckUpWords(
    decimal=".",
    verdicts={
        "works": "✅ Works",
        "works_slowly": "🐢 Works slowly",
        "does_not_work": "❌ Does not work",
        "not_tried": "➖ Not tried",
    },
    things={
        "configuration": "Configuration",
        "triggers": "Messages on request",
        "clock": "Clock",
        "baseline": "Current before",
        "limit_16": "Limit 16 A",
        "limit_10": "Limit 10 A",
        "limit_8": "Limit 8 A",
        "limit_6": "Limit 6 A",
        "limit_0": "Limit 0 A",
        "pause": "Pause",
        "limit_back": "Back to full current",
        "meter_interval": "Meter values by itself",
        "measurands": "What it measures",
        "broken_amperes": "Limit 7.5 A",
        "profile_max_a": "ChargePointMaxProfile in A",
        "profile_max_w": "ChargePointMaxProfile in W",
        "profile_tx_a": "TxProfile in A",
        "profile_tx_w": "TxProfile in W",
        "profile_tx_default_a": "TxDefaultProfile in A",
        "profile_tx_default_w": "TxDefaultProfile in W",
        "phases": "Change of phases",
        "register": "Energy",
        "reconnect": "Lost connection",
        "remote_stop": "Stop from here",
        "remote_start": "Start from here",
    },
    sentences={
        "accepted_ignored": "The charger says that it accepts {limit_a} A, but {drawn_a} A flow.",
        "baseline": "The car draws {drawn_a} A; {allowed_a} A are allowed.",
        "broken_obeyed": "Tenths of an ampere count: {drawn_a} A flow.",
        "broken_rounded": "Only whole amperes count: {drawn_a} A flow. From now on it gets whole amperes.",
        "car_draws_less": "The car draws only {drawn_a} A, so a limit of {limit_a} A cannot be seen.",
        "charge_runs": "The charge still runs.",
        "clock_right": "It differs by {offset_s} s.",
        "clock_wrong": "It is wrong by {offset_s} s. Sessions and plans by its clock are off by that.",
        "comes_again": "The charger was back after {seconds} s, and the charge went on.",
        "comes_again_without_charge": "The charger was back after {seconds} s, but the charge has ended.",
        "comes_back": "After {seconds} s the car drew {drawn_a} A again.",
        "configuration": "{keys} settings, {readonly} of them cannot be changed.",
        "could_exceed": "It could exceed what is allowed here if the charger does not obey.",
        "disturbed": "Another limit came in between.",
        "ends_charge": "0 A ends the charge. It is started again when it may go on.",
        "exceeded": "More than before flowed: {drawn_a} A. The profile was taken back at once.",
        "known_quirk": "This model is known not to bear or understand it.",
        "limit_ignored": "The charger accepts {limit_a} A, but {drawn_a} A flow.",
        "limit_ignored_before": "The charger does not obey 0 A.",
        "limit_obeyed": "After {seconds} s the charger obeyed {limit_a} A: {drawn_a} A flow.",
        "measurands": "{measured}",
        "measurands_missing": "It tells neither current nor power, only: {measured}. Smart charging needs them.",
        "meter_interval": "Every {seconds} s.",
        "no_answer": "The charger does not answer.",
        "no_charge": "No charge ran.",
        "no_meter_values": "None came within {seconds} s. Plug Control asks for them instead.",
        "no_more_allowed": "Fuses or your limit allow only {allowed_a} A.",
        "no_register": "Current and energy do not come in one message.",
        "no_time_heard": "The charger has not told its time yet.",
        "no_triggers": "The charger sends nothing on request. Values are as old as its interval.",
        "offline": "The charger was not connected.",
        "one_phase_car": "The car charges on one phase.",
        "one_phase_charger": "The charger has one phase.",
        "other_car": "Another car charges at this charger, which it would limit, too.",
        "pauses": "0 A pauses the charge, and it goes on afterwards.",
        "phases_ignored": "The charger accepts one phase, but goes on with all.",
        "phases_not_reported": "The charger does not tell the currents of single phases.",
        "phases_stay": "The charger changes to one phase, but not back.",
        "phases_switch": "To one phase after {down_s} s, back to {phases} after {up_s} s.",
        "refused": "The charger refuses it ({said}).",
        "register_agrees": "Register and power agree ({percent} %).",
        "register_differs": "Register and power differ by {percent} %. One of them is wrong.",
        "start_ignored": "The charger accepts a start, but nothing began within {seconds} s.",
        "starts": "A charge began after {seconds} s.",
        "stays_away": "The charger was not back after {seconds} s.",
        "stays_down": "The car did not draw its current again: {drawn_a} A flow.",
        "stop_ignored": "The charger accepts the stop, but the charge went on for {seconds} s.",
        "stops": "The charge ended after {seconds} s.",
        "too_little_current": "Too little current flows to see it.",
        "too_little_energy": "Too little energy flowed to compare.",
        "triggers": "It sends: {can}. It does not send: {cannot}.",
        "unplug_first": "After a stop the car must be unplugged before a charge can start again.",
        "usual_way": "This is how Plug Control limits it.",
    },
    outcomes={
        "running": "The check-up runs.",
        "finished": "The check-up is finished.",
        "stopped": "The check-up was stopped. Nothing is left changed.",
        "interrupted": "A restart interrupted the check-up. What stood before is restored.",
        "failed": "The check-up could not go on.",
    },
    troubles={
        "car_draws_nothing": "The car draws no current.",
        "charge_ended": "The charge ended.",
        "fault": "The charger reports a fault.",
        "measures_nothing": "The charger tells neither current nor power, so that nothing can be seen.",
        "no_current_left": "Fuses, smart charging or your limit leave less than 6 A.",
        "not_confirmed": "Confirm that the car's battery is not above 80 %.",
        "not_ready": "No car is plugged in and ready to charge.",
        "not_started": "The charge could not be started.",
        "not_taken_back": "A profile could not be taken back. This is tried again ten times, a minute apart, while the charger is connected.",
        "offline": "The charger is not connected.",
        "paused": "You have paused this charge. Let it go on first.",
        "removed": "The charger was removed.",
        "restoring": "What an earlier check-up changed is being restored. Try again in a minute.",
        "running": "A check-up runs at this charger already.",
        "takes_no_limit": "The charger refuses every limit.",
        "too_full": "The car's battery is above 80 %. It takes less by itself, so nothing could be told.",
        "unexpected": "An unexpected error occurred. Please report it with the log.",
        "unknown_connector": "The charger has not told of this connector yet.",
        "unplugged": "The car was unplugged.",
    },
)
_DE = CheckUpWords(
    decimal=",",
    verdicts={
        "works": "✅ Geht",
        "works_slowly": "🐢 Geht langsam",
        "does_not_work": "❌ Geht nicht",
        "not_tried": "➖ Nicht versucht",
    },
    things={
        "configuration": "Einstellungen",
        "triggers": "Meldungen auf Anfrage",
        "clock": "Uhr",
        "baseline": "Strom vorher",
        "limit_16": "Grenze 16 A",
        "limit_10": "Grenze 10 A",
        "limit_8": "Grenze 8 A",
        "limit_6": "Grenze 6 A",
        "limit_0": "Grenze 0 A",
        "pause": "Pause",
        "limit_back": "Zurück zum vollen Strom",
        "meter_interval": "Messwerte von selbst",
        "measurands": "Was sie misst",
        "broken_amperes": "Grenze 7,5 A",
        "profile_max_a": "ChargePointMaxProfile in A",
        "profile_max_w": "ChargePointMaxProfile in W",
        "profile_tx_a": "TxProfile in A",
        "profile_tx_w": "TxProfile in W",
        "profile_tx_default_a": "TxDefaultProfile in A",
        "profile_tx_default_w": "TxDefaultProfile in W",
        "phases": "Phasenwechsel",
        "register": "Energie",
        "reconnect": "Verlorene Verbindung",
        "remote_stop": "Stopp von hier",
        "remote_start": "Start von hier",
    },
    sentences={
        "accepted_ignored": "Die Ladestation nimmt {limit_a} A an, aber es fließen {drawn_a} A.",
        "baseline": "Das Auto zieht {drawn_a} A; {allowed_a} A sind erlaubt.",
        "broken_obeyed": "Zehntel Ampere zählen: Es fließen {drawn_a} A.",
        "broken_rounded": "Nur ganze Ampere zählen: Es fließen {drawn_a} A. Ab jetzt bekommt sie ganze Ampere.",
        "car_draws_less": "Das Auto zieht nur {drawn_a} A, deshalb ist eine Grenze von {limit_a} A nicht zu sehen.",
        "charge_runs": "Der Ladevorgang läuft noch.",
        "clock_right": "Sie weicht um {offset_s} s ab.",
        "clock_wrong": "Sie geht um {offset_s} s falsch. Um so viel sind Zeiten nach ihrer Uhr verschoben.",
        "comes_again": "Die Ladestation war nach {seconds} s zurück, und das Laden ging weiter.",
        "comes_again_without_charge": "Die Ladestation war nach {seconds} s zurück, aber das Laden ist beendet.",
        "comes_back": "Nach {seconds} s zog das Auto wieder {drawn_a} A.",
        "configuration": "{keys} Einstellungen, {readonly} davon sind nicht änderbar.",
        "could_exceed": "Gehorcht die Ladestation nicht, könnte mehr fließen, als hier erlaubt ist.",
        "disturbed": "Eine andere Grenze kam dazwischen.",
        "ends_charge": "0 A beendet den Ladevorgang. Er wird neu gestartet, wenn er weitergehen darf.",
        "exceeded": "Es floss mehr als vorher: {drawn_a} A. Das Profil wurde sofort zurückgenommen.",
        "known_quirk": "Von diesem Modell ist bekannt, dass es das nicht verträgt oder nicht versteht.",
        "limit_ignored": "Die Ladestation nimmt {limit_a} A an, aber es fließen {drawn_a} A.",
        "limit_ignored_before": "Die Ladestation hält sich nicht an 0 A.",
        "limit_obeyed": "Nach {seconds} s hielt die Ladestation {limit_a} A ein: Es fließen {drawn_a} A.",
        "measurands": "{measured}",
        "measurands_missing": "Sie meldet weder Strom noch Leistung, nur: {measured}. Intelligentes Laden braucht sie.",
        "meter_interval": "Alle {seconds} s.",
        "no_answer": "Die Ladestation antwortet nicht.",
        "no_charge": "Es lief kein Ladevorgang.",
        "no_meter_values": "In {seconds} s kamen keine. Plug Control fragt stattdessen danach.",
        "no_more_allowed": "Sicherungen oder deine Grenze erlauben nur {allowed_a} A.",
        "no_register": "Strom und Energie kommen nicht in derselben Meldung.",
        "no_time_heard": "Die Ladestation hat ihre Zeit noch nicht gemeldet.",
        "no_triggers": "Die Ladestation meldet nichts auf Anfrage. Werte sind so alt wie ihr Intervall.",
        "offline": "Die Ladestation war nicht verbunden.",
        "one_phase_car": "Das Auto lädt auf einer Phase.",
        "one_phase_charger": "Die Ladestation hat eine Phase.",
        "other_car": "An dieser Ladestation lädt noch ein Auto, das auch begrenzt würde.",
        "pauses": "0 A pausiert das Laden, und danach geht es weiter.",
        "phases_ignored": "Die Ladestation nimmt eine Phase an, lädt aber auf allen weiter.",
        "phases_not_reported": "Die Ladestation meldet die Ströme der einzelnen Phasen nicht.",
        "phases_stay": "Die Ladestation wechselt auf eine Phase, aber nicht zurück.",
        "phases_switch": "Auf eine Phase nach {down_s} s, zurück auf {phases} nach {up_s} s.",
        "refused": "Die Ladestation lehnt es ab ({said}).",
        "register_agrees": "Zähler und Leistung stimmen überein ({percent} %).",
        "register_differs": "Zähler und Leistung weichen um {percent} % voneinander ab. Eines davon ist falsch.",
        "start_ignored": "Die Ladestation nimmt den Start an, aber in {seconds} s begann nichts.",
        "starts": "Nach {seconds} s begann ein Ladevorgang.",
        "stays_away": "Die Ladestation war nach {seconds} s nicht zurück.",
        "stays_down": "Das Auto zog nicht wieder so viel wie vorher: Es fließen {drawn_a} A.",
        "stop_ignored": "Die Ladestation nimmt den Stopp an, aber das Laden ging {seconds} s weiter.",
        "stops": "Nach {seconds} s war der Ladevorgang beendet.",
        "too_little_current": "Es fließt zu wenig Strom, um es zu sehen.",
        "too_little_energy": "Es floss zu wenig Energie für einen Vergleich.",
        "triggers": "Sie sendet: {can}. Sie sendet nicht: {cannot}.",
        "unplug_first": "Nach einem Stopp muss das Auto abgesteckt werden, bevor das Laden wieder beginnen kann.",
        "usual_way": "So begrenzt Plug Control sie.",
    },
    outcomes={
        "running": "Der Check-up läuft.",
        "finished": "Der Check-up ist fertig.",
        "stopped": "Der Check-up wurde abgebrochen. Es bleibt nichts verändert.",
        "interrupted": "Ein Neustart hat den Check-up unterbrochen. Was vorher galt, ist wiederhergestellt.",
        "failed": "Der Check-up konnte nicht weitergehen.",
    },
    troubles={
        "car_draws_nothing": "Das Auto zieht keinen Strom.",
        "charge_ended": "Der Ladevorgang ist beendet.",
        "fault": "Die Ladestation meldet einen Fehler.",
        "measures_nothing": "Die Ladestation meldet weder Strom noch Leistung, deshalb ist nichts zu sehen.",
        "no_current_left": "Sicherungen, intelligentes Laden oder deine Grenze lassen weniger als 6 A übrig.",
        "not_confirmed": "Bestätige, dass der Akku des Autos nicht über 80 % ist.",
        "not_ready": "Es ist kein Auto angesteckt, das laden kann.",
        "not_started": "Der Ladevorgang ließ sich nicht starten.",
        "not_taken_back": "Ein Profil ließ sich nicht zurücknehmen. Das wird zehnmal im Abstand von einer Minute wiederholt, solange die Ladestation verbunden ist.",
        "offline": "Die Ladestation ist nicht verbunden.",
        "paused": "Du hast dieses Laden pausiert. Lass es erst weitergehen.",
        "removed": "Die Ladestation wurde entfernt.",
        "restoring": "Was ein früherer Check-up verändert hat, wird gerade wiederhergestellt. Versuche es in einer Minute noch einmal.",
        "running": "An dieser Ladestation läuft schon ein Check-up.",
        "takes_no_limit": "Die Ladestation lehnt jede Grenze ab.",
        "too_full": "Der Akku des Autos ist über 80 %. Es nimmt dann von selbst weniger, und es wäre nichts zu erkennen.",
        "unexpected": "Ein unerwarteter Fehler ist aufgetreten. Bitte melde ihn mit dem Protokoll.",
        "unknown_connector": "Die Ladestation hat von diesem Anschluss noch nichts gemeldet.",
        "unplugged": "Das Auto wurde abgesteckt.",
    },
)
_LANGUAGES: Mapping[str, CheckUpWords] = {"en": _EN, "de": _DE}


def check_up_words(language: str) -> CheckUpWords:
    """Return the words in a language ("de", "de-CH"); in English if there are none in that language."""
    return _LANGUAGES.get(language.partition("-")[0], _EN)


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
        verdict = words.verdicts[each.verdict.value]
        yield f"- {verdict} · **{words.things[each.key]}**: {sentence(each, words)}"


def template(entity_id: str, words: CheckUpWords) -> str:
    """Return the template of a Markdown card that shows the findings of a check-up's sensor as they come."""
    return _TEMPLATE.format(
        entity=repr(entity_id),
        outcomes=repr(dict(words.outcomes)),
        troubles=repr(dict(words.troubles)),
        verdicts=repr(dict(words.verdicts)),
        things=repr(dict(words.things)),
        sentences=repr(dict(words.sentences)),
        decimal=repr(words.decimal),
    )


_TEMPLATE = """\
{{%- set outcomes = {outcomes} -%}}
{{%- set troubles = {troubles} -%}}
{{%- set verdicts = {verdicts} -%}}
{{%- set things = {things} -%}}
{{%- set sentences = {sentences} -%}}
{{%- set state = states({entity}) -%}}
{{%- set trouble = state_attr({entity}, 'trouble') -%}}
{{{{ outcomes.get(state, '') }}}} {{{{ troubles.get(trouble, '') }}}}
{{%- if state == 'running' %}}
 **{{{{ state_attr({entity}, 'percent') }}}} %**
{{%- endif %}}

{{% for each in state_attr({entity}, 'findings') or [] -%}}
- {{{{ verdicts[each.verdict] }}}} · **{{{{ things[each.key] }}}}**: \
{{{{ sentences[each.sentence].format(**each['values']) | regex_replace('(\\\\d)\\\\.(\\\\d)', '\\\\1' ~ {decimal} ~ '\\\\2') }}}}
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
    texts = {name: _written(value, _EN) for name, value in finding.values.items()}
    needed = ("drawn_a", "limit_a", "seconds")
    return dict.fromkeys(needed, "–") | texts
