import type { Fault } from "@/lib/errors";
import { MAX_FAULTS, MAX_RUN_DEPTH } from "./limits";
import { Seen } from "./seen";

/** Whether a value is as a schema has it. In a run that tells of faults, it goes on after the first. */
export type Check = (value: unknown, run: Run) => boolean;

/** The data could not be checked within what checking may cost. */
export class TooMuchWork extends Error {}

/** What checking may cost, shared by all that is checked in one call. */
export class Budget {
  constructor(private left: number) {}

  /** @throws TooMuchWork */
  spend(units: number): void {
    this.left -= units;
    if (this.left < 0) throw new TooMuchWork();
  }
}

/** Keys in messages are cut: a path is for people. */
const MAX_KEY_CHARACTERS = 100;

/** One value on its way through a schema. */
export class Run {
  faults: Fault[] = [];
  /** What the schemas around `unevaluatedProperties` or `unevaluatedItems` have looked at; null where nobody asks. */
  seen: Seen | null = null;
  private readonly path: (string | number)[] = [];
  private depth = 0;

  /**
   * @param tells whether faults are wanted with their paths: slower, so that it is asked of data only once they are known not to fit.
   * @param tracks whether the schema asks what was not evaluated.
   */
  constructor(
    private readonly budget: Budget,
    readonly tells: boolean,
    readonly tracks: boolean,
  ) {}

  /** @throws TooMuchWork */
  spend(units: number): void {
    this.budget.spend(units);
  }

  /** Before a schema is applied. @throws TooMuchWork */
  enter(cost: number): void {
    this.budget.spend(cost);
    if (++this.depth > MAX_RUN_DEPTH) throw new TooMuchWork();
  }

  leave(): void {
    this.depth--;
  }

  /** Applies a check to a part of the value in hand. */
  at(key: string | number, value: unknown, check: Check): boolean {
    if (!this.tells && !this.tracks) return check(value, this);
    const { seen } = this;
    this.seen = null;
    this.path.push(key);
    const fits = check(value, this);
    this.path.pop();
    this.seen = seen;
    return fits;
  }

  /** Applies a check to the same value, whose outcome is not yet this schema's: what it tells and has seen is set apart. */
  apart(value: unknown, check: Check): Trial {
    this.spend(2);
    if (!this.tells && !this.tracks) return check(value, this) ? FITS : MISFITS;
    const { faults, seen } = this;
    this.faults = [];
    this.seen = seen && new Seen();
    const fits = check(value, this);
    const trial = { fits, faults: this.faults, seen: this.seen };
    this.faults = faults;
    this.seen = seen;
    return trial;
  }

  /** Takes over what a trial has seen. */
  adopt(trial: Trial): void {
    if (trial.fits && trial.seen && this.seen) this.spend(this.seen.add(trial.seen));
  }

  /** Notes a fault at the value in hand, or at a part of it. @returns false, the outcome */
  fail(message: string, part?: string | number): false {
    if (this.tells && this.faults.length < MAX_FAULTS) {
      this.spend(10 + this.path.length);
      this.faults.push({ path: written(part === undefined ? this.path : [...this.path, part]), message });
    }
    return false;
  }

  /** Notes faults that a trial told of. */
  take(faults: readonly Fault[]): void {
    this.faults.push(...faults.slice(0, MAX_FAULTS - this.faults.length));
  }

  /** Where the value in hand is. */
  get place(): string {
    return written(this.path);
  }
}

export type Trial = { fits: boolean; faults: readonly Fault[]; seen: Seen | null };

const FITS: Trial = { fits: true, faults: [], seen: null };
const MISFITS: Trial = { fits: false, faults: [], seen: null };

/** `.lines[1].sku` */
const written = (path: readonly (string | number)[]): string =>
  path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${shortened(key, MAX_KEY_CHARACTERS)}`))
    .join("");

/** A text cut for a message. */
export const shortened = (text: string, characters: number): string =>
  text.length > characters ? `${text.slice(0, characters).replace(/[\ud800-\udbff]$/, "")}…` : text;
