"use server";

import { cookies, headers } from "next/headers";
import { z } from "zod";
import { addressOf, limitKeyOf } from "@/lib/client-address";
import { action, publicAction } from "./action";
import { organisationCookieName, secureCookies } from "./cookies";
import { setupInput } from "./schema";
import { createFirstOrganisation } from "./setup";

const YEAR_SECONDS = 365 * 24 * 3600;

/** First-run setup. Signing in follows, by the browser, with what was typed. */
export const setUp = publicAction(setupInput, async (input) => {
  const key = limitKeyOf(addressOf(await headers()));
  await createFirstOrganisation(input, { key, known: false });
});

/** Which of their organisations somebody works in; checked against their memberships with every request. Any role may. */
export const switchOrganisation = action(
  "webhooks.read",
  z.object({ organisationId: z.uuid() }),
  async (_ctx, { organisationId }) => {
    (await cookies()).set(organisationCookieName(), organisationId, {
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      secure: secureCookies(),
      maxAge: YEAR_SECONDS,
    });
  },
);
