import { isIP, type LookupFunction, connect as netConnect, type Socket } from "node:net";
import { connect as tlsConnect } from "node:tls";
import type { buildConnector } from "undici";
import { AddressRefusedError, addressesProblem, addressProblem, type Policy } from "./address-guard";
import type { Lookup } from "./lookup";

/** What opening one connection took, in ms, and a way to give it up. Belongs to one connection. */
export type Opening = {
  dnsMs?: number | undefined;
  connectMs?: number | undefined;
  tlsMs?: number | undefined;
  /** Set while the connection is being opened: ends it with this error. */
  giveUp?: ((error: Error) => void) | undefined;
};

/** The other side closed the connection before TLS was agreed on; nothing of a request was sent. */
class HandshakeClosedError extends Error {
  readonly code = "HOOKYARD_HANDSHAKE_CLOSED";
  constructor() {
    super("the receiver closed the connection during the handshake");
  }
}

export type ConnectOptions = {
  policy: Policy;
  lookup: Lookup;
  /** Certificates to trust instead of the public ones (tests). */
  ca?: string | undefined;
};

/**
 * A connector for undici that checks addresses where it counts: it resolves the host itself, refuses when any answer is refused, hands the
 * socket nothing but the checked answers (so DNS can't change its mind in between), and looks at the address once more when
 * connected, before a byte is sent. Refusals are `AddressRefusedError`.
 */
export function guardedConnector(options: ConnectOptions, opening: Opening): buildConnector.connector {
  return (target, callback) => {
    let socket: Socket | undefined;
    let settled = false;
    const settle = (error: Error | null) => {
      if (settled) return;
      settled = true;
      opening.giveUp = undefined;
      if (error) {
        socket?.destroy();
        callback(error, null);
      } else callback(null, socket as Socket);
    };
    opening.dnsMs = opening.connectMs = opening.tlsMs = undefined;
    opening.giveUp = settle;
    checkedAddresses(target.hostname, options, opening).then((addresses) => {
      if (settled) return;
      socket = open(target, addresses, options, opening, settle);
    }, settle);
  };
}

/** All addresses of the host, each checked. @throws AddressRefusedError, or the look-up's error. */
async function checkedAddresses(
  hostname: string,
  { policy, lookup }: ConnectOptions,
  opening: Opening,
): Promise<string[]> {
  const literal = isIP(hostname) > 0;
  const started = performance.now();
  const addresses = literal ? [hostname] : await lookup(hostname.replace(/\.$/, ""));
  if (!literal) opening.dnsMs = performance.now() - started;
  const problem = literal ? addressProblem(hostname, policy) : addressesProblem(hostname, addresses, policy);
  if (problem) throw new AddressRefusedError(problem);
  return addresses;
}

function open(
  { hostname, protocol, port }: buildConnector.Options,
  addresses: string[],
  { policy, ca }: ConnectOptions,
  opening: Opening,
  settle: (error: Error | null) => void,
): Socket {
  const secure = protocol === "https:";
  const address = {
    host: hostname,
    port: Number(port) || (secure ? 443 : 80),
    lookup: answerWith(addresses),
    autoSelectFamily: true,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  };
  const started = performance.now();
  let connected = started;
  const socket = secure
    ? tlsConnect({ ...address, ...nameFor(hostname), ALPNProtocols: ["http/1.1"], ca })
    : netConnect(address);
  socket.once("connect", () => {
    connected = performance.now();
    opening.connectMs = connected - started;
    const problem = addressProblem(socket.remoteAddress ?? "", policy);
    if (problem) settle(new AddressRefusedError(problem));
    else if (!secure) settle(null);
  });
  if (secure) {
    socket.once("secureConnect", () => {
      opening.tlsMs = performance.now() - connected;
      settle(null);
    });
  }
  socket.on("error", (error) => settle(secure && isClosing(error) ? new HandshakeClosedError() : error));
  socket.once("close", () => settle(new Error("The connection was closed while it was being opened.")));
  return socket;
}

/** A connection that is closed before it is agreed on. (One that nothing listens for is refused.) */
const isClosing = ({ code }: NodeJS.ErrnoException) => code === "ECONNRESET" || code === "EPIPE";

/** The name a certificate must be for. An address is no server name (RFC 6066); Node then checks the address itself. */
const nameFor = (hostname: string) => (isIP(hostname) ? {} : { servername: hostname.replace(/\.$/, "") });

/** A look-up that knows nothing but the checked addresses. */
function answerWith(addresses: string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_hostname, options, callback) => {
    const first = answers[0] as (typeof answers)[number];
    if (options.all) callback(null, answers);
    else callback(null, first.address, first.family);
  };
}
