import { describe, expect, test } from "vitest";
import type { WebhookRow } from "./data";
import { type ListView, nextSort, rowsIn, sortText, viewOf } from "./list-view";

const row = (name: string, values: Partial<WebhookRow> = {}): WebhookRow => ({
  id: name,
  name,
  url: `https://${name.toLowerCase()}.example/hook`,
  subscriptions: ["*"],
  status: "active",
  statusReason: null,
  lifecycle: "managed",
  lastDeliveryAt: null,
  lastStatus: null,
  lastDay: { succeeded: 0, failed: 0 },
  hours: [],
  createdAt: "2026-01-01T00:00:00Z",
  ...values,
});

const rows = [
  row("CRM", { lastDay: { succeeded: 9, failed: 1 }, lastDeliveryAt: "2026-11-22T10:00:00Z" }),
  row("Slack", { status: "disabled", subscriptions: ["user.*"], lastDay: { succeeded: 0, failed: 4 } }),
  row("Archive", { status: "inactive", subscriptions: ["attendee.created"] }),
];
const names = (view: Partial<ListView>) =>
  rowsIn(rows, { ...viewOf(new URLSearchParams()), ...view }).map(({ name }) => name);

test("an address that makes no sense is the plain list", () => {
  expect(viewOf(new URLSearchParams("status=odd&sort=-weight"))).toEqual({
    search: "",
    status: null,
    type: null,
    sort: { key: "name", descending: false },
  });
});

test("an order survives the address", () => {
  const sort = { key: "last", descending: true } as const;
  expect(viewOf(new URLSearchParams({ sort: sortText(sort) ?? "" })).sort).toEqual(sort);
  expect(sortText({ key: "name", descending: false })).toBeNull();
});

describe("narrowing", () => {
  test("every word, in name or URL", () => {
    expect(names({ search: "example c" })).toEqual(["Archive", "CRM", "Slack"]);
    expect(names({ search: "CRM hook" })).toEqual(["CRM"]);
  });
  test("by status", () => expect(names({ status: "inactive" })).toEqual(["Archive"]));
  test("by lifecycle, whatever the status", () => {
    const provisioned = row("Portal", { lifecycle: "self_provisioned", status: "disabled" });
    const view = viewOf(new URLSearchParams("status=self_provisioned"));
    expect(rowsIn([...rows, provisioned], view)).toEqual([provisioned]);
  });
  test("by an event type that a pattern covers", () => {
    expect(names({ type: "attendee.created" })).toEqual(["Archive", "CRM"]);
    expect(names({ type: "user.deleted" })).toEqual(["CRM", "Slack"]);
  });
});

describe("order", () => {
  test("what has no value comes last, both ways", () => {
    expect(names({ sort: { key: "success", descending: false } })).toEqual(["Slack", "CRM", "Archive"]);
    expect(names({ sort: { key: "success", descending: true } })).toEqual(["CRM", "Slack", "Archive"]);
  });
  test("by status: what needs somebody first", () => {
    expect(names({ sort: { key: "status", descending: false } })).toEqual(["Slack", "CRM", "Archive"]);
  });
  test("a second press turns it round; the newest delivery comes first at once", () => {
    const byName = { key: "name", descending: false } as const;
    expect(nextSort(byName, "name")).toEqual({ key: "name", descending: true });
    expect(nextSort(byName, "last")).toEqual({ key: "last", descending: true });
  });
});
