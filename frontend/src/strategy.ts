/** `ll-strategy-dashboard-plug-control`: the ready dashboard, as the integration builds it for what there is now. */

import { ask, messageOf } from "./ha/act";
import type { HomeAssistant } from "./ha/types";
import { say } from "./i18n";

type Dashboard = Record<string, unknown> & { views: unknown[] };

const ATTEMPTS = 10;
const RETRY_MS = 3000;

const wait = (milliseconds: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** A dashboard that says why there is none. */
const excuse = (hass: HomeAssistant, error: string): Dashboard => ({
  title: "Plug Control",
  views: [
    {
      title: "Plug Control",
      cards: [{ type: "markdown", content: `${say(hass.language, "not_loaded")}\n\n\`${error}\`` }],
    },
  ],
});

export class PlugControlDashboardStrategy extends HTMLElement {
  /** The dashboard; while Home Assistant starts it may take a moment until the integration can answer. */
  static async generate(
    _config: unknown,
    hass: HomeAssistant,
    pause: (milliseconds: number) => Promise<unknown> = wait,
  ): Promise<Dashboard> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask<Dashboard>(hass, "get_dashboard", { language: hass.language });
      } catch (error) {
        if (attempt === ATTEMPTS) return excuse(hass, await messageOf(hass, error));
        await pause(RETRY_MS);
      }
    }
  }
}
