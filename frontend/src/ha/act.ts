import type { HomeAssistant } from "./types";

interface TranslatedError {
  message?: unknown;
  translation_domain?: string;
  translation_key?: string;
  translation_placeholders?: Readonly<Record<string, unknown>>;
}

/** What went wrong, in the user's language as far as Home Assistant has it; else as it or the charger says it. */
export const messageOf = async (hass: HomeAssistant, error: unknown): Promise<string> => {
  if (typeof error !== "object" || error === null) return String(error);
  const told = error as TranslatedError;
  const { translation_domain: domain, translation_key: key } = told;
  if (domain && key && hass.loadBackendTranslation) {
    const localize = await hass.loadBackendTranslation("exceptions", domain).catch(() => undefined);
    const text = localize?.(
      `component.${domain}.exceptions.${key}.message`,
      told.translation_placeholders,
    );
    if (text) return text;
  }
  return typeof told.message === "string" ? told.message : JSON.stringify(error);
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
    return messageOf(hass, error);
  }
};

/** An action of an entity that the user asked for. */
export interface Wish {
  entityId: string;
  service: string;
  data?: Record<string, unknown>;
}

/** Call actions one after the other; returns what went wrong with the first that failed, or undefined. */
export const actAll = async (
  hass: HomeAssistant,
  wishes: readonly Wish[],
): Promise<string | undefined> => {
  for (const { entityId, service, data } of wishes) {
    const error = await act(hass, entityId, service, data);
    if (error !== undefined) return error;
  }
  return undefined;
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
