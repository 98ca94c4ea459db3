import type { DeviceEntry, EntityEntry, EntityState, HomeAssistant } from "./types";

export const PLATFORM = "plug_control";
export const UNAVAILABLE = "unavailable";

/** Entity ids by domain and translation key, such as `sensor.power`; `sensor.current_phase` has one for each phase. */
export type EntityIds = ReadonlyMap<string, readonly string[]>;

/** A connector: its device, that of its charge point (the same one where they share it), and their entities. */
export interface Connector {
  deviceId: string;
  chargePointId: string;
  name: string;
  chargePointName: string;
  entities: EntityIds;
  chargePointEntities: EntityIds;
}

/** Every connector has it, and nothing else does. */
const MARK = "number.maximum_current";

const entitiesByDevice = (hass: HomeAssistant): Map<string, EntityEntry[]> => {
  const found = new Map<string, EntityEntry[]>();
  for (const entity of Object.values(hass.entities)) {
    if (entity.platform !== PLATFORM || !entity.device_id) continue;
    const entities = found.get(entity.device_id);
    if (entities) entities.push(entity);
    else found.set(entity.device_id, [entity]);
  }
  return found;
};

const idsOf = (entities: readonly EntityEntry[]): EntityIds => {
  const ids = new Map<string, string[]>();
  const sorted = [...entities].sort((one, other) => one.entity_id.localeCompare(other.entity_id));
  for (const { entity_id, translation_key } of sorted) {
    const domain = entity_id.split(".", 1)[0] ?? "";
    const key = `${domain}.${translation_key ?? domain}`;
    ids.set(key, [...(ids.get(key) ?? []), entity_id]);
  }
  return ids;
};

const nameOf = (device: DeviceEntry | undefined): string =>
  device?.name_by_user ?? device?.name ?? "";

/** All connectors, by the names of their charge points. */
export const connectorsOf = (hass: HomeAssistant): Connector[] => {
  const byDevice = entitiesByDevice(hass);
  const found: Connector[] = [];
  for (const [deviceId, entities] of byDevice) {
    const ids = idsOf(entities);
    if (!ids.has(MARK)) continue;
    const device = hass.devices[deviceId];
    const chargePointId = device?.parent_device_id ?? deviceId;
    found.push({
      deviceId,
      chargePointId,
      name: nameOf(device),
      chargePointName: nameOf(hass.devices[chargePointId]) || nameOf(device),
      entities: ids,
      chargePointEntities: idsOf(byDevice.get(chargePointId) ?? []),
    });
  }
  const order = (one: Connector) => `${one.chargePointName}\n${one.name}`;
  return found.sort((one, other) => order(one).localeCompare(order(other)));
};

/** The identifiers of a charge point's device name the devices of connectors that became part of it. */
const FORMER = `${PLATFORM}.former_device`;

const wasDevice = (device: DeviceEntry | undefined, deviceId: string): boolean =>
  device?.identifiers?.some(([kind, id]) => kind === FORMER && id === deviceId) ?? false;

/**
 * The connector of a device id (its own, the one that it had before it shared its charge point's, or else its charge point's: that one's
 * first), or the first of all where none is named.
 */
export const connectorOf = (hass: HomeAssistant, deviceId?: string): Connector | undefined => {
  const all = connectorsOf(hass);
  if (!deviceId) return all[0];
  return (
    all.find((one) => one.deviceId === deviceId) ??
    all.find((one) => wasDevice(hass.devices[one.deviceId], deviceId)) ??
    all.find((one) => one.chargePointId === deviceId)
  );
};

/** How to call a connector: as its charge point where that has no other, and by both names where its own does not begin with the other. */
export const titleOf = (hass: HomeAssistant, connector: Connector): string => {
  const { name, chargePointId, chargePointName } = connector;
  const siblings = connectorsOf(hass).filter((one) => one.chargePointId === chargePointId);
  if (siblings.length === 1) return chargePointName;
  return name.startsWith(chargePointName) ? name : `${chargePointName} · ${name}`;
};

export const stateOf = (hass: HomeAssistant, entityId: string | undefined) =>
  entityId === undefined ? undefined : hass.states[entityId];

export const isKnown = (state: EntityState | undefined): state is EntityState =>
  state !== undefined && state.state !== UNAVAILABLE && state.state !== "unknown";

/** The number that a state is, in its unit's plain form (W, Wh); undefined where it is none. */
export const numberOf = (state: EntityState | undefined): number | undefined => {
  if (!isKnown(state) || state.state.trim() === "") return undefined;
  const value = Number(state.state);
  if (!Number.isFinite(value)) return undefined;
  const factor = FACTORS[String(state.attributes.unit_of_measurement)] ?? 1;
  return value * factor;
};

const FACTORS: Readonly<Record<string, number | undefined>> = {
  kW: 1000,
  kWh: 1000,
  MW: 1e6,
  MWh: 1e6,
  mA: 0.001,
};
