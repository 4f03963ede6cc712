import { problem, toResponse } from "@/lib/http/problem";

/** What no route of the API answers: programs can't read a page that says so. */
const missing = (): Response =>
  toResponse(problem({ status: 404, title: "Not found", detail: "There is nothing at this path." }));

export {
  missing as DELETE,
  missing as GET,
  missing as HEAD,
  missing as OPTIONS,
  missing as PATCH,
  missing as POST,
  missing as PUT,
};
