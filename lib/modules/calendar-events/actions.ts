"use server";

import { z } from "zod";
import { action } from "@/lib/auth/action";
import * as mutations from "./mutations";
import { calendarEventInput, registrationInput } from "./schema";

const withId = z.strictObject({ id: z.uuid() });

export const createCalendarEvent = action("modules.write", calendarEventInput, mutations.createCalendarEvent);

// Parsed in the mutation, so that its faults have the same paths as those of a new one.
const change = withId.extend({ input: z.unknown() });
export const updateCalendarEvent = action(
  "modules.write",
  change,
  (ctx, { id, input }) => mutations.updateCalendarEvent(ctx, id, calendarEventInput.parse(input)),
  { form: "input" },
);

export const deleteCalendarEvent = action("modules.write", withId, (ctx, { id }) =>
  mutations.deleteCalendarEvent(ctx, id),
);

const register = withId.extend({ member: z.unknown() });
export const registerMember = action(
  "modules.write",
  register,
  (ctx, { id, member }) => mutations.registerMember(ctx, id, registrationInput.parse(member)),
  { form: "member" },
);

export const unregisterMember = action(
  "modules.write",
  withId.extend({ memberId: z.string().max(100) }),
  (ctx, { id, memberId }) => mutations.unregisterMember(ctx, id, memberId),
);
