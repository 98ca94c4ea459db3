import type { Activity } from "./view";

const PLUG =
  "M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z";
const BOLT = "M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z";
const PAUSE = "M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z";
const ALERT = "M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z";
const CLOUD_OFF =
  "M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z";

const POWER = "M11 3h2v9h-2V3Zm5.8 2.2A8 8 0 1 1 7.2 5.2L8.6 6.7a6 6 0 1 0 6.8 0l1.4-1.5Z";

/** Drawn for 24 × 24. */
export const ICONS: Readonly<Record<Activity, string>> = {
  offline: CLOUD_OFF,
  problem: ALERT,
  charging: BOLT,
  off: POWER,
  paused: PAUSE,
  plugged: PLUG,
  free: PLUG,
};
