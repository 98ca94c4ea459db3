import { PLATFORM, UNAVAILABLE } from "./connectors";
import type { HomeAssistant } from "./types";

/** How far the integration is: not set up at all, set up but not running, able to answer; or without entities that would tell. */
export type Readiness = "gone" | "stopped" | "ready" | "unsure";

/** Read from what the page knows anyway: asking an integration that cannot answer fills Home Assistant's log. */
export const readinessOf = (hass: HomeAssistant): Readiness => {
  if (!hass.services[PLATFORM]) return "gone";
  const ours = Object.values(hass.entities).filter((entity) => entity.platform === PLATFORM);
  const runs = ours.some(({ entity_id }) => {
    const state = hass.states[entity_id]?.state;
    return state !== undefined && state !== UNAVAILABLE;
  });
  if (!ours.length) return "unsure";
  return runs ? "ready" : "stopped";
};

/** When a question that failed so often is asked again: soon at first, since an integration that starts has entities before it answers. */
export const retryMs = (failures: number, most: number): number =>
  Math.min(most, 1500 * 2 ** failures);

export const mayAnswer = (hass: HomeAssistant): boolean =>
  ["ready", "unsure"].includes(readinessOf(hass));
