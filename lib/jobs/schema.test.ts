import { describe, expect, it } from "vitest";
import { toCurl } from "./curl";
import { jobFilter, jobFilterOf } from "./schema";

describe("jobFilter", () => {
  it("reads what an address bar holds", () => {
    expect(jobFilter.parse({ status: "failed", cursor: "12", limit: "10" })).toEqual({
      status: "failed",
      cursor: 12,
      limit: 10,
    });
  });

  it.each([{ status: "done" }, { webhookId: "1" }, { cursor: "x" }, { limit: 101 }, { limit: 0 }])(
    "refuses %j",
    (input) => {
      expect(jobFilter.safeParse(input).success).toBe(false);
    },
  );

  it("leaves out of an address what makes no sense", () => {
    expect(
      jobFilterOf({ status: "done", webhookId: ["a", "b"], cursor: "-3", eventType: "a.b", x: "1" }),
    ).toEqual({
      eventType: "a.b",
      limit: 50,
    });
    expect(jobFilterOf({ eventType: "a\0", eventId: "\ud83d", constructor: "1", toString: "2" })).toEqual({
      limit: 50,
    });
  });
});

describe("toCurl", () => {
  it("quotes for a shell and leaves out what curl sets itself", () => {
    const command = toCurl({
      method: "PUT",
      url: "https://example.org/a?b=c&d=$HOME",
      requestHeaders: [
        ["host", "example.org"],
        ["content-type", "application/json"],
        ["content-length", "20"],
        ["authorization", "••••"],
      ],
      requestBody: `{"name": "O'Brien"}`,
    });
    expect(command).toBe(
      [
        "curl -X PUT 'https://example.org/a?b=c&d=$HOME'",
        "-H 'content-type: application/json'",
        "-H 'authorization: ••••'",
        `--data-binary '{"name": "O'\\''Brien"}'`,
      ].join(" \\\n  "),
    );
  });
});
