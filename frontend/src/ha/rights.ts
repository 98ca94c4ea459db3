import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { Connector } from "./connectors";
import type { HomeAssistant } from "./types";

/** Domains whose entities are there to be used. */
const CONTROLS: ReadonlySet<string> = new Set(["button", "number", "select", "switch", "time"]);
const RETRY_MS = 5000;

const isControl = (key: string): boolean => CONTROLS.has(key.split(".", 1)[0] ?? "");

/** Knows what of a connector the user may control: administrators everything; of others Home Assistant is asked. */
export class Rights implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #asked = "";
  #allowed: ReadonlySet<string> = new Set();
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected() {
    clearTimeout(this.#retry);
    this.#asked = "";
  }

  /** The connector with those of its controls that the user may use; none until that is known. */
  within(hass: HomeAssistant, connector: Connector): Connector {
    if (hass.user?.is_admin !== false) return connector;
    const entries = [...connector.entities];
    const controls = entries.flatMap(([key, ids]) => (isControl(key) ? ids : []));
    const question = JSON.stringify([hass.user.id, controls]);
    if (question !== this.#asked) void this.#ask(hass, controls, question);
    const entities = new Map(
      entries
        .map(([key, ids]): [string, readonly string[]] => [
          key,
          isControl(key) ? ids.filter((id) => this.#allowed.has(id)) : ids,
        ])
        .filter(([, ids]) => ids.length > 0),
    );
    return { ...connector, entities };
  }

  async #ask(hass: HomeAssistant, controls: readonly string[], question: string) {
    clearTimeout(this.#retry);
    this.#asked = question;
    this.#allowed = new Set();
    try {
      const allowed = await hass.callWS<string[]>({
        type: "plug_control/controllable",
        entity_ids: controls,
      });
      if (question === this.#asked) this.#allowed = new Set(allowed);
    } catch {
      // Home Assistant may just be starting: nothing is offered until it answers.
      this.#retry = setTimeout(() => {
        this.#asked = "";
        this.#host.requestUpdate();
      }, RETRY_MS);
    }
    this.#host.requestUpdate();
  }
}
