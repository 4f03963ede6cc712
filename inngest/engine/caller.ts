import { type Inngest, InngestCommHandler, type InngestFunction } from "inngest";
import type { EngineEvent } from "@/db/schema/engine";
import type { Answer, RunState } from "./decide";
import type { FunctionSpec } from "./specs";

type Call = { url: URL; body: unknown };

/** Calls a function in this process, through the SDK's own handler. */
export type Caller = (
  spec: FunctionSpec,
  run: RunState & { id: string; event: EngineEvent },
) => Promise<Answer>;

/**
 * The SDK's public handler for custom adapters, with an adapter that takes and gives plain objects: no port, no
 * request, no signature.
 */
export function createCaller(client: Inngest.Any, functions: readonly InngestFunction.Any[]): Caller {
  const handler = new InngestCommHandler({
    frameworkName: "hookyard",
    client,
    functions,
    skipSignatureValidation: true,
    handler: (call: Call) => ({
      method: () => "POST",
      url: () => call.url,
      headers: () => null,
      body: () => call.body,
      transformResponse: ({ status, headers, body }): Answer => ({ status, headers, body }),
    }),
  }).createHandler();
  const urls = new Map<string, URL>();
  const urlOf = (id: string) => {
    const url = urls.get(id) ?? new URL(`http://engine.invalid/?fnId=${encodeURIComponent(id)}&stepId=step`);
    urls.set(id, url);
    return url;
  };
  return (spec, run) => handler({ url: urlOf(spec.id), body: callBody(spec, run) });
}

function callBody(spec: FunctionSpec, run: RunState & { id: string; event: EngineEvent }) {
  const stack = run.steps.map(([id]) => id);
  return {
    // The SDK decides: the first alternative its check tries, and so the cheapest.
    version: -1,
    event: run.event,
    events: [run.event],
    steps: Object.fromEntries(run.steps),
    ctx: {
      run_id: run.id,
      attempt: run.attempt,
      max_attempts: spec.maxAttempts,
      disable_immediate_execution: false,
      use_api: false,
      stack: { stack, current: stack.length },
      // With both of these the SDK keeps on running steps in one call.
      fn_id: spec.id,
      qi_id: run.id,
    },
  };
}
