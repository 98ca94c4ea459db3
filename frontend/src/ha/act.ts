import type { HomeAssistant } from "./types";

/** What went wrong, as Home Assistant or the charger says it. */
export const messageOf = (error: unknown): string => {
  if (typeof error === "object" && error !== null && "message" in error) {
    return String(error.message);
  }
  return String(error);
};

/** Call an action of an entity's domain; returns what went wrong, or undefined. */
export const act = async (
  hass: HomeAssistant,
  entityId: string,
  service: string,
  data: Record<string, unknown> = {},
): Promise<string | undefined> => {
  const domain = entityId.split(".", 1)[0] ?? "";
  try {
    await hass.callService(domain, service, { entity_id: entityId, ...data }, undefined, false);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
};

/** Call an action of Plug Control that answers. */
export const ask = async <T>(
  hass: HomeAssistant,
  service: string,
  data: Record<string, unknown> = {},
): Promise<T> => {
  const answer = await hass.callService("plug_control", service, data, undefined, false, true);
  return answer.response as T;
};
