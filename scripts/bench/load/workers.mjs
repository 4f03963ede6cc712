import { stopAtEnd } from "../../lib/shutdown.mjs";
import { startWorker } from "./worker.mjs";

/**
 * Starts the receiver and the sender, and tells the sender what has been received, so that it knows what is owed.
 * They end with the script.
 * @returns {Promise<{ receiver: import("./worker.mjs").Worker, sender: import("./worker.mjs").Worker, port: number }>}
 *   `port`: where the receiver listens
 */
export async function startWorkers() {
  const receiver = startWorker("receiver.mjs");
  const sender = startWorker("sender.mjs");
  stopAtEnd(1, async () => sender.end(), sender.end);
  stopAtEnd(6, async () => receiver.end(), receiver.end);
  receiver.onNews(({ received }) => {
    // One that fails shows in the sender's next answer.
    sender.ask("received", received).catch(() => {});
  });
  return { receiver, sender, port: await receiver.ask("listen") };
}
