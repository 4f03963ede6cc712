import { describe, expect, test } from "vitest";
import { parseBenchArguments, SCENARIOS } from "./arguments.mjs";

describe("the bench's arguments", () => {
  test("by default measure everything, memory for five minutes", () => {
    expect(parseBenchArguments([])).toMatchObject({ quick: false, json: false, only: SCENARIOS, minutes: 5 });
  });

  test("quick leaves the long runs out, unless the length of one is given", () => {
    expect(parseBenchArguments(["--quick"]).only).not.toContain("pace");
    expect(parseBenchArguments(["--quick", "--only", "pace"]).only).toEqual(["pace"]);
    expect(parseBenchArguments(["--quick"]).only).not.toContain("memory");
    expect(parseBenchArguments(["--quick", "--minutes", "1"]).only).toContain("memory");
    expect(parseBenchArguments(["--minutes", "0"]).only).not.toContain("memory");
  });

  test("name some of the scenarios", () => {
    expect(parseBenchArguments(["--only", "latency,spread", "--json"])).toMatchObject({
      only: ["latency", "spread"],
      json: true,
    });
  });

  test.each([
    [["--only", "speed"], /no "speed"/],
    [["--minutes", "many"], /--minutes/],
    [["--minutes", "600"], /--minutes/],
    [["--backlog", "0"], /--backlog/],
    [["--fast"], /--fast/],
    [["fast"], /fast/],
  ])("that are wrong are refused: %s", (args, message) => {
    expect(() => parseBenchArguments(args)).toThrow(message);
  });
});
