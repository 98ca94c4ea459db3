import { css } from "lit";

/** The bar of sources and the figures of a receipt, in the colours of Home Assistant's energy dashboard. */
export const receiptStyle = css`
  .line {
    align-items: baseline;
  }
  .energy {
    font-size: var(--ha-font-size-3xl, 28px);
  }
  .bar {
    display: flex;
    height: 14px;
    border-radius: 7px;
    overflow: hidden;
  }
  .bar i {
    flex: 0 1 0;
  }
  .legend {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  .legend i {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 6px;
    border-radius: 50%;
  }
  .sun {
    background: var(--energy-solar-color, #ff9800);
  }
  .battery {
    background: var(--energy-battery-out-color, #4db6ac);
  }
  .grid {
    background: var(--energy-grid-consumption-color, #488fc2);
  }
  .unknown {
    background: var(--disabled-color, #9e9e9e);
  }
  .good {
    color: color-mix(in srgb, var(--success-color, #43a047) 60%, var(--primary-text-color));
  }
  .bad {
    color: color-mix(in srgb, var(--error-color, #db4437) 60%, var(--primary-text-color));
  }
`;
