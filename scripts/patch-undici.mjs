import { repair } from "./lib/repair.mjs";

/**
 * Repairs the HTTP client after it is installed (`postinstall`). As released (7.30.2, and 8.13.1 too), it takes every `100 Continue` for a broken answer,
 * and keeps a `101 Switching Protocols` to itself. A client must be able to read past interim answers that it did not ask for
 * (RFC 9110 §15.2). `lib/delivery/network/interim.test.ts` tells when a new version no longer needs this.
 */
const BAD_UPGRADE =
  "      util.destroy(socket, new SocketError('bad upgrade', util.getSocketInfo(socket)))\n";

const REPAIRS = [
  // A 100 goes the way of 102 and 103, which the parser reads past.
  {
    from: `    if (statusCode === 100) {
      util.destroy(socket, new SocketError('bad response', util.getSocketInfo(socket)))
      return -1
    }

    /* this can only`,
    to: `    // Also a 100 is read past.

    /* this can only`,
  },
  // A 101 is told to whoever waits for the answer before the connection is given up.
  {
    from: `    if (upgrade && !request.upgrade) {\n${BAD_UPGRADE}`,
    to: `    if (upgrade && !request.upgrade) {
      request.onHeaders(statusCode, headers, this.resume, statusText)
${BAD_UPGRADE}`,
  },
];

repair({ file: "undici/lib/dispatcher/client-h1.js", repairs: REPAIRS, script: "scripts/patch-undici.mjs" });
