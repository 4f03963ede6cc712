"use client";

import { useState } from "react";
import type { JobRow } from "@/lib/jobs/data";

/**
 * Keeps rows where they are while a pointer or the keyboard is among them, so that nothing is pressed that moved there a moment ago. Held rows
 * still change their status.
 * @returns the rows to show, how many newer ones wait, and how to hold and let go
 */
export function useHeldJobs(jobs: JobRow[]) {
  const [held, setHeld] = useState<JobRow[] | null>(null);
  const fresh = new Map(jobs.map((job) => [job.number, job]));
  const rows = held ? held.map((job) => fresh.get(job.number) ?? job) : jobs;
  const newest = rows[0]?.number ?? 0;
  const waiting = held ? jobs.filter((job) => job.number > newest).length : 0;
  return {
    rows,
    waiting,
    hold: () => setHeld((current) => current ?? jobs),
    release: () => setHeld(null),
  };
}
