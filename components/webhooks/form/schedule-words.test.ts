import { describe, expect, it } from "vitest";
import { clockTime, positionsOnLine, spanWords } from "./schedule-words";

describe("a schedule in words", () => {
  const now = new Date(2026, 10, 22, 14, 3, 9);
  const inSeconds = (seconds: number) => clockTime(new Date(now.getTime() + seconds * 1000), now);

  it("tells the time as far as needed", () => {
    expect(inSeconds(30)).toBe("14:03:39");
    expect(inSeconds(7_200)).toBe("16:03");
    expect(inSeconds(17.5 * 3_600)).toBe("tomorrow 07:33");
    expect(inSeconds(3 * 86_400)).toBe("Wed 25 Nov, 14:03");
  });

  it("tells spans in their two largest units", () => {
    expect([5, 60, 305, 9_305, 63_305, 86_400, 272_105].map(spanWords)).toEqual([
      "5 s",
      "1 min",
      "5 min 5 s",
      "2 h 35 min",
      "17 h 35 min",
      "1 d",
      "3 d 4 h",
    ]);
  });

  it("puts tries on a line in their order, from its beginning to its end", () => {
    const positions = positionsOnLine([0, 5, 305, 272_105]);
    expect([positions[0], positions.at(-1)]).toEqual([0, 1]);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positionsOnLine([0])).toEqual([0]);
  });
});
