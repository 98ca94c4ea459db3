import { css } from "lit";

/** A card that is a short note. */
export const noteStyle = css`
  ha-card {
    display: grid;
    gap: 8px;
    padding: 16px;
    overflow-wrap: anywhere;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  p {
    margin: 0;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    padding: 4px 0;
  }
  code {
    padding: 2px 6px;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
  }
  a {
    color: color-mix(in srgb, var(--primary-color) 60%, var(--primary-text-color));
  }
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  form label {
    flex: 1 1 160px;
  }
  [role="alert"]:not(:empty) {
    padding: 8px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
  }
`;
