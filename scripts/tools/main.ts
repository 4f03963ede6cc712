import { closeDb } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { LONG_PATIENCE_MS, setUsualPatience } from "@/db/patience";
import { env } from "@/env";
import { toldIdle } from "@/inngest/send";
import { checkSecrets, moveSecrets, secretsWarning } from "@/lib/webhooks/move-secrets";
import { benchSetup } from "./bench-setup";
import { makeManyWebhooks } from "./many-webhooks";
import { makeMember } from "./member";
import { makePassword } from "./password";
import { emitSamples, seedDemo } from "./seed";
import { makeVolume } from "./volume";

/** What `npm run up`, the load scripts and the tests ask of the database. Results are one line of JSON, last on standard output. */
const commands: Record<string, (args: string[]) => Promise<unknown>> = {
  migrate,
  "move-secrets": async () => ({ ...(await moveSecrets()), ...(await checkSecrets()) }),
  seed: seedDemo,
  "emit-samples": emitSamples,
  "bench-setup": benchSetup,
  member: makeMember,
  password: makePassword,
  "many-webhooks": makeManyWebhooks,
  volume: makeVolume,
};

async function migrate(): Promise<{ warning: string | null }> {
  await migrateDatabase(env().DATABASE_URL);
  return { warning: secretsWarning(await checkSecrets()) };
}

async function main(): Promise<void> {
  const name = process.argv[2] ?? "";
  const command = commands[name];
  if (!command) throw new Error(`Unknown command "${name}". There are: ${Object.keys(commands).join(", ")}.`);
  setUsualPatience(LONG_PATIENCE_MS);
  const result = await command(process.argv.slice(3));
  if (result !== undefined) console.log(JSON.stringify(result));
  await toldIdle();
  await closeDb();
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
