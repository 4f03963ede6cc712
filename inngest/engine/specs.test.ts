import { eventType, Inngest, type InngestFunction } from "inngest";
import { describe, expect, test } from "vitest";
import { describeFunctions, routesOf, verifyRoutes } from "./specs";

const client = new Inngest({ id: "app", aiMetadata: false });
type Options = Parameters<typeof client.createFunction>[0];

function made(options: object): InngestFunction.Any {
  const defaults = { id: "fn", retries: 0, triggers: [{ event: "a" }] };
  return client.createFunction({ ...defaults, ...options } as Options, async () => {});
}

describe("describeFunctions", () => {
  test("reads what the engine needs", () => {
    const lane = made({
      id: "lane",
      name: "Lane",
      description: "Drains a lane",
      throttle: undefined,
      retries: 4,
      triggers: [{ event: eventType("a") }, { cron: "*/5 * * * *" }],
      concurrency: { limit: 1, key: "event.data.id" },
      onFailure: async () => {},
    });
    expect(describeFunctions(client, [lane])).toEqual([
      {
        id: "app-lane",
        maxAttempts: 5,
        events: ["a"],
        crons: ["*/5 * * * *"],
        concurrency: { limit: 1, key: "event.data.id" },
      },
      { id: "app-lane-failure", maxAttempts: 2, events: [], crons: [], failureOf: "app-lane" },
    ]);
  });

  test.each([
    [{ batchEvents: { maxSize: 2, timeout: "1s" } }, 'the option "batchEvents" is not supported.'],
    [{ idempotency: "event.data.id" }, 'the option "idempotency" is not supported.'],
    [{ rateLimit: { limit: 1, period: "1s" } }, 'the option "rateLimit" is not supported.'],
    [{ throttle: { limit: 1, period: "1s" } }, 'the option "throttle" is not supported.'],
    [{ debounce: { period: "1s" } }, 'the option "debounce" is not supported.'],
    [{ priority: { run: "1" } }, 'the option "priority" is not supported.'],
    [{ singleton: { mode: "skip" } }, 'the option "singleton" is not supported.'],
    [{ cancelOn: [{ event: "b" }] }, 'the option "cancelOn" is not supported.'],
    [{ timeouts: { start: "1s" } }, 'the option "timeouts" is not supported.'],
    [{ middleware: [] }, 'the option "middleware" is not supported.'],
    [{ optimizeParallelism: false }, 'the option "optimizeParallelism" is not supported.'],
    [{ checkpointing: true }, 'the option "checkpointing" is not supported.'],
    [{ experimentalCheckpointing: true }, 'the option "experimentalCheckpointing" is not supported.'],
    [{ comingNextYear: null }, 'the option "comingNextYear" is not supported.'],
    [{ retries: 21 }, '"retries" must be a whole number from 0 to 20, not 21.'],
    [{ retries: undefined }, '"retries" must be set; its default differs from place to place.'],
    [{ triggers: [] }, "it has no trigger."],
    [{ triggers: [{ event: "a", if: "event.data.x" }] }, 'a trigger with "if" is not supported.'],
    [{ triggers: [{ cron: "* * * * *", jitter: "5s" }] }, 'a trigger with "jitter" is not supported.'],
    [
      { triggers: [{ event: "a/*" }] },
      'the trigger "a/*" is not supported: use an event\'s plain name or a cron.',
    ],
    [{ triggers: [{ cron: "61 * * * *" }] }, 'cron "61 * * * *": "61" is not a minute from 0 to 59.'],
    [{ concurrency: [{ limit: 1 }, { limit: 2 }] }, '"concurrency" may have one limit.'],
    [{ concurrency: { limit: 1, group: "x" } }, '"concurrency" with "group" is not supported.'],
    [
      { concurrency: { limit: 1, scope: "account", key: '"x"' } },
      '"concurrency" with the scope "account" is not supported.',
    ],
    [
      { concurrency: { limit: 1, key: "event.data.a + event.data.b" } },
      '"concurrency": the key must be a plain path such as event.data.id, not "event.data.a + event.data.b".',
    ],
  ])("refuses %j", (options, message) => {
    expect(() => describeFunctions(client, [made(options)])).toThrow(`app-fn: ${message}`);
  });

  test("names every problem at once, and two functions of one id", () => {
    const both = [made({ throttle: { limit: 1, period: "1s" } }), made({ debounce: { period: "1s" } })];
    expect(() => describeFunctions(client, both)).toThrow(
      /throttle[\s\S]*debounce[\s\S]*two functions have this id/,
    );
  });
});

describe("routes", () => {
  const specs = describeFunctions(client, [made({}), made({ id: "limited", concurrency: 3 })]);

  test("a limit without a key is one key for all", () => {
    expect(routesOf(specs)).toEqual({
      a: [{ functionId: "app-fn" }, { functionId: "app-limited", concurrencyKey: "" }],
    });
  });

  test("senders and functions must agree", () => {
    expect(() => verifyRoutes(routesOf(specs), specs)).not.toThrow();
    expect(() =>
      verifyRoutes({ a: [{ functionId: "app-fn" }], b: [{ functionId: "app-x" }] }, specs),
    ).toThrow(
      "inngest/triggers.ts does not match the functions:\n" +
        "  missing: a starts app-limited, concurrency key none\n" +
        "  no longer so: b starts app-x",
    );
  });
});
