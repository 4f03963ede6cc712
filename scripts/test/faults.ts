import { execFileSync } from "node:child_process";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A process and all below it. */
function familyOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const line of execFileSync("ps", ["-axo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n")) {
    const [child = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const below = (parent: number): number[] => [parent, ...(children.get(parent) ?? []).flatMap(below)];
  return below(pid);
}

/** Sends a signal to a server's first process and to all it has started. */
export function signalAll(pid: number, signal: NodeJS.Signals): void {
  for (const each of familyOf(pid)) {
    try {
      process.kill(each, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

export type Network = {
  port: number;
  /** From now on nothing comes through in either direction; connections stay as they are. */
  lose: () => void;
  /** What was on its way arrives. */
  find: () => void;
  close: () => Promise<void>;
};

/** A way to a port on loopback that can be lost, as a cable that is pulled out: nobody is told. */
export async function startNetwork(target: number): Promise<Network> {
  const sockets = new Set<Socket>();
  let lost = false;
  const server = createServer((client) => {
    const other = connect(target, "127.0.0.1");
    for (const [from, to] of [
      [client, other],
      [other, client],
    ] as const) {
      sockets.add(from);
      from.on("error", () => {});
      from.on("data", (chunk) => to.write(chunk));
      from.on("close", () => {
        sockets.delete(from);
        if (!lost) to.destroy();
      });
      if (lost) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    lose() {
      lost = true;
      for (const socket of sockets) socket.pause();
    },
    find() {
      lost = false;
      for (const socket of sockets) socket.resume();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
