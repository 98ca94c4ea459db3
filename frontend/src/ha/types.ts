/** What of Home Assistant's frontend the cards use; its own types are not published. */

export interface EntityState {
  entity_id: string;
  state: string;
  attributes: Readonly<Record<string, unknown>>;
  last_changed: string;
}

export interface EntityEntry {
  entity_id: string;
  device_id?: string | null;
  platform?: string;
  translation_key?: string;
  hidden?: boolean;
}

export interface DeviceEntry {
  id: string;
  name: string | null;
  name_by_user?: string | null;
  parent_device_id?: string | null;
  identifiers?: readonly (readonly [string, string])[];
}

/** What the user's profile says of how things are written. */
export interface Locale {
  language: string;
  number_format?: string;
  time_format?: string;
  date_format?: string;
  time_zone?: string;
}

export type Localize = (key: string, values?: Readonly<Record<string, unknown>>) => string;

export interface HomeAssistant {
  states: Readonly<Record<string, EntityState | undefined>>;
  entities: Readonly<Record<string, EntityEntry>>;
  devices: Readonly<Record<string, DeviceEntry | undefined>>;
  language: string;
  locale?: Locale;
  /** The actions that there are, by domain. */
  services: Readonly<Record<string, unknown>>;
  config: { time_zone: string; currency?: string; state?: string };
  user?: { id: string; is_admin: boolean };
  callService(
    domain: string,
    service: string,
    data?: Record<string, unknown>,
    target?: Record<string, unknown>,
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<{ response?: unknown }>;
  callWS<T>(message: Record<string, unknown>): Promise<T>;
  callApi?(method: string, path: string, content?: object): Promise<unknown>;
  connection?: {
    subscribeMessage(
      callback: (message: unknown) => void,
      message: Record<string, unknown>,
    ): Promise<() => unknown>;
  };
  formatEntityState?(state: EntityState): string;
  formatEntityAttributeValue?(state: EntityState, attribute: string): string;
  loadBackendTranslation?(category: string, integration: string): Promise<Localize>;
}

export interface CardConfig {
  type: string;
  [key: string]: unknown;
}

/** A field of the visual editor, for Home Assistant's form. */
export interface FormField {
  name: string;
  required?: boolean;
  /** What the card does where its configuration does not say. */
  default?: unknown;
  selector: Record<string, unknown>;
}

export interface ConfigForm {
  schema: FormField[];
  computeLabel: (field: FormField) => string;
}
