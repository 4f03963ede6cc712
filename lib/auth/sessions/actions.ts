"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { action } from "../action";
import { endSession as end, endOtherSessions as endOthers } from "./mutations";
import { sessionId } from "./schema";

const PAGE = "/settings/sessions";

export const endSession = action("account.write", sessionId, async (ctx, { id }) => {
  await end(ctx, id);
  revalidatePath(PAGE);
});

export const endOtherSessions = action("account.write", z.undefined(), async (ctx) => {
  const ended = await endOthers(ctx);
  revalidatePath(PAGE);
  return ended;
});
