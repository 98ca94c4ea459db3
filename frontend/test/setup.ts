/** Home Assistant's page has begun; all files of tests share it. */
if (!customElements.get("home-assistant"))
  customElements.define("home-assistant", class extends HTMLElement {});
