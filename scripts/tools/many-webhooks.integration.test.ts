import { afterAll, expect, test } from "vitest";
import { closeDb } from "@/db/client";
import { listWebhooks } from "@/lib/webhooks/data";
import { createOrg } from "@/scripts/test/fixtures";
import { makeManyWebhooks } from "./many-webhooks";

afterAll(closeDb);

test("each webhook has a full day behind it", async () => {
  const organisation = `Many ${crypto.randomUUID()}`;
  const { ctx } = await createOrg({ name: organisation });
  await makeManyWebhooks(["--organisation", organisation, "--count", "12"]);
  const webhooks = await listWebhooks(ctx);
  expect(webhooks).toHaveLength(12);
  for (const { hours, lastDeliveryAt, lastStatus } of webhooks) {
    expect(hours).toHaveLength(24);
    expect(lastDeliveryAt).not.toBeNull();
    expect(lastStatus).toMatch(/succeeded|failed/);
  }
  expect(webhooks.filter(({ status }) => status === "inactive")).toHaveLength(2);
});

test("an organisation that is not there is refused", async () => {
  await expect(makeManyWebhooks(["--organisation", "None such", "--count", "1"])).rejects.toThrow(
    'There is no organisation "None such".',
  );
});
