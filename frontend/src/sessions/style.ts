import { css } from "lit";

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
  .totals {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  b {
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .chart {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(1px, 1fr);
    align-items: end;
    justify-items: center;
    gap: 2px;
    height: 96px;
    border-bottom: 1px solid var(--divider-color);
  }
  .bar {
    width: min(100%, 24px);
    border-radius: 3px 3px 0 0;
    background: var(--primary-color);
  }
  .axis {
    display: flex;
    justify-content: space-between;
    font-size: var(--ha-font-size-xs, 11px);
  }
  .axis :only-child {
    margin: auto;
  }
  .scroll {
    max-height: 420px;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    position: sticky;
    top: 0;
    background: var(--card-background-color);
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
  .more {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 12px;
    padding: 8px;
  }
  .number {
    text-align: end;
  }
  .signed {
    min-height: 24px;
    padding: 0 4px;
    border: 0;
    background: none;
    color: var(--secondary-text-color);
    --mdc-icon-size: 18px;
  }
  .number:last-child {
    padding-inline-end: 4px;
  }

  /* On a phone a session is two lines: when and how much, then who, how long and how fast. */
  @container (max-width: 520px) {
    .filters > :nth-child(3) {
      grid-column: 1 / -1;
    }
    .scroll {
      max-height: none;
    }
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tr {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 0 12px;
      padding: 8px 0;
      border-top: 1px solid var(--divider-color);
    }
    tbody,
    table {
      display: block;
    }
    td,
    .number:last-child {
      padding: 0;
      border: 0;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .start {
      order: 1;
    }
    .energy {
      order: 2;
      font-weight: var(--ha-font-weight-medium, 500);
    }
    .person {
      order: 3;
    }
    .duration {
      order: 4;
    }
    .wallbox {
      order: 5;
    }
    .peak {
      order: 6;
      grid-column: 2;
    }
    .peak.none {
      display: none;
    }
    .person,
    .duration,
    .wallbox,
    .peak {
      font-size: var(--ha-font-size-s, 12px);
      color: var(--secondary-text-color);
    }
  }
`;
