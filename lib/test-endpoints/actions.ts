"use server";

import { action } from "@/lib/auth/action";
import * as mutations from "./mutations";
import { testEndpointId, testEndpointInput } from "./schema";

export const createTestEndpoint = action(
  "test_endpoints.write",
  testEndpointInput,
  mutations.createTestEndpoint,
);

export const deleteTestEndpoint = action("test_endpoints.write", testEndpointId, (ctx, { id }) =>
  mutations.deleteTestEndpoint(ctx, id),
);

export const clearRequests = action("test_endpoints.write", testEndpointId, (ctx, { id }) =>
  mutations.clearRequests(ctx, id),
);
