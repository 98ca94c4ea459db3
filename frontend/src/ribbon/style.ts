import { css } from "lit";

export const ribbonStyle = css`
  :host {
    display: block;
    container-type: inline-size;
    --height: 92px;
    --lane: 34px;
    --sun: var(--energy-solar-color, #ff9800);
    --text-sun: color-mix(in srgb, var(--sun) 55%, var(--primary-text-color));
  }
  :host([large]) {
    --height: 168px;
  }
  :host([empty]) {
    display: none;
  }
  p {
    margin: 0;
  }
  .scale {
    align-items: center;
  }
  .scale button {
    min-height: 32px;
    min-width: 40px;
    padding: 0;
  }
  .scale span + span {
    margin-inline-start: auto;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .scale,
  .hours {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    min-height: 16px;
    font-size: var(--ha-font-size-xs, 11px);
    color: var(--secondary-text-color);
  }
  .hours {
    position: relative;
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
  .track {
    position: relative;
    margin-top: 4px;
    padding-top: var(--lane);
    touch-action: pan-y;
  }
  .track.bare {
    --lane: 0px;
  }
  .picture {
    position: relative;
    height: var(--height);
    cursor: pointer;
    outline-offset: 2px;
  }
  .picture:focus-visible,
  .flag:focus-visible,
  .knob:focus-visible {
    outline: 2px solid var(--primary-color);
  }
  svg {
    display: block;
    width: 100%;
    height: 100%;
    overflow: visible;
  }
  svg * {
    vector-effect: non-scaling-stroke;
  }
  .past {
    fill: color-mix(in srgb, var(--primary-text-color) 4%, transparent);
  }
  .sun {
    fill: color-mix(in srgb, var(--sun) 45%, transparent);
  }
  .forecast {
    fill: color-mix(in srgb, var(--sun) 18%, transparent);
    stroke: var(--sun);
    stroke-dasharray: 2 3;
  }
  .power {
    fill: color-mix(in srgb, var(--primary-color) 55%, transparent);
    stroke: var(--primary-color);
    stroke-width: 1.5;
  }
  .plan {
    fill: color-mix(in srgb, var(--primary-color) 22%, transparent);
    stroke: var(--primary-color);
    stroke-dasharray: 4 3;
  }
  .plan.solar {
    fill: color-mix(in srgb, var(--sun) 35%, transparent);
    stroke: var(--text-sun);
  }
  .plan.preview {
    fill: color-mix(in srgb, var(--primary-color) 45%, transparent);
    stroke-dasharray: none;
  }
  .allowed {
    fill: none;
    stroke: var(--success-color, #43a047);
    stroke-width: 1.5;
    stroke-dasharray: 6 3;
  }
  .hour,
  .base {
    stroke: var(--divider-color);
  }
  .now {
    stroke: var(--error-color, #db4437);
    stroke-width: 2;
  }
  .chosen {
    stroke: var(--primary-text-color);
    stroke-width: 2;
  }
  .price {
    fill: color-mix(
      in oklab,
      var(--error-color, #db4437) var(--dear),
      var(--success-color, #43a047)
    );
  }
  .pole {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 0;
    will-change: transform;
    pointer-events: none;
  }
  .pole::before {
    content: "";
    position: absolute;
    top: 4px;
    bottom: 0;
    left: -1px;
    border-left: 2px solid var(--primary-text-color);
  }
  .flag,
  .knob {
    position: absolute;
    box-sizing: border-box;
    display: flex;
    align-items: center;
    justify-content: center;
    pointer-events: auto;
    touch-action: none;
    user-select: none;
    cursor: grab;
    contain: layout;
    background: var(--fill);
    color: var(--on-fill);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: var(--ha-font-weight-medium, 500);
    white-space: nowrap;
  }
  .flag {
    top: 2px;
    left: 0;
    min-width: 68px;
    height: 28px;
    padding: 0 8px;
    clip-path: polygon(0 0, 100% 0, calc(100% - 6px) 50%, 100% 100%, 0 100%);
  }
  .flag:focus-visible {
    clip-path: none;
  }
  .pole.left .flag {
    left: auto;
    right: 0;
    clip-path: polygon(0 0, 100% 0, 100% 100%, 0 100%, 6px 50%);
  }
  /* Larger to the finger than to the eye. */
  .flag::after,
  .knob::after {
    content: "";
    position: absolute;
    inset: -8px;
  }
  .knob {
    left: 0;
    min-width: 56px;
    height: 24px;
    margin-bottom: -12px;
    padding: 0 8px;
    transform: translate(-50%, var(--dy, 0px));
    border: 2px solid var(--card-background-color, #fff);
    border-radius: 12px;
    cursor: ns-resize;
  }
  .pole.left .knob {
    transform: translate(calc(-100% + 14px), var(--dy, 0px));
  }
  .pole.right .knob {
    transform: translate(-14px, var(--dy, 0px));
  }
  .rail {
    position: absolute;
    inset: var(--lane) 0 0;
  }
  .pole.none::before {
    border-left-style: dashed;
    opacity: 0.6;
  }
  .pole.none .flag {
    background: none;
    clip-path: none;
    border: 1px dashed var(--secondary-text-color);
    color: var(--secondary-text-color);
  }
  .pole.pulling .flag,
  .pole.pulling .knob {
    cursor: grabbing;
  }
  .pole[data-fixed] .flag,
  .pole[data-fixed] .knob {
    pointer-events: none;
  }
  .beyond {
    position: absolute;
    top: 6px;
    right: 0;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  .said {
    min-height: 2.8em;
    margin-top: 6px;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  :host(:not([large])) .said:empty {
    min-height: 0;
    margin: 0;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    font-size: var(--ha-font-size-xs, 11px);
    color: var(--secondary-text-color);
  }
  .legend span::before {
    content: "";
    display: inline-block;
    width: 14px;
    height: 8px;
    margin-inline-end: 6px;
    border: 1px solid transparent;
    background: var(--swatch);
  }
  .legend .dashed::before {
    border: 1px dashed var(--swatch);
    background: color-mix(in srgb, var(--swatch) 25%, transparent);
  }
  @container (max-width: 420px) {
    .said {
      min-height: 4.2em;
    }
  }
`;
