import { clock, closeRuntime } from "@/lib/delivery/clock/runtime";
import { sweep } from "@/lib/delivery/clock/sweep";
import { moveSecrets, secretsWarning } from "@/lib/webhooks/move-secrets";

/** Where the rest of the engine process takes part in the engine's life. */
export const hooks = {
  /** Once it runs: what a process that died left behind is found now, and again when its leases have run out. */
  onStart: (onFault: (error: unknown) => void): void => {
    sweep(clock()).catch(onFault);
    setTimeout(() => sweep(clock()).catch(onFault), 16_000).unref();
  },
  /** Once it runs, and beside the deliveries: stored secrets under an older key are encrypted anew. Resolves with what to say about it. */
  moveSecrets: async (): Promise<string | null> => {
    const { moved, unreadable } = await moveSecrets();
    const done = moved > 0 ? `${moved} stored secrets were encrypted anew under HOOKYARD_SECRET_KEY.` : null;
    return [done, secretsWarning({ unreadable })].filter(Boolean).join(" ") || null;
  },
  /** From now on nothing is sent that was not begun: that may take `ms` to finish, and the rest is handed back. */
  onStop: (ms: number): Promise<void> => closeRuntime(ms),
};
