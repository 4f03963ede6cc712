import { useEffect, useEffectEvent, useState } from "react";
import { z } from "zod";

const ASK_EVERY_MS = 3_000;
const healthAnswer = z.object({ database: z.boolean() });

/**
 * Whether what went wrong is that the database is away. While it is, the server is asked again and again.
 * @param onBack called once it has come back
 */
export function useDatabaseAway(onBack: () => void): boolean {
  const [away, setAway] = useState(false);
  const back = useEffectEvent(onBack);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasAway = false;
    let left = false;
    const ask = async () => {
      const isAway = !(await isDatabaseThere());
      if (left) return;
      setAway(isAway);
      if (isAway) timer = setTimeout(ask, ASK_EVERY_MS);
      else if (wasAway) back();
      wasAway = isAway;
    };
    void ask();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, []);

  return away;
}

/** A server that can't be asked is no sign of a database that is away: the browser says so itself. */
async function isDatabaseThere(): Promise<boolean> {
  try {
    const answer = healthAnswer.safeParse(await (await fetch("/api/health")).json());
    return answer.data?.database ?? true;
  } catch {
    return true;
  }
}
