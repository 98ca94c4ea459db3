/** How the dialog of one session looks. */

import { css } from "lit";

export const detailStyle = css`
  .figures,
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(140px, 1fr));
    gap: 12px 16px;
    margin: 0;
  }
  dt {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .figures dd {
    font-size: var(--ha-font-size-xl, 20px);
  }
  dd small {
    display: block;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  section,
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
  }
  svg.curve {
    display: block;
    width: 100%;
    height: 120px;
    overflow: visible;
  }
  svg.curve * {
    vector-effect: non-scaling-stroke;
  }
  .power {
    fill: color-mix(in srgb, var(--primary-color) 35%, transparent);
    stroke: var(--primary-color);
    stroke-width: 1.5;
  }
  .base,
  .hour {
    stroke: var(--divider-color);
  }
  .by {
    stroke: var(--primary-text-color);
    stroke-width: 1.5;
    stroke-dasharray: 4 3;
  }
  .axis {
    position: relative;
    min-height: 16px;
    font-size: var(--ha-font-size-xs, 11px);
    color: var(--secondary-text-color);
  }
  .hours span {
    position: absolute;
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .hours span.first {
    transform: none;
  }
  .hours span.last {
    transform: translateX(-100%);
  }
  .note {
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    font-size: var(--ha-font-size-s, 12px);
  }
  .legend i {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 6px;
    border-radius: 2px;
  }
`;
