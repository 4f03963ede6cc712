import { describe, expect, it } from "vitest";
import { acceptEvents } from "@/lib/events/accept";
import { attendee, deliverInThisFile, hook, idsAt, quick, receiver } from "@/scripts/test/delivery-fixtures";
import { createOrg } from "@/scripts/test/fixtures";

deliverInThisFile();

describe("lanes", () => {
  it("never has more than 16 requests to one webhook under way, and lets the others pass", async () => {
    const { ctx } = await createOrg();
    let underWay = 0;
    let most = 0;
    const held: (() => void)[] = [];
    const slow = await receiver((_request, response) => {
      most = Math.max(most, ++underWay);
      held.push(() => {
        underWay--;
        response.end();
      });
    });
    const fast = await receiver();
    await hook(ctx, slow.url);
    await hook(ctx, fast.url);
    await acceptEvents(
      ctx,
      Array.from({ length: 60 }, (_, n) => attendee(`s${n}`)),
    );
    await fast.waitFor(60);
    await slow.waitFor(16);
    expect(most).toBe(16);
    slow.answer((_request, response) => response.end());
    for (const release of held) release();
    await slow.waitFor(60);
    expect(most).toBe(16);
  });

  it("sends an ordered webhook's events one at a time and in order, also past a failure", async () => {
    const { ctx } = await createOrg();
    let underWay = 0;
    const to = await receiver((_request, response, index) => {
      expect(++underWay).toBe(1);
      underWay--;
      response.writeHead(index === 2 ? 500 : 200).end();
    });
    await hook(ctx, to.url, { ordered: true, retry: quick(3) });
    await acceptEvents(
      ctx,
      Array.from({ length: 8 }, (_, n) => attendee(`o${n}`)),
    );
    await to.waitFor(9);
    expect(idsAt(to)).toEqual(["o0", "o1", "o2", "o2", "o3", "o4", "o5", "o6", "o7"]);
  });

  it("keeps to a rate limit", async () => {
    const { ctx } = await createOrg();
    const to = await receiver();
    await hook(ctx, to.url, { rateLimit: 10 });
    await acceptEvents(
      ctx,
      Array.from({ length: 30 }, (_, n) => attendee(`p${n}`)),
    );
    const requests = await to.waitFor(30, 20_000);
    const seconds = ((requests.at(-1)?.at ?? 0) - (requests[0]?.at ?? 0)) / 1000;
    expect(seconds).toBeGreaterThan(2.7);
    for (const [index, request] of requests.entries()) {
      const within = requests.slice(index).filter(({ at }) => at - request.at < 900).length;
      expect(within).toBeLessThanOrEqual(11);
    }
  });

  it.each([
    ["slack", 1, 4],
    ["teams", 4, 9],
  ] as const)(
    "sends %s no more than it is known to take, unless told otherwise",
    async (format, perSecond, count) => {
      const { ctx } = await createOrg();
      const [paced, told] = await Promise.all([receiver(), receiver()]);
      await hook(ctx, paced.url, { format });
      await hook(ctx, told.url, { format, rateLimit: 1_000 });
      await acceptEvents(
        ctx,
        Array.from({ length: count }, (_, n) => attendee(`c${n}`)),
      );
      const secondsOf = ({ requests }: Awaited<ReturnType<typeof receiver>>) =>
        ((requests.at(-1)?.at ?? 0) - (requests[0]?.at ?? 0)) / 1_000;
      await Promise.all([paced.waitFor(count), told.waitFor(count)]);
      expect(secondsOf(paced)).toBeGreaterThan((count - 1) / perSecond - 0.2);
      expect(secondsOf(told)).toBeLessThan(1);
    },
  );
});
