import { describe, expect, it } from "vitest";
import type { Webhook } from "@/lib/webhooks/data";
import { webhookInput } from "@/lib/webhooks/schema";
import { asksAgain, changedIn, newHostOf, newValues, toInput, valuesOf } from "./form-values";

const webhook = {
  id: "5e0f7c1a-6c2e-4d1b-9a57-0f4f2f1c9b11",
  ...webhookInput.parse({ name: "CRM", url: "https://crm.example.org/hooks", subscriptions: ["attendee.*"] }),
  status: "disabled",
  headerNames: ["Authorization", "X-Client"],
} as unknown as Webhook;

describe("the form's values", () => {
  it("of a new webhook are the schema's defaults", () => {
    const input = toInput({ ...newValues(), name: "A", url: "https://a.example.org", subscriptions: ["*"] });
    const least = { name: "A", url: "https://a.example.org", subscriptions: ["*"], active: true };
    expect(webhookInput.parse(input)).toEqual(webhookInput.parse(least));
  });

  it("of a saved webhook mean no change, and hold no header value", () => {
    const start = valuesOf(webhook);
    expect(start.headers).toEqual([
      { name: "Authorization", keep: true },
      { name: "X-Client", keep: true },
    ]);
    expect(changedIn(toInput(start), toInput(valuesOf(webhook)))).toEqual({});
    expect(start.active).toBe(false);
  });

  it("ask for saved header values again as soon as the address leads to another host, until it leads back", () => {
    const start = valuesOf(webhook);
    const typed = {
      ...start,
      headers: start.headers.map((row, n) => (n === 0 ? { ...row, value: "new" } : row)),
    };
    const at = (url: string, takeAlongTo = "") => toInput({ ...typed, url, takeAlongTo }).headers;
    const kept = [
      { name: "Authorization", keep: true },
      { name: "X-Client", keep: true },
    ];
    const again = [
      { name: "Authorization", value: "new" },
      { name: "X-Client", value: "" },
    ];
    expect(at("https://elsewhere.example/hooks")).toEqual(again);
    expect(at("http://crm.example.org/hooks")).toEqual(again);
    expect(at("https://crm.example.org/other")).toEqual(kept);
    // Half typed.
    for (const url of ["", "https://", "crm.example"]) expect(at(url)).toEqual(kept);
    expect(at("https://elsewhere.example/hooks", "https://elsewhere.example")).toEqual(kept);
    // Said for one host, it does not hold for the next.
    expect(at("https://third.example/hooks", "https://elsewhere.example")).toEqual(again);
    const refused = webhookInput.safeParse({ ...toInput(start), headers: again });
    expect(refused.error?.issues.map(({ path }) => path.join("."))).toEqual(["headers.1.value"]);
  });

  it("of a new webhook ask for nothing again", () => {
    const values = { ...newValues("https://a.example"), url: "https://b.example" };
    expect([newHostOf(values), asksAgain(values)]).toEqual([null, false]);
  });

  it("are sent where they changed, and only there", () => {
    const start = valuesOf(webhook);
    const changed = { ...start, name: "CRM 2", headers: start.headers.slice(1) };
    expect(changedIn(toInput(start), toInput(changed))).toEqual({
      name: "CRM 2",
      headers: [{ name: "X-Client", keep: true }],
    });
  });

  it("leave out a template that is not used, a blank filter, and the switch of what switches itself", () => {
    const input = toInput({
      ...newValues(),
      format: "slack",
      template: "{{ event.id }}",
      filter: "  \n",
      lifecycle: "self_provisioned",
    });
    expect(input).toMatchObject({ template: null, filter: null });
    expect(input).not.toHaveProperty("active");
  });

  it("count what is still being written as added, once", () => {
    const start = { ...newValues(), subscriptions: ["attendee.created"] };
    const written = toInput({
      ...start,
      pattern: " attendee.created,attendee.updated ",
      targets: [
        { field: "ticket_type", values: ["VIP"], typed: " Sponsor " },
        { field: "language", values: [null], typed: " " },
      ],
    });
    expect(written).toMatchObject({
      subscriptions: ["attendee.created", "attendee.updated"],
      targets: [
        { field: "ticket_type", values: ["VIP", "Sponsor"] },
        { field: "language", values: [null] },
      ],
    });
    expect(webhookInput.safeParse({ ...written, name: "A", url: "https://a.example.org" }).success).toBe(
      true,
    );
  });
});
