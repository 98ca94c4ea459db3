/** `ll-strategy-dashboard-plug-control`: the ready dashboard, as the integration builds it for what there is now. */

import { ask, messageOf } from "./ha/act";
import { mayAnswer } from "./ha/ready";
import type { HomeAssistant } from "./ha/types";

type Dashboard = Record<string, unknown> & { views: unknown[] };

/** A dashboard that says why there is none, and asks for one anew as soon as there can be one. */
const excuse = (error?: string): Dashboard => ({
  title: "Plug Control",
  views: [
    {
      title: "Plug Control",
      cards: [{ type: "custom:plug-control-waiting-card", ...(error && { error }) }],
    },
  ],
});

export class PlugControlDashboardStrategy extends HTMLElement {
  /** The dashboard; an integration that cannot answer is not asked. */
  static async generate(_config: unknown, hass: HomeAssistant): Promise<Dashboard> {
    if (!mayAnswer(hass)) return excuse();
    try {
      return await ask<Dashboard>(hass, "get_dashboard", { language: hass.language });
    } catch (error) {
      return excuse(await messageOf(hass, error));
    }
  }
}
