import { css } from "lit";

/** A dialog as Home Assistant's look: in the middle of a desk's window, and all of a phone's. */
export const dialogStyle = css`
  dialog {
    box-sizing: border-box;
    width: min(760px, calc(100vw - 32px));
    max-height: calc(100dvh - 32px);
    padding: 0;
    border: 0;
    border-radius: var(--ha-border-radius-3xl, 24px);
    background: var(--card-background-color, #fff);
    color: var(--primary-text-color);
    box-shadow: 0 8px 32px rgb(0 0 0 / 35%);
  }
  dialog.small {
    width: min(480px, calc(100vw - 32px));
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }
  .frame {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    padding: 0 20px 20px;
  }
  header {
    position: sticky;
    top: 0;
    z-index: 2;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 8px;
    margin: 0 -20px;
    padding: 16px 12px 8px 20px;
    background: inherit;
    background-color: var(--card-background-color, #fff);
  }
  h2,
  h3 {
    margin: 0;
    font-weight: var(--ha-font-weight-medium, 500);
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: var(--ha-font-size-xl, 20px);
  }
  h3 {
    font-size: var(--ha-font-size-m, 14px);
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  button.close {
    width: 40px;
    padding: 0;
    border: 0;
    border-radius: 50%;
  }
  button.close svg {
    display: block;
    width: 24px;
    height: 24px;
    margin: auto;
    fill: currentColor;
  }
  [role="alert"]:not(:empty) {
    padding: 8px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    overflow-wrap: anywhere;
  }
  [role="alert"]:empty {
    position: absolute; /* no row of the dialog */
  }
  header + p {
    margin-top: -12px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 8px;
  }
  @media (max-width: 520px) {
    dialog,
    dialog.small {
      width: 100vw;
      max-width: none;
      height: 100dvh;
      max-height: none;
      border-radius: 0;
    }
    .frame {
      padding: 0 16px 16px;
    }
    header {
      margin: 0 -16px;
      padding: 12px 8px 8px 16px;
    }
  }
`;

export const CLOSE =
  "M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12 19 6.4Z";
