import type { OrgId } from "@/db/ids";
import type { DeliveryWebhook } from "../../webhook";
import { findFaults } from "./check";
import { Database, type Mutation } from "./database";
import { type Faults, SimulatedProcess } from "./process";
import { createRandom, type Random } from "./random";
import { BEHAVIOURS, type Behaviour, Receivers } from "./receiver";
import { World } from "./world";

/** How long events come and faults happen, and how long it then takes until all is to be over. */
const BUSY_MS = 20_000;
const CALM_MS = 150_000;
const SWEEP_MS = 60_000;
/** As inngest/send.ts has it. */
const HINT_MS = 250;
const AHEAD_MS = 500;
const CALM: Faults = { lost: 0, latestMs: 5 };

/** What a history came to. */
export type HistoryResult = {
  seed: number;
  /** What was wrong; empty when nothing was. */
  faults: string[];
  events: number;
  requests: number;
  kills: number;
};

/** One short history: processes, endpoints and a database, by a seed. The same seed is the same history. */
export async function runHistory(seed: number, mutation: Mutation | null = null): Promise<HistoryResult> {
  const random = createRandom(seed);
  const world = new World();
  const database = new Database(world, mutation);
  const behaviours = new Map<string, Behaviour>();
  for (const webhook of makeWebhooks(random)) {
    database.addWebhook(webhook);
    behaviours.set(webhook.id, random.pick(BEHAVIOURS));
  }
  const receivers = new Receivers(world, random, behaviours);
  const isFaulty = random.chance(0.75);
  const story = new Story(world, database, receivers, random, isFaulty);
  story.begin();
  await world.runUntil(BUSY_MS);
  story.calm();
  await world.runUntil(BUSY_MS + CALM_MS);
  const faults = findFaults({
    database,
    receivers,
    behaviours,
    accepted: story.accepted,
    offAt: story.offAt,
    isFaulty,
  });
  return { seed, faults, events: story.accepted.length, requests: receivers.seen.length, kills: story.kills };
}

/** An event that was committed. */
export type Accepted = { eventId: string; orgId: OrgId; at: number };

class Story {
  readonly accepted: Accepted[] = [];
  readonly offAt = new Map<string, number>();
  kills = 0;
  #processes: SimulatedProcess[] = [];
  #faults: Faults;
  #eventNumber = 0;
  #isCalm = false;
  readonly #hinted = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly database: Database,
    private readonly receivers: Receivers,
    private readonly random: Random,
    private readonly isFaulty: boolean,
  ) {
    this.#faults = isFaulty
      ? { lost: random.pick([0, 0.01, 0.05]), latestMs: random.pick([5, 400, 3_000]) }
      : CALM;
  }

  begin(): void {
    const count = this.random.int(1, 3);
    for (let index = 0; index < count; index++) this.#start();
    this.#everyNowAndThen(() => this.#emit(), 20, this.random.pick([300, 1_000, 3_000]));
    if (this.isFaulty) this.#everyNowAndThen(() => this.#disturb(), 500, 8_000);
    if (this.random.chance(0.2)) this.world.after(this.random.between(0, BUSY_MS), () => this.#switchOff());
    const sweep = () => {
      const process = this.#anybody();
      process?.deliver(() => void this.#sweep(process));
      this.world.after(SWEEP_MS, sweep);
    };
    this.world.after(this.random.between(0, SWEEP_MS), sweep);
  }

  calm(): void {
    this.#isCalm = true;
    this.#faults = CALM;
    this.receivers.calmAfter = this.world.now;
  }

  #everyNowAndThen(work: () => void, least: number, most: number): void {
    const again = () => {
      if (this.#isCalm) return;
      work();
      this.world.after(this.random.between(least, most), again);
    };
    this.world.after(this.random.between(0, most), again);
  }

  #start(): void {
    const process: SimulatedProcess = new SimulatedProcess({
      world: this.world,
      database: this.database,
      random: this.random,
      faults: () => this.#faults,
      dateOffMs: 0,
      attempt: this.receivers.attempt,
      hint: (inMs) => this.#hint(process.id, inMs),
    });
    this.#processes.push(process);
    // As the engine does at its start, and again when the leases of one that died before must have run out.
    void this.#sweep(process);
    this.world.after(16_000, () => process.deliver(() => void this.#sweep(process)));
  }

  async #sweep({ clock }: SimulatedProcess): Promise<void> {
    await clock.takeLeft().catch(() => {});
    await clock.drainDue().catch(() => {});
  }

  #anybody(): SimulatedProcess | undefined {
    return this.random.pick(this.#processes.filter(({ alive }) => alive));
  }

  /** What the functions do: somebody is called then; where there are faults one call in a hundred is lost. */
  #hint(from: string, inMs: number): void {
    if (this.isFaulty && this.random.chance(0.01)) return;
    const at = inMs <= 0 ? this.world.now : Math.ceil((this.world.now + inMs) / HINT_MS) * HINT_MS;
    const key = `${inMs < AHEAD_MS ? from : ""} ${at}`;
    if (inMs > 0 && this.#hinted.has(key)) return;
    this.#hinted.add(key);
    const call = () => {
      const process = this.#anybody();
      if (process) process.deliver(() => void process.clock.drainDue().catch(() => {}));
      else this.world.after(1_000, call);
    };
    this.world.after(at - this.world.now, call);
  }

  #emit(): void {
    const process = this.#anybody();
    if (!process) return;
    const orgId = this.random.pick(ORGS);
    const events = Array.from({ length: this.random.int(1, 4) }, () => ({
      id: idOf(this.#eventNumber++),
      type: "contact.created",
      dataText: "{}",
      changesText: null,
      occurredAt: new Date(0),
      testWebhookId: null,
      dataEndpointId: null,
    }));
    const id = idOf(this.#eventNumber++);
    const askedAt = this.world.now;
    void process
      .statement((database) => {
        for (const event of events) this.accepted.push({ eventId: event.id, orgId, at: this.world.now });
        return database.accept({ id, orgId, events, askedAt });
      })
      .then((batch) => process.clock.accept(batch))
      .catch(() => {});
  }

  #disturb(): void {
    const process = this.#anybody();
    if (!process) return;
    const kind = this.random.pick(["kill", "kill", "pause", "long pause"] as const);
    if (kind === "kill") {
      process.kill();
      this.kills++;
      this.world.after(this.random.between(500, 4_000), () => this.#start());
    } else
      process.pause(kind === "pause" ? this.random.between(100, 3_000) : this.random.between(14_000, 25_000));
  }

  #switchOff(): void {
    const id = this.random.pick([...this.database.webhooks.keys()]);
    this.database.switchOff(id);
    this.offAt.set(id, this.world.now);
  }
}

const ORGS = ["org-1", "org-2"] as OrgId[];

/** Ids that sort by time, events and batches alike. */
const idOf = (number: number) => `id-${String(number).padStart(8, "0")}`;

function makeWebhooks(random: Random): DeliveryWebhook[] {
  return Array.from({ length: random.int(1, 5) }, (_, index) => ({
    id: `webhook-${index}`,
    orgId: random.pick(ORGS),
    name: "Simulated",
    url: "https://example.org/",
    method: "POST",
    description: "",
    status: "active",
    statusReason: null,
    statusChangedAt: new Date(0),
    statusJobNumber: null,
    missedSince: null,
    missedAfter: null,
    lifecycle: "managed",
    subscriptions: [random.pick(["*", "contact.*", "contact.created"])],
    contentType: "application/json",
    format: "envelope",
    template: null,
    filter: null,
    targets: [],
    headers: [],
    secrets: [],
    isReadable: true,
    resumeAt: null,
    retry: { kind: "default" },
    failureRule: { kind: "never" },
    timeoutMs: 15_000,
    rateLimit: random.chance(0.2) ? random.int(8, 30) : null,
    ordered: random.chance(0.25),
    createdAt: new Date(0),
    updatedAt: new Date(0),
  }));
}
