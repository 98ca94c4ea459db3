// A charge point of npm's ocpp-ts: it holds every command of the central system against the schemas.

import { once } from "node:events";
import { OcppClient } from "ocpp-ts";
import { ANSWERS, identity, obey, password, say, url } from "./pipe.mjs";

// The package tells of frames that it does not understand on the console only.
console.error = (...words) => say({ violation: words.join(" ") });

let client;

async function connect() {
  client = new OcppClient(identity);
  client.on("error", (error) => say({ violation: String(error) }));
  for (const [action, answer] of Object.entries(ANSWERS)) {
    client.on(action, (payload, reply) => {
      say({ asked: action, payload });
      reply(answer);
    });
  }
  const credentials = Buffer.from(`${identity}:${password}`).toString("base64");
  client.connect(
    `${url}/`,
    password ? { Authorization: `Basic ${credentials}` } : {},
  );
  await once(client, "connect");
}

await connect();
say({ connected: true });
obey({
  call: (action, payload) => client.callRequest(action, payload),
  reconnect: async () => {
    const closed = once(client, "close");
    client.connection.socket.close();
    await closed;
    await connect();
  },
});
