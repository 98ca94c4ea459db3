// A charge point of npm's ocpp-rpc in strict mode: it holds every frame of the central system against the schemas.

import { RPCClient } from "ocpp-rpc";
import { ANSWERS, identity, obey, password, say, url } from "./pipe.mjs";

let client;

async function connect() {
  client = new RPCClient({
    endpoint: url,
    identity,
    password: password || undefined,
    protocols: ["ocpp1.6"],
    strictMode: true,
    reconnect: false,
  });
  client.on("strictValidationFailure", ({ error, isCall, messageId, method }) =>
    say({ violation: `${method} ${messageId} ${isCall}: ${error.message}` }),
  );
  client.on("badMessage", ({ error }) => say({ violation: error.message }));
  client.handle(({ method, params }) => {
    say({ asked: method, payload: params });
    return ANSWERS[method];
  });
  await client.connect();
}

await connect();
say({ connected: true });
obey({
  call: (action, payload) => client.call(action, payload),
  reconnect: async () => {
    await client.close({ force: true });
    await connect();
  },
});
