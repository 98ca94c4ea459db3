import { css, unsafeCSS } from "lit";

import { REST_COLOR } from "./palette";

const REST = unsafeCSS(REST_COLOR);

export const sessionsStyle = css`
  :host {
    display: block;
    container-type: inline-size;
  }
  ha-card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap);
    padding: 16px;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .filters {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    gap: var(--gap);
  }
  .day {
    display: grid;
    gap: 4px;
    position: relative;
  }
  .day button {
    padding: 0 10px;
    text-align: start;
  }
  .day input {
    position: absolute; /* under the button: the calendar opens there */
    inset: auto 0 0;
    opacity: 0;
    pointer-events: none;
  }
  .stretch {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    text-align: center;
  }
  .stretch span {
    min-width: 11em;
  }
  .arrow {
    width: 40px;
    padding: 0;
    border: 0;
    border-radius: 50%;
  }
  .arrow svg {
    display: block;
    width: 24px;
    height: 24px;
    margin: auto;
    fill: currentColor;
  }
  small {
    display: block;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  b {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .totals {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(110px, 1fr));
    gap: 12px;
    margin: 0;
  }
  dt {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  dd {
    margin: 0;
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  dd small {
    font-weight: normal;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: var(--gap);
  }
  .measures {
    display: flex;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    overflow: hidden;
  }
  .measures button {
    border: 0;
    border-radius: 0;
  }
  .measures button[aria-pressed="true"] {
    background: var(--fill);
    color: var(--on-fill);
  }
  .measures button:focus-visible {
    outline-offset: -4px;
    outline-color: currentColor;
  }
  .group {
    min-width: 140px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .legend li {
    overflow-wrap: anywhere;
  }
  .legend i {
    display: inline-block;
    width: 12px;
    height: 12px;
    margin-inline-end: 6px;
    border-radius: 3px;
    vertical-align: -1px;
  }
  .hint {
    margin: 0;
    font-size: var(--ha-font-size-s, 12px);
  }
  .hatched {
    display: inline-block;
    width: 14px;
    height: 12px;
    margin-inline-end: 6px;
    border-radius: 3px;
    background: repeating-linear-gradient(
      135deg,
      ${REST} 0 3px,
      var(--card-background-color, #fff) 3px 5px
    );
    vertical-align: -1px;
  }
  summary {
    width: fit-content;
    padding: 8px 0;
    color: var(--secondary-text-color);
    cursor: pointer;
  }
  .scroll {
    overflow: auto;
  }
  .numbers .scroll {
    max-height: 360px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    font-size: var(--ha-font-size-s, 12px);
    font-weight: normal;
    color: var(--secondary-text-color);
    text-align: start;
  }
  th,
  td {
    padding: 8px 10px 8px 0;
    white-space: nowrap;
  }
  td {
    border-top: 1px solid var(--divider-color);
  }
  tbody th {
    border-top: 1px solid var(--divider-color);
  }
  .sessions tbody tr {
    cursor: pointer;
  }
  .sessions tbody tr:hover {
    background: color-mix(in srgb, var(--primary-text-color) 4%, transparent);
  }
  .person,
  .car,
  .wallbox {
    max-width: 220px;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  .open {
    min-height: 0;
    padding: 0;
    border: 0;
    border-radius: 4px;
    text-align: start;
    text-decoration: underline;
    text-decoration-color: var(--divider-color);
    text-underline-offset: 3px;
  }
  button.open:hover:not(:disabled) {
    background: none;
    text-decoration-color: currentColor;
  }
  abbr {
    text-decoration: none;
  }
  .unit,
  .hidden {
    display: none;
  }
  .unit {
    width: 13px;
    height: 13px;
    fill: currentColor;
    vertical-align: -2px;
  }
  .pages {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 12px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 8px;
  }
  .number {
    text-align: end;
  }
  .signed {
    min-height: 24px;
    margin: -4px 0;
    padding: 0 4px;
    vertical-align: middle;
    border: 0;
    background: none;
    color: var(--secondary-text-color);
    --mdc-icon-size: 18px;
  }
  .number:last-child {
    padding-inline-end: 4px;
  }

  /* On a phone a session is two lines: when and how much, then who with which car, and what it cost. */
  @container (max-width: 520px) {
    .filters {
      grid-template-columns: 1fr 1fr;
    }
    .filters > :first-child:nth-last-child(odd) {
      grid-column: 1 / -1;
    }
    .measures,
    .group {
      width: 100%;
    }
    .measures button {
      flex: 1;
      padding: 0 4px;
    }
    .buttons button {
      flex: 1;
    }
    .sessions thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .sessions tr {
      display: flex;
      flex-wrap: wrap;
      justify-content: end;
      gap: 2px 8px;
      padding: 10px 0;
      border-top: 1px solid var(--divider-color);
    }
    .sessions tr::before {
      content: "";
      order: 7;
      flex: 1;
    }
    .sessions tr::after {
      content: "";
      order: 3;
      flex-basis: 100%;
    }
    .sessions tbody,
    .sessions table {
      display: block;
    }
    .sessions td,
    .sessions .number:last-child {
      max-width: none;
      padding: 0;
      border: 0;
      font-size: var(--ha-font-size-s, 12px);
      color: var(--secondary-text-color);
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .sessions td.start,
    .sessions td.energy {
      font-size: inherit;
      color: inherit;
    }
    .sessions td.energy {
      font-weight: var(--ha-font-weight-medium, 500);
    }
    .unit {
      display: inline;
    }
    .hidden {
      display: inline-block;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .start {
      order: 1;
      flex: 1;
    }
    .energy {
      order: 2;
    }
    .person {
      order: 4;
    }
    .person:has(small) {
      flex-basis: 100%;
    }
    .car {
      order: 5;
    }
    .wallbox {
      order: 6;
    }
    .sun {
      order: 8;
    }
    .cost {
      order: 9;
    }
    .duration {
      order: 10;
    }
    .peak,
    .sessions .none {
      display: none;
    }
  }
`;
