import { createHash, randomBytes } from "node:crypto";

/** What a session's cookie carries: 256 random bits. */
export const newSessionToken = (): string => randomBytes(32).toString("base64url");

/** What is kept of it. The token is as random as a hash, so a plain one without salt is enough. */
export const hashSessionToken = (token: string): string => createHash("sha256").update(token).digest("hex");
