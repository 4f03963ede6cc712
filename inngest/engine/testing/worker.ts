import postgres from "postgres";
import { embeddedClient, quickEngine } from "./client";

/** An engine as a process of its own, for tests that kill it. Its function writes a row a run. */
const url = process.argv[2] as string;
const pool = postgres(url, { max: 4, onnotice: () => {} });
const { client, functions } = embeddedClient(url, (app) => [
  app.createFunction(
    { id: "observe", retries: 20, triggers: [{ event: "observe" }] },
    async ({ event, step }) => {
      await step.run("write", async () => {
        await pool`insert into observed (number, pid) values (${event.data.number}, ${process.pid})`;
      });
      if (event.data.number % 10 === 0) await step.sleep("rest", "1s");
    },
  ),
]);
quickEngine({ url, client, functions, maxRuns: 8 }).start();
process.on("unhandledRejection", () => {});
