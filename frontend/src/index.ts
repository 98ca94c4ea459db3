/** What Home Assistant's frontend loads: the cards and the dashboard strategy make themselves known. */

import { PlugControlCard } from "./card/card";
import { PlugControlLimit } from "./card/limit";
import { PlugControlMode } from "./card/mode";
import { PlugControlPlan } from "./card/plan";
import { PlugControlCallCard } from "./cards/call";
import { PlugControlCountsCard } from "./cards/counts";
import { PlugControlFoundCard } from "./cards/found";
import { PlugControlMonthCard } from "./cards/month";
import { PlugControlPowerCard } from "./cards/power";
import { PlugControlReceiptCard } from "./cards/receipt";
import { PlugControlWaitingCard } from "./cards/waiting";
import { PLATFORM } from "./ha/connectors";
import type { HomeAssistant } from "./ha/types";
import { say } from "./i18n";
import { PlugControlRibbonCard } from "./ribbon/card";
import { PlugControlRibbon } from "./ribbon/ribbon";
import { PlugControlSessionsCard } from "./sessions/card";
import { PlugControlSessionsChart } from "./sessions/chart";
import { PlugControlSessionDetail } from "./sessions/detail";
import { PlugControlSessionDocument } from "./sessions/document";
import { PlugControlDashboardStrategy } from "./strategy";

interface Announced {
  customCards?: Record<string, unknown>[];
  customStrategies?: Record<string, unknown>[];
}

const ELEMENTS: Readonly<Record<string, CustomElementConstructor>> = {
  "plug-control-mode": PlugControlMode,
  "plug-control-limit": PlugControlLimit,
  "plug-control-plan": PlugControlPlan,
  "plug-control-ribbon": PlugControlRibbon,
  "plug-control-card": PlugControlCard,
  "plug-control-sessions-chart": PlugControlSessionsChart,
  "plug-control-session-detail": PlugControlSessionDetail,
  "plug-control-session-document": PlugControlSessionDocument,
  "plug-control-sessions-card": PlugControlSessionsCard,
  "plug-control-month-card": PlugControlMonthCard,
  "plug-control-call-card": PlugControlCallCard,
  "plug-control-counts-card": PlugControlCountsCard,
  "plug-control-found-card": PlugControlFoundCard,
  "plug-control-power-card": PlugControlPowerCard,
  "plug-control-receipt-card": PlugControlReceiptCard,
  "plug-control-ribbon-card": PlugControlRibbonCard,
  "plug-control-waiting-card": PlugControlWaitingCard,
  "ll-strategy-dashboard-plug-control": PlugControlDashboardStrategy,
};

/** The card for a connector's entity, for the card picker. */
const suggestion = (hass: HomeAssistant, entityId: string) => {
  const entity = hass.entities[entityId];
  if (entity?.platform !== PLATFORM || !entity.device_id) return null;
  return { config: { type: "custom:plug-control-card", device_id: entity.device_id } };
};

const announce = () => {
  const language = document.documentElement.lang || navigator.language;
  const page = window as unknown as Announced;
  (page.customCards ??= []).push(
    {
      type: "plug-control-card",
      name: "Plug Control",
      description: say(language, "card_description"),
      preview: true,
      getEntitySuggestion: suggestion,
    },
    {
      type: "plug-control-sessions-card",
      name: `Plug Control: ${say(language, "sessions")}`,
      description: say(language, "sessions_description"),
      preview: true,
    },
    {
      type: "plug-control-receipt-card",
      name: `Plug Control: ${say(language, "receipt")}`,
      description: say(language, "receipt_description"),
      preview: true,
    },
    {
      type: "plug-control-ribbon-card",
      name: `Plug Control: ${say(language, "ribbon")}`,
      description: say(language, "ribbon_description"),
      preview: true,
    },
  );
  (page.customStrategies ??= []).push({
    type: "plug-control",
    strategyType: "dashboard",
    name: "Plug Control",
    description: say(language, "dashboard_description"),
  });
};

/**
 * Resolves when Home Assistant's page (or that of its casts) has begun: it replaces the registry of elements, and what was
 * defined before is not in the new one.
 */
const begun = Promise.race(
  ["home-assistant", "hc-main"].map((name) => customElements.whenDefined(name)),
);

announce();
void begun.then(() => {
  for (const [name, element] of Object.entries(ELEMENTS)) {
    // A page that was open over an update keeps the elements that it has until it is loaded anew.
    if (!customElements.get(name)) customElements.define(name, element);
  }
});
