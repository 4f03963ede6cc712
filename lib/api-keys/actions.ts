"use server";

import { revalidatePath } from "next/cache";
import { action } from "@/lib/auth/action";
import { createApiKey as create, revokeApiKey as revoke } from "./mutations";
import { apiKeyId, apiKeyInput } from "./schema";

const PAGE = "/developers/api-keys";

export const createApiKey = action("api_keys.write", apiKeyInput, async (ctx, input) => {
  const created = await create(ctx, input);
  revalidatePath(PAGE);
  return created;
});

export const revokeApiKey = action("api_keys.write", apiKeyId, async (ctx, { id }) => {
  await revoke(ctx, id);
  revalidatePath(PAGE);
});
