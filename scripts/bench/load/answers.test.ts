import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { createAnswers } from "./answers.mjs";

test("an endpoint that takes so many within a second answers the others 429, and counts them", () => {
  const answers = createAnswers();
  answers.behave({ 7: { kind: "limited", perSecond: 2 } });
  let taken = 0;
  const statuses = Array.from({ length: 5 }, (_, slot) => {
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    answers.answer(response, { webhook: 7, slot, run: 1 }, () => taken++);
    return response.statusCode;
  });
  expect(statuses).toEqual([200, 200, 429, 429, 429]);
  expect([taken, answers.refused()]).toEqual([2, 3]);
});
