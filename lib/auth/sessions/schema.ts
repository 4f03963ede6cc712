import { z } from "zod";

export const sessionId = z.object({ id: z.uuid("That is not a session.") });
