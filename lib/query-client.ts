import { isServer, QueryClient } from "@tanstack/react-query";
import { cache } from "react";

const create = () => new QueryClient({ defaultOptions: { queries: { staleTime: 15_000, retry: 1 } } });

const ofThisRequest = cache(create);
let ofThisBrowser: QueryClient | undefined;

/** The query client: one a request on the server, so that no reader's data reaches another, and one for good in the browser. */
export function getQueryClient(): QueryClient {
  if (isServer) return ofThisRequest();
  ofThisBrowser ??= create();
  return ofThisBrowser;
}
