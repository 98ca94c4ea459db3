/** Home Assistant's page has begun. */
customElements.define("home-assistant", class extends HTMLElement {});
