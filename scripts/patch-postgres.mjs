import { repair } from "./lib/repair.mjs";

/**
 * Repairs the database driver after it is installed (`postinstall`). As released (3.4.9), a connection that is lost while
 * a small write is waiting for its turn throws where nobody can catch it, ends the process, or leaves the connection
 * deaf for good: https://github.com/porsager/postgres/issues/1208. And a statement that fails in the midst of its rows
 * spoils the result of the next one. `db/client.integration.test.ts` tells when a new version no longer needs this.
 */
const REPAIRS = [
  // A write without a socket fails the queries it was for, as a lost connection does.
  {
    from: "  function nextWrite(fn) {\n    const x = socket.write(chunk, fn)\n",
    to: `  function nextWrite(fn) {
    if (!socket) {
      nextWriteTimer !== null && clearImmediate(nextWriteTimer)
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
      return false
    }
    const x = socket.write(chunk, fn)
`,
  },
  // What was waiting to be written is not sent to the next connection, and does not hold back its first words.
  {
    from: "    incomings = null\n    clearImmediate(nextWriteTimer)\n",
    to: "    incomings = null\n    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n",
  },
  // Also after an error nothing stays behind that was sent meanwhile: the next connection would take its answers for others'.
  {
    from: "    !hadError && (query || sent.length) && error(Errors.connection('CONNECTION_CLOSED', options, socket))\n",
    to: `    if (query || sent.length)
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
    query = results = errorResponse = null
    result = new Result()
`,
  },
  // A statement that fails after its first rows leaves their number behind: the next one's result would begin with as many holes.
  {
    from: "    result = new Result()\n    connectTimer.cancel()\n",
    to: "    result = new Result()\n    rows = 0\n    connectTimer.cancel()\n",
  },
  // The same when the connection is lost in the midst of its rows.
  {
    from: "    result = new Result()\n    closedTime = performance.now()\n",
    to: "    result = new Result()\n    rows = 0\n    closedTime = performance.now()\n",
  },
  // The look-up of a new connection's types fails with the connection, of which the waiting query hears.
  {
    from: "        return fetchArrayTypes()\n",
    to: "        return fetchArrayTypes().catch(() => {})\n",
  },
];

for (const build of ["src", "cjs/src"]) {
  const file = `postgres/${build}/connection.js`;
  repair({ file, repairs: REPAIRS, script: "scripts/patch-postgres.mjs" });
}
