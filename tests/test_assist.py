"""Assist, Home Assistant's own conversation agent with the sentences that it ships, in English and German: it finds what is meant."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack

from homeassistant.components.conversation import async_converse
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.intent import IntentResponseType
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator.scripted import ScriptedChargePoint

from .chargers import meter_values, report_status, sample, start
from .helpers import charge_point_data, coordinator_of, scripted, set_up, tell_connectors, until

NAMES = {1: ["Garage"], 2: ["Garage", "Carport"], 20: [f"Place {each}" for each in range(1, 21)]}


type Make = Callable[[str, list[str], int], Awaitable[Home]]


class Home:
    """Home Assistant with chargers that answer, and Assist."""

    def __init__(self, hass: HomeAssistant, language: str) -> None:
        """Speak `language`."""
        self.hass = hass
        self.language = language
        self.chargers: dict[str, ScriptedChargePoint] = {}

    async def say(self, text: str) -> tuple[IntentResponseType, str]:
        """Say a sentence; return what kind of answer came, and what was spoken."""
        result = await async_converse(self.hass, text, None, Context(), self.language)
        await self.hass.async_block_till_done()
        response = result.response
        assert response.response_type is not None
        return response.response_type, response.speech["plain"]["speech"]

    def expose(self) -> None:
        """Expose what is measured to Assist, as the user may."""
        for entity in er.async_get(self.hass).entities.values():
            if entity.unique_id.endswith(EXPOSED):
                async_expose_entity(self.hass, "conversation", entity.entity_id, True)

    def asked(self, action: str) -> dict[str, int]:
        """How often each charger was asked to do something; those that were not are left out."""
        counts = {name: len(each.received(action)) for name, each in self.chargers.items()}
        return {name: count for name, count in counts.items() if count}


SENTENCES = {
    "en": {
        "start": ["turn on {name} charge", "switch the {name} charge on"],
        "stop": ["turn off {name} charge", "turn off the {name} charge"],
        "status": ["what is the {name} status", "what is the status of {name} status"],
        "power": ["what is the {name} power", "what's {name} power"],
        "energy": ["what is the {name} session energy"],
    },
    "de": {
        "start": ["schalte {name} Laden ein", "mach {name} Laden an"],
        "stop": ["schalte {name} Laden aus", "mach {name} Laden aus"],
        "status": ["was ist {name} Status", "wie ist der Status von {name} Status"],
        "power": ["wie ist {name} Leistung", "was ist die {name} Leistung"],
        "energy": ["was ist {name} Energie des Ladevorgangs"],
    },
}
ANSWERS = {"status": "charging", "power": "7360", "energy": "1.5"}
"""Home Assistant's own sentences say a status as it is called in automations."""
EXPOSED = ("_status", "_power", "_session_energy")
"""Home Assistant exposes switches by itself; what else Assist may know, its user chooses."""


@pytest.fixture
async def home(hass: HomeAssistant) -> AsyncGenerator[Make]:
    """Make a home with chargers of these names, each with a car that waits, and so many connectors."""
    async with AsyncExitStack() as stack:

        async def make(language: str, names: list[str], connectors: int) -> Home:
            hass.config.language = language
            for component in ("homeassistant", "conversation"):
                assert await async_setup_component(hass, component, {})
            home = Home(hass, language)
            entry = await set_up(
                hass,
                *(charge_point_data(each, each, who_may_charge="anyone") for each in names),
            )
            for name in names:
                home.chargers[name] = await _charger(stack, entry, name, connectors)
            await until(
                lambda: all(coordinator_of(entry, name).connectors for name in names), timeout=30
            )
            await hass.async_block_till_done()
            return home

        yield make


async def _charger(
    stack: AsyncExitStack, entry: MockConfigEntry, name: str, connectors: int
) -> ScriptedChargePoint:
    charge_point = await stack.enter_async_context(scripted(entry, name))
    tell_connectors(charge_point, connectors)
    for action in ("RemoteStartTransaction", "RemoteStopTransaction"):
        charge_point.auto_reply(action, {"status": "Accepted"})
    await charge_point.boot()
    for connector_id in range(1, connectors + 1):
        await report_status(charge_point, "Preparing", connector_id)
    return charge_point


async def _charge(charge_point: ScriptedChargePoint, id_tag: str) -> None:
    """Have a car charge: 1.5 kWh up to now, with 7360 W."""
    await start(charge_point, meter_start=1000, id_tag=id_tag)
    samples = (
        sample("2500", "Energy.Active.Import.Register", "Wh"),
        sample("7360", "Power.Active.Import", "W"),
    )
    await meter_values(charge_point, samples)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("number", [1, 2, pytest.param(20, marks=pytest.mark.long)])
async def test_assist_starts_stops_and_tells_of_the_charger_that_is_named_and_no_other(
    home: Make, language: str, number: int
) -> None:
    names = NAMES[number]
    made = await home(language, names, 1)
    named = names[-1]
    for sentence in SENTENCES[language]["start"]:
        kind, speech = await made.say(sentence.format(name=named))
        assert kind is IntentResponseType.ACTION_DONE, (sentence, speech)
    assert made.asked("RemoteStartTransaction") == {named: len(SENTENCES[language]["start"])}

    for name, charger in made.chargers.items():
        await _charge(charger, f"car of {name}")
    await made.hass.async_block_till_done()
    made.expose()
    for what, answer in ANSWERS.items():
        for sentence in SENTENCES[language][what]:
            kind, speech = await made.say(sentence.format(name=named))
            assert kind is IntentResponseType.QUERY_ANSWER, (sentence, speech)
            assert answer in speech.replace(",", "."), (sentence, speech)

    for sentence in SENTENCES[language]["stop"]:
        kind, speech = await made.say(sentence.format(name=named))
        assert kind is IntentResponseType.ACTION_DONE, (sentence, speech)
    assert made.asked("RemoteStopTransaction") == {named: len(SENTENCES[language]["stop"])}


@pytest.mark.parametrize("language", ["en", "de"])
async def test_assist_tells_the_connectors_of_a_charger_apart(home: Make, language: str) -> None:
    made = await home(language, ["Garage"], 2)
    charger = made.chargers["Garage"]
    kind, speech = await made.say(SENTENCES[language]["start"][0].format(name="Garage 2"))
    assert kind is IntentResponseType.ACTION_DONE, speech
    (request,) = charger.received("RemoteStartTransaction")
    assert request["connectorId"] == 2


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "turn off the charge of garage"),
        ("en", "turn off the charge of garage connector 1"),
        ("de", "schalte das Laden der Garage aus"),
    ],
)
async def test_assist_switches_nothing_else_instead_of_the_charge(
    home: Make, hass: HomeAssistant, language: str, sentence: str
) -> None:
    """It stops the charge or says that it did not understand: Plan, Boost and the rest stay as they are."""
    made = await home(language, ["Garage", "Carport"], 1)
    await _charge(made.chargers["Garage"], "car")
    await hass.services.async_call(
        "switch", "turn_on", {"entity_id": "switch.garage_plan"}, blocking=True
    )
    before = {each.entity_id: each.state for each in hass.states.async_all("switch")}
    kind, _ = await made.say(sentence)
    assert {each.entity_id: each.state for each in hass.states.async_all("switch")} == before
    stopped = {"Garage": 1} if kind is IntentResponseType.ACTION_DONE else {}
    assert made.asked("RemoteStopTransaction") == stopped
