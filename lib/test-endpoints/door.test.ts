import { describe, expect, it } from "vitest";
import { type Caller, createDoor, PACES } from "./door";
import { KEPT_BODY_BYTES } from "./schema";

const caller = (values: Partial<Caller> = {}): Caller => ({
  endpointId: "endpoint",
  client: "192.0.2.1",
  bytes: 2_000,
  ...values,
});

/** A door, and a clock that stands still until it is set. */
function doorAt() {
  const clock = { ms: 0 };
  return { clock, door: createDoor(() => clock.ms) };
}

describe("the door of test endpoints", () => {
  it("lets in a burst, then the pace, for each endpoint by itself", () => {
    const { clock, door } = doorAt();
    const { burst, perSecond } = PACES.endpoint.requests;
    for (let n = 0; n < burst; n++) expect(door.enter(caller())).toBeNull();
    expect(door.enter(caller())).toEqual({
      retryAfterSeconds: 1,
      reason: "This test endpoint is sent more than it takes. Send again in a second.",
    });
    expect(door.enter(caller({ endpointId: "other" }))).toBeNull();
    clock.ms = 1_000;
    for (let n = 0; n < perSecond; n++) expect(door.enter(caller())).toBeNull();
    expect(door.enter(caller())).not.toBeNull();
  });

  it("counts bytes too: as many as are declared, and gives back what did not come", () => {
    const { door } = doorAt();
    const large = caller({ bytes: KEPT_BODY_BYTES });
    const fit = PACES.endpoint.bytes.burst / KEPT_BODY_BYTES;
    for (let n = 0; n < fit; n++) expect(door.enter(large)).toBeNull();
    expect(door.enter(caller())?.reason).toContain("sent more than it takes");
    door.weigh(large, 10);
    expect(door.enter(caller())).toBeNull();
  });

  it("counts no more of a body than is kept of it", () => {
    const { door } = doorAt();
    const huge = caller({ bytes: Number.MAX_SAFE_INTEGER });
    expect(door.enter(huge)).toBeNull();
    door.weigh(huge, KEPT_BODY_BYTES);
    expect(door.enter(huge)).toBeNull();
  });

  it("bounds one address over all endpoints, and takes nothing where it refuses", () => {
    const { door } = doorAt();
    const { burst } = PACES.client.requests;
    for (let n = 0; n < burst; n++) expect(door.enter(caller({ endpointId: `e${n % 10}` }))).toBeNull();
    for (let n = 0; n < 300; n++) {
      expect(door.enter(caller({ endpointId: "fresh" }))?.reason).toContain("Your address");
    }
    expect(door.enter(caller({ endpointId: "fresh", client: "192.0.2.2" }))).toBeNull();
    for (let n = 1; n < PACES.endpoint.requests.burst; n++) {
      expect(door.enter(caller({ endpointId: "fresh", client: "192.0.2.2" }))).toBeNull();
    }
  });

  it("bounds look-ups of unknown tokens by address and in all; those that find something cost nothing", () => {
    const { door } = doorAt();
    for (let n = 0; n < 2_000; n++) {
      expect(door.guess("192.0.2.9")).toBeNull();
      door.found("192.0.2.9");
    }
    for (let n = 0; n < PACES.guesses.client.burst; n++) expect(door.guess("192.0.2.9")).toBeNull();
    expect(door.guess("192.0.2.9")).not.toBeNull();
    let all = PACES.guesses.client.burst;
    for (let n = 0; n < 1_000; n++) if (!door.guess(`198.51.100.${n}`)) all++;
    expect(all).toBe(PACES.guesses.all.burst);
  });
});
