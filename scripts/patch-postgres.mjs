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

/**
 * As released the driver waits for ever for a server that says nothing: one that is frozen, or behind a network that is
 * gone. With the option `patience` (a function, asked for each statement, that gives milliseconds) a statement that has no
 * end by then fails as QUERY_TIMEOUT: one that waits for a connection leaves the queue, one that is under way ends its
 * connection, which nobody can use again, and is cancelled at the server.
 */
const PATIENCE = [
  {
    from: "      , connectTimer = timer(connectTimedOut, options.connect_timeout)\n",
    to: `      , connectTimer = timer(connectTimedOut, options.connect_timeout)
      , patience = watchdog(giveUp)
`,
  },
  {
    from: "      q.state = backend\n",
    to: `      q.state = backend
      clearTimeout(q.waiting)
      q.patience === undefined && options.patience && (q.patience = options.patience())
`,
  },
  {
    from: "        : (query = q, query.active = true)\n",
    to: "        : (query = q, query.active = true, patience.start(q.patience))\n",
  },
  {
    from: "    if (query)\n      return // Consider opening",
    to: "    if (query)\n      return patience.start(query.patience) // Consider opening",
  },
  {
    from: "    rows = 0\n    connectTimer.cancel()\n",
    to: "    rows = 0\n    connectTimer.cancel()\n    patience.cancel()\n",
  },
  {
    from: "    lifeTimer.cancel()\n    connectTimer.cancel()\n",
    to: "    lifeTimer.cancel()\n    connectTimer.cancel()\n    patience.cancel()\n",
  },
  // A server that takes connections and closes them, as a proxy before one that is away, is tried by the next query: this one fails.
  {
    from: "    if (initial)\n      return reconnect()\n",
    to: `    if (initial && options.host.length > 1)
      return reconnect()
    initial && error(Errors.connection('CONNECTION_CLOSED', options, socket))
`,
  },
  {
    from: "  async function secure() {\n",
    to: `  function giveUp() {
    if (!query || !socket)
      return
    Connection(options).cancel({ ...backend }, noop, noop)
    error(Errors.connection('QUERY_TIMEOUT', options, socket))
    socket.destroy()
  }

  async function secure() {
`,
  },
  {
    from: "function timer(fn, seconds) {\n",
    to: `function watchdog(fn) {
  let timer
  return {
    cancel() {
      timer && (clearTimeout(timer), timer = null)
    },
    start(ms) {
      timer && clearTimeout(timer)
      timer = ms ? setTimeout(fn, ms) : null
    }
  }
}

function timer(fn, seconds) {
`,
  },
  {
    file: "index.js",
    from: "    onclose         : o.onclose,\n",
    to: "    onclose         : o.onclose,\n    patience        : o.patience,\n",
  },
  {
    file: "index.js",
    from: "        q.catch(e => uncaughtError || (uncaughtError = e))\n",
    to: "        q.catch(e => uncaughtError || (uncaughtError = e))\n        q.patience = options.patience && options.patience()\n",
  },
  {
    file: "index.js",
    from: "  function handler(query) {\n    if (ending)\n",
    to: `  function wait(query) {
    queries.push(query)
    query.waiting = query.patience && setTimeout(() => {
      queries.remove(query) && query.reject(Errors.connection('QUERY_TIMEOUT', options))
    }, query.patience).unref()
  }

  function handler(query) {
    query.patience = options.patience && options.patience()
    if (ending)
`,
  },
  { file: "index.js", from: "      : queries.push(query)\n", to: "      : wait(query)\n" },
];

for (const build of ["src", "cjs/src"]) {
  for (const name of ["connection.js", "index.js"]) {
    const repairs = [...REPAIRS, ...PATIENCE].filter(({ file = "connection.js" }) => file === name);
    repair({ file: `postgres/${build}/${name}`, repairs, script: "scripts/patch-postgres.mjs" });
  }
}
