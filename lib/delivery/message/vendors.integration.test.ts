import { describe, expect, it } from "vitest";
import type { Ctx } from "@/lib/auth/context";
import { acceptEvents } from "@/lib/events/accept";
import { listJobs } from "@/lib/jobs/data";
import { CONTENT_TYPES, FORMATS, type WebhookInput } from "@/lib/webhooks/schema";
import { attendee, deliverInThisFile, hook, quick, receiver, until } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";
import type { Receiver, Answer as ReceiverAnswer } from "@/scripts/test/receiver";
import { type Answer, plain, slack, teams, webex } from "./formats/vendor-rules.testing";

deliverInThisFile();

type Format = (typeof FORMATS)[number];
type Rules = (contentType: string, body: string) => Answer;
const rules: Record<Format, Rules> = {
  envelope: plain,
  data: plain,
  template: plain,
  slack,
  teams,
  webex,
};
const both = FORMATS.flatMap((format) => CONTENT_TYPES.map((contentType) => ({ format, contentType })));
const template = '{"text": {{ event.data.first_name | json }}, "was": {{ event.changes.note[0] | json }}}';

/** Answers as the vendor would. */
const serve =
  (take: Rules): ReceiverAnswer =>
  ({ headers, body }, response) => {
    const answer = take(headers["content-type"] ?? "", body);
    response.writeHead(answer.status, { "content-type": "text/plain" }).end(answer.body);
  };

/** An everyday event, an empty one, and one whose every text is marks and longer than any limit. */
function eventsOf() {
  const { data } = attendee("everyday");
  const marks = "& <!channel> <@all> *a* _b_ [c](d) `e` ~f~ \\ \" '\n# ä漢 ".repeat(12);
  const keys = Array.from({ length: 14 }, (_, index) => `${"&".repeat(30)}${index}`);
  const custom_fields = Object.fromEntries(keys.map((key) => [key, "&".repeat(300)]));
  return [
    { type: "attendee.updated", data, changes: { ticket_type: ["Visitor", "Sponsor"], note: [null, "Ada"] } },
    { type: "attendee.updated", data: { ...data, first_name: "", last_name: "", email: "" }, changes: {} },
    {
      type: "attendee.updated",
      data: { ...data, first_name: marks, last_name: marks, email: marks, custom_fields },
      changes: Object.fromEntries(
        keys.map((key, index) => [key, ["&".repeat(200), index % 2 ? marks : "&".repeat(200)]]),
      ),
    },
  ];
}

async function deliver(ctx: Ctx, to: Receiver, settings: Partial<WebhookInput>) {
  await hook(ctx, to.url, { ...settings, failureRule: { kind: "never" }, retry: quick(1) });
  await acceptEvents(ctx, eventsOf());
  return until(async () => {
    const { jobs } = await listJobs(ctx, { limit: 10 });
    expect(jobs.map(({ finishedAt }) => finishedAt === null)).toEqual([false, false, false]);
    return jobs.map(({ status, responseStatus }) => `${status} ${responseStatus}`);
  });
}

describe("a receiver that goes by its vendor's rules", () => {
  it.each(both)("takes $format as $contentType", async ({ format, contentType }) => {
    const { ctx } = await createOrg();
    const to = await receiver(serve(rules[format]));
    const settings = { format, contentType, template: format === "template" ? template : null };
    const outcomes = await deliver(ctx, to, settings);
    const answered = to.requests.map(({ headers, body }) =>
      rules[format](headers["content-type"] ?? "", body),
    );
    expect(outcomes, JSON.stringify(answered)).toEqual(
      answered.map(() => expect.stringMatching(/^succeeded 20[024]$/)),
    );
    expect(to.requests).toHaveLength(3);
  });

  it.each(["slack", "teams", "webex"] as const)("refuses an envelope as %s does", async (vendor) => {
    const { ctx } = await createOrg();
    const to = await receiver(serve(rules[vendor]));
    expect(await deliver(ctx, to, { format: "envelope" })).toEqual(Array(3).fill("failed 400"));
  });
});
