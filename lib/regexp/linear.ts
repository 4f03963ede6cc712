import { isWord } from "./chars";
import { compileProgram, type Instruction } from "./compile";

/** Takes what is done as it goes, and throws to end it. One unit is some 20 ns of work. */
export type Meter = { spend(units: number): void };

/** Where all ways to match stand between two characters. */
type State = {
  /** Instructions to go on from. */
  places: readonly number[];
  first: boolean;
  afterWord: boolean;
  /** What was found out already: the state that a character leads to, or that there is a match before it. `ascii` begins with the end. */
  ascii: (State | "match" | undefined)[];
  others: Map<number, State | "match">;
};

type Memory = { start: State; states: Map<string, State> };

/** The end of the text, as if it were a character. */
const END = -1;
const ASCII = 128;

/**
 * What patterns remember of their states, so that a character of an ordinary text costs one look. Given up as a whole when it has grown
 * large, and found out anew.
 */
const memories = new Map<LinearRegExp, Memory>();
let remembered = 0;
const MAX_REMEMBERED = 1_000_000;

/**
 * A regular expression whose matching takes time in proportion to text and pattern, whatever these are: all ways to match are followed
 * side by side, so that none is gone twice (Thompson's construction, as told in https://swtch.com/~rsc/regexp/regexp1.html).
 */
export class LinearRegExp {
  /** How large the pattern is with its repetitions written out. */
  readonly size: number;
  private readonly instructions: readonly Instruction[];
  private readonly begin: number;
  /** For each instruction the last step that reached it: once a step is enough. */
  private readonly reached: Uint32Array;
  private steps = 0;
  /** Where a match may begin anew at each character: nowhere, if the pattern begins with `^`. */
  private readonly again: readonly number[];

  /** @throws PatternProblem */
  constructor(source: string) {
    const { instructions, first } = compileProgram(source);
    this.instructions = instructions;
    this.begin = first;
    this.size = instructions.length;
    this.reached = new Uint32Array(instructions.length);
    this.again = this.beginsAtStartAlone() ? [] : [first];
  }

  /** Whether the pattern matches anywhere in a text. */
  test(text: string, meter: Meter): boolean {
    meter.spend(1 + text.length);
    let state: State | "match" = this.memory().start;
    for (let index = 0; state.places.length > 0; index++) {
      const next = text.codePointAt(index) ?? END;
      state =
        (next < ASCII ? state.ascii[next + 1] : state.others.get(next)) ?? this.step(state, next, meter);
      if (state === "match") return true;
      if (next === END) break;
      if (next > 0xffff) index++;
    }
    return false;
  }

  private step(state: State, next: number, meter: Meter): State | "match" {
    const nextIsWord = next !== END && isWord(next);
    const holds = {
      start: state.first,
      end: next === END,
      word: state.afterWord !== nextIsWord,
      noWord: state.afterWord === nextIsWord,
    };
    const { places, matched, visited } = this.advance(state.places, next, holds);
    meter.spend(4 * visited + 8 * places.length);
    const to = matched ? "match" : this.stateOf([...places, ...this.again], nextIsWord);
    if (next < ASCII) state.ascii[next + 1] = to;
    else state.others.set(next, to);
    remembered += 10;
    if (remembered > MAX_REMEMBERED) {
      memories.clear();
      remembered = 0;
    }
    return to;
  }

  /** Follows every way from some places up to a character, and over it where it fits. */
  private advance(
    from: readonly number[],
    next: number,
    holds: Record<"start" | "end" | "word" | "noWord", boolean>,
  ) {
    const step = ++this.steps;
    const left = from.toReversed();
    const places = new Set<number>();
    let visited = 0;
    for (let at = left.pop(); at !== undefined; at = left.pop()) {
      if (this.reached[at] === step) continue;
      this.reached[at] = step;
      visited++;
      const instruction = this.instructions[at] as Instruction;
      if (instruction.op === "match") return { places: [], matched: true, visited };
      if (instruction.op === "char") {
        if (next !== END && instruction.test(next)) places.add(instruction.next);
      } else if (instruction.op === "fork") left.push(instruction.other, instruction.next);
      else if (holds[instruction.op]) left.push(instruction.next);
    }
    return { places: [...places], matched: false, visited };
  }

  private stateOf(places: readonly number[], afterWord: boolean): State {
    const { states } = this.memory();
    const key = `${afterWord}${places.join()}`;
    let state = states.get(key);
    if (!state) {
      state = newState(places, false, afterWord);
      states.set(key, state);
      remembered += 10 + places.length;
    }
    return state;
  }

  private memory(): Memory {
    let memory = memories.get(this);
    if (!memory) {
      memory = { start: newState([this.begin], true, false), states: new Map() };
      memories.set(this, memory);
    }
    return memory;
  }

  /** Whether no way leads past the first character's condition `^` when it does not hold. */
  private beginsAtStartAlone(): boolean {
    const left = [this.begin];
    const seen = new Set<number>();
    for (let at = left.pop(); at !== undefined; at = left.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const instruction = this.instructions[at] as Instruction;
      if (instruction.op === "match" || instruction.op === "char") return false;
      if (instruction.op === "start") continue;
      left.push(instruction.next);
      if (instruction.op === "fork") left.push(instruction.other);
    }
    return true;
  }
}

const newState = (places: readonly number[], first: boolean, afterWord: boolean): State => ({
  places,
  first,
  afterWord,
  ascii: [],
  others: new Map(),
});
