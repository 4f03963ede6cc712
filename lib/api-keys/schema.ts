import { z } from "zod";

/** What a person gives to make a key. */
export const apiKeyInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Name the key after what will use it.")
    .max(80, "Use at most 80 characters."),
});
export type ApiKeyInput = z.infer<typeof apiKeyInput>;

export const apiKeyId = z.object({ id: z.uuid("That is not an API key.") });

/** A key as lists show it: never the key itself. */
export type ApiKeyInfo = {
  id: string;
  name: string;
  /** Its first characters, to tell keys apart. */
  prefix: string;
  createdAt: Date;
  createdByName: string | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};
