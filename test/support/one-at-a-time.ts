import { createServer, type Server } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A port that nothing else here uses. */
const port = 18880;

/**
 * Runs an action that takes ports of its own, while no other process of the tests does: another version of Node may run
 * the same ones beside this. Whoever listens on one port has the turn, and loses it with its process.
 */
export async function oneAtATime<T>(action: () => Promise<T>): Promise<T> {
  let turn = await tryToListen();
  while (turn === null) {
    await pause(200);
    turn = await tryToListen();
  }
  try {
    return await action();
  } finally {
    turn.close();
  }
}

function tryToListen(): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", () => resolve(null));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
