import { attendee, callApi } from "../support/api";
import { openOwn } from "../support/members";
import { expect, test } from "../support/test";

const HOSTILE = `${"a".repeat(50_000)}!`;

test("patterns and templates that would work on a text for ever hold up nobody", async ({ browser }) => {
  const { page, key } = await openOwn(browser);
  const make = (name: string, more: object) => {
    const body = {
      name,
      url: "http://127.0.0.1:9/hook",
      subscriptions: ["attendee.*"],
      active: true,
      ...more,
    };
    return callApi("POST", "/webhooks", { body, key });
  };
  const name = "event.data.first_name";
  const made = await Promise.all([
    make("Nested", { filter: `${name}.matches('^(a+)+$')` }),
    make("Either", { filter: `${name}.matches('^(a|aa)+$') && ${name}.matches('(.*)*b')` }),
    make("Template", {
      format: "template",
      template: `{"n": "{{ ${name} | replace: "a", "aaaa" | replace: "a", "aaaa" | size }}"}`,
    }),
  ]);
  // What is refused is refused with words; what is taken must cost nobody anything.
  for (const { status } of made) expect([201, 422]).toContain(status);
  const began = performance.now();
  const body = attendee("created", { first_name: HOSTILE });
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => callApi("POST", "/events", { body, key })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(202));
  expect((await callApi("GET", "/jobs", { key })).status).toBe(200);
  expect(performance.now() - began).toBeLessThan(5_000);
  await page.context().close();
});
