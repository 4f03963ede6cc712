import { ulid } from "ulid";
import { afterAll, expect, it } from "vitest";
import { closeDb, transaction } from "@/db/client";
import { events } from "@/db/schema";
import type { Ctx } from "@/lib/auth/context";
import { createOrg } from "@/scripts/test/fixtures";
import { listTargetValues } from "./target-values";

afterAll(closeDb);

const insert = ({ orgId }: Ctx, type: string, data: Record<string, unknown>) =>
  transaction((tx) => tx.insert(events).values({ id: ulid(), orgId, type, data, occurredAt: new Date() }));

it("finds what the organisation's own attendees had, and nothing of another's", async () => {
  const [mine, theirs] = await Promise.all([createOrg(), createOrg()]);
  await insert(mine.ctx, "attendee.created", {
    ticket_type: "Sponsor",
    attendee_type: "Speaker",
    language: "en",
    custom_fields: { company: "Compilers Ltd" },
  });
  await insert(mine.ctx, "attendee.deleted", { ticket_type: null, language: "fr" });
  await insert(mine.ctx, "contact.created", { ticket_type: "Not an attendee" });
  await insert(theirs.ctx, "attendee.created", { ticket_type: "Secret" });
  expect(await listTargetValues(mine.ctx)).toEqual({
    ticketTypes: ["Sponsor"],
    attendeeTypes: ["Speaker"],
    languages: ["en", "fr"],
    custom: { company: ["Compilers Ltd"] },
  });
});
