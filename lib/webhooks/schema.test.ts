import { describe, expect, it } from "vitest";
import { webhookInput, webhookPatch } from "./schema";
import { urlShapeProblem } from "./url-shape";

const thin = { name: "CRM", url: "https://example.org/hooks", subscriptions: ["contact.*"] };

const faultsOf = (input: unknown) =>
  webhookInput.safeParse(input).error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ??
  [];

const delays = (...delaysSeconds: number[]) => ({ ...thin, retry: { kind: "custom", delaysSeconds } });

describe("webhookInput", () => {
  it("fills in every default for the thin form", () => {
    expect(webhookInput.parse({ ...thin, active: true })).toEqual({
      ...thin,
      active: true,
      method: "POST",
      description: "",
      contentType: "application/json",
      format: "envelope",
      template: null,
      filter: null,
      targets: [],
      headers: [],
      retry: { kind: "default" },
      failureRule: { kind: "first" },
      timeoutMs: 15_000,
      rateLimit: null,
      ordered: false,
      lifecycle: "managed",
    });
  });

  it("trims, and keeps a subscription once", () => {
    const parsed = webhookInput.parse({ ...thin, name: " CRM ", subscriptions: ["a.b", " a.b", "a.c"] });
    expect(parsed.name).toBe("CRM");
    expect(parsed.subscriptions).toEqual(["a.b", "a.c"]);
  });

  it.each([
    [{ ...thin, name: " " }, "name: Give the webhook a name."],
    [
      { ...thin, subscriptions: [] },
      "subscriptions: Choose at least one event type, or write a pattern such as attendee.*",
    ],
    [{ ...thin, format: "template" }, "template: Write the template, or choose another format."],
    [
      { ...thin, targets: [{ field: "language", values: ["de"] }] },
      "targets: Target attendees need a webhook that subscribes to attendee events alone.",
    ],
    [
      { ...thin, lifecycle: "self_provisioned", active: false },
      "active: A self-provisioned webhook is always active.",
    ],
    [{ ...thin, headers: [{ name: "X-Key" }] }, "headers.0.value: Give the header a value."],
    [
      { ...thin, headers: [{ name: "Webhook-Id", value: "a" }] },
      "headers.0.name: Names that begin with webhook- carry Hookyard's signature.",
    ],
    [
      {
        ...thin,
        headers: [
          { name: "X-A", value: "a".repeat(4096) },
          { name: "X-B", value: "b".repeat(4096) },
        ],
      },
      "headers: The headers have more than 8 KB together; many servers refuse that.",
    ],
    [
      {
        ...thin,
        headers: [
          { name: "X-Key", value: "a" },
          { name: "x-key", value: "b" },
        ],
      },
      "headers.1.name: x-key is already in the list.",
    ],
    [
      { ...thin, headers: [{ name: "X-Key", value: "a", keep: true }] },
      "headers.0.value: Send a new value or keep the old one, not both.",
    ],
    [delays(0), "retry.delaysSeconds.0: At least 1 second."],
    [delays(5, 1.5), "retry.delaysSeconds.1: Give whole seconds."],
    [delays(7 * 86_400 + 1), "retry.delaysSeconds.0: At most 7 days."],
    [delays(...Array(21).fill(5)), "retry.delaysSeconds: At most 20 further tries."],
    [{ ...thin, targets: [{ field: "custom", values: ["x"] }] }, "targets.0.key: Name the custom field."],
  ])("refuses %j at its field", (input, fault) => {
    expect(faultsOf(input)).toContain(fault);
  });

  it("refuses settings it does not know, so that a misspelt one is not lost", () => {
    expect(webhookInput.safeParse({ ...thin, subscription: ["x"] }).success).toBe(false);
  });

  it("takes a header that keeps its stored value", () => {
    const headers = [{ name: "Authorization", keep: true as const }];
    expect(webhookInput.parse({ ...thin, headers }).headers).toEqual(headers);
  });
});

describe("webhookPatch", () => {
  it("holds what was given and no defaults", () => {
    expect(webhookPatch.parse({ name: "New" })).toEqual({ name: "New" });
  });
});

describe("urlShapeProblem", () => {
  it.each(["https://example.org", "http://203.0.113.9:8080/a?b=c", "https://bücher.example/ä"])(
    "takes %s",
    (url) => {
      expect(urlShapeProblem(url)).toBeNull();
    },
  );

  it.each([
    ["", /Give the address/],
    ["example.org/hook", /whole address/],
    ["localhost:3000/hook", /whole address/],
    ["https://exa mple.org", /whole address/],
    ["https://", /whole address/],
    ["ftp://example.org", /begin with https/],
    ["javascript://example.org/%0aalert(1)", /begin with https/],
    ["https://me:secret@example.org", /user name and password/],
    ["https://example.org/#part", /after #/],
    [`https://example.org/${"a".repeat(2048)}`, /at most 2048/],
  ])("refuses %s", (url, reason) => {
    expect(urlShapeProblem(url)).toMatch(reason);
  });
});
