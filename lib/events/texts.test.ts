import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonTexts, nested, objectTexts } from "@/lib/json/texts.testing";
import { eventTexts } from "./texts";

const at = (index: number) => `events[${index}].`;
const fields = fc.record({
  data: objectTexts,
  changes: fc.option(objectTexts),
  space: fc.constantFrom("", " ", "\n  "),
  first: fc.constantFrom('"type":"a.b"', '"id":"data","type":"changes"', '"type":"a.b","time":"}"'),
});
type Fields = typeof fields extends fc.Arbitrary<infer T> ? T : never;

const written = ({ data, changes, space, first }: Fields) =>
  `{${space}${first}${space},${space}${changes === null ? "" : `"ch\\u0061nges"${space}:${changes},`}"data"${space}:${space}${data}${space}}`;

describe("the texts of events", () => {
  it("are what the caller wrote, to the letter", () => {
    const property = fc.property(fc.array(fields, { minLength: 1, maxLength: 5 }), (events) => {
      const found = eventTexts(` [${events.map(written).join(" ,")}] `, at);
      expect(found).toMatchObject({
        ok: true,
        texts: events.map(({ data, changes }) => ({ data, changes })),
      });
      const [first] = events;
      if (!first) return;
      const alone = eventTexts(written(first), () => "");
      expect(alone).toMatchObject({ ok: true, texts: [{ data: first.data, changes: first.changes }] });
    });
    fc.assert(property);
  });

  it("are one an element, whatever the elements are", () => {
    const property = fc.property(fc.array(jsonTexts, { maxLength: 6 }), (values) => {
      const found = eventTexts(`[${values.join(",")}]`, at);
      if (found.ok) expect(found.texts).toHaveLength(values.length);
      else expect(found.faults.every(({ message }) => /given twice/.test(message))).toBe(true);
    });
    fc.assert(property);
  });

  it("are refused with their path when a field is given twice", () => {
    const faults = (text: string) => {
      const found = eventTexts(text, at);
      return found.ok ? [] : found.faults.map(({ path }) => path);
    };
    expect(faults('[{"data":{}},{"data":{},"type":"a","d\\u0061ta":{}}]')).toEqual(["events[1].data"]);
    expect(faults('[{"type":"a","type":"b","data":{"a":1,"a":2}}]')).toEqual(["events[0].type"]);
  });

  it("are refused with their path when they are nested too deeply", () => {
    const event = (data: string) => `{"type":"a.b","data":${data}}`;
    expect(eventTexts(`[${event(nested(128))}]`, at)).toMatchObject({ ok: true });
    expect(eventTexts(`[{"data":{}},${event(nested(129))}]`, at)).toMatchObject({
      ok: false,
      faults: [{ path: "events[1].data.a[0].a[0].a[0].a[0]…", message: expect.stringContaining("128") }],
    });
    expect(eventTexts(`[${"[".repeat(130)}${"]".repeat(130)}]`, at)).toMatchObject({
      faults: [{ path: "events[0]" }],
    });
  });

  it("take no longer for an object with very many fields", () => {
    const many = Array.from({ length: 30_000 }, (_, index) => `"k${index}":1`).join(",");
    const started = performance.now();
    eventTexts(`{${many},"data":{}}`, at);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it("say whether a number has an exponent", () => {
    const has = (data: string) => {
      const found = eventTexts(`{"data":${data}}`, at);
      return found.ok && found.texts[0]?.hasExponent;
    };
    expect([has('{"a":1e400}'), has('{"a":[true,false,"1e4"],"b":12.5}'), has('{"a":[-2E-7]}')]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
