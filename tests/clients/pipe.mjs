// What the clients share: orders come as JSON lines on stdin, and what happens goes out as JSON lines on stdout.

import { createInterface } from "node:readline";

export const [url, identity, password] = process.argv.slice(2);

export const ANSWERS = JSON.parse(process.env.ANSWERS);

export function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

// Carry out each order: {"call": action, "payload": {…}} or {"reconnect": true}.
export function obey({ call, reconnect }) {
  createInterface({ input: process.stdin })
    .on("line", async (line) => {
      const order = JSON.parse(line);
      try {
        if (order.reconnect) {
          await reconnect();
          say({ connected: true });
        } else {
          say({ result: await call(order.call, order.payload) });
        }
      } catch (error) {
        say({ callError: error.rpcErrorCode ?? error.code ?? String(error) });
      }
    })
    .on("close", () => process.exit(0));
}
