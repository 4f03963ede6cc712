import { expect, test } from "vitest";
import { inngest } from "./client";
import { describeFunctions, verifyRoutes } from "./engine/specs";
import { functions } from "./functions";
import { routes } from "./triggers";

test("what events start is what the functions ask for, and the embedded engine can run them", () => {
  expect(() => verifyRoutes(routes, describeFunctions(inngest, functions))).not.toThrow();
});
