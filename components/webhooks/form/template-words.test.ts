import { expect, it } from "vitest";
import { templateProblem } from "@/lib/delivery/message/formats/template";
import { offsetOf, STARTER, templateVariables } from "./template-words";

it("finds a place in a text", () => {
  const text = "ab\ncd\n\nef";
  expect(text[offsetOf(text, { line: 1, column: 2 })]).toBe("b");
  expect(text[offsetOf(text, { line: 2, column: 1 })]).toBe("c");
  expect(text[offsetOf(text, { line: 4, column: 2 })]).toBe("f");
  expect(offsetOf(text, { line: 9, column: 9 })).toBe(text.length);
});

it("begins with a template that is right", () => {
  expect(templateProblem(STARTER)).toBeNull();
});

it("lists what a template sees, the data last", () => {
  const variables = ["event.id", "event.object", "event.data", "event.data.email"];
  const paths = templateVariables(variables.map((path) => ({ path, type: "text" }))).map(({ path }) => path);
  expect(paths).toEqual([
    "event.id",
    "event.created",
    "event.url",
    "webhook.id",
    "webhook.name",
    "event.data",
    "event.data.email",
  ]);
});
