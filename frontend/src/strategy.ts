/** `ll-strategy-dashboard-plug-control`: the ready dashboard, as the integration builds it for what there is now. */

import { ask, messageOf } from "./ha/act";
import { mayAnswer } from "./ha/ready";
import type { HomeAssistant } from "./ha/types";

/** What is kept of a view: what its tab shows, and its address. */
interface View {
  title?: string | undefined;
  path?: string | undefined;
  icon?: string | undefined;
}

type Dashboard = Record<string, unknown> & { views: View[] };

const NO_VIEWS: readonly View[] = [{ title: "Plug Control" }];

/**
 * A dashboard that says why there is none, and asks for one anew as soon as there can be one. It has the views of the last one:
 * Home Assistant's page of a view that is suddenly missing stays as it is for ever.
 */
const excuse = (last: readonly View[], error?: string): Dashboard => ({
  title: "Plug Control",
  views: last.map((view) => ({
    ...view,
    cards: [{ type: "custom:plug-control-waiting-card", ...(error && { error }) }],
  })),
});

export class PlugControlDashboardStrategy extends HTMLElement {
  static #views = NO_VIEWS;

  /** The dashboard; an integration that cannot answer is not asked. */
  static async generate(_config: unknown, hass: HomeAssistant): Promise<Dashboard> {
    if (!mayAnswer(hass)) return excuse(this.#views);
    try {
      const dashboard = await ask<Dashboard>(hass, "get_dashboard", { language: hass.language });
      const views = dashboard.views.map(({ title, path, icon }) => ({ title, path, icon }));
      this.#views = views.length ? views : NO_VIEWS;
      return dashboard;
    } catch (error) {
      return excuse(this.#views, await messageOf(hass, error));
    }
  }
}
