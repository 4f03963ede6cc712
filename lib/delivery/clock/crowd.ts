import type { OrgId } from "@/db/ids";
import { CROWD, CROWD_MS } from "./constants";
import type { Time } from "./time";

/** How much of each organisation's waits in memory for its first try, and who waits for that to become less. */
export class Crowd {
  readonly #counts = new Map<OrgId, number>();
  readonly #waiting = new Map<OrgId, (() => void)[]>();

  constructor(private readonly time: Time) {}

  add(orgId: OrgId, count: number): void {
    const now = (this.#counts.get(orgId) ?? 0) + count;
    if (now > 0) this.#counts.set(orgId, now);
    else this.#counts.delete(orgId);
    if (count > 0 || now > CROWD) return;
    const waiting = this.#waiting.get(orgId);
    if (!waiting) return;
    this.#waiting.delete(orgId);
    for (const go of waiting) go();
  }

  /** Resolves when few enough wait, or after CROWD_MS; null when few do. */
  room = (orgId: OrgId): Promise<void> | null => {
    if ((this.#counts.get(orgId) ?? 0) <= CROWD) return null;
    return new Promise((resolve) => {
      const cancel = this.time.after(CROWD_MS, resolve);
      const go = () => {
        cancel();
        resolve();
      };
      const waiting = this.#waiting.get(orgId);
      if (waiting) waiting.push(go);
      else this.#waiting.set(orgId, [go]);
    });
  };
}
