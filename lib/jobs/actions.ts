"use server";

import { z } from "zod";
import { action } from "@/lib/auth/action";
import * as mutations from "./mutations";
import * as replay from "./replay";
import { failedFilter, jobNumber } from "./schema";

const oneJob = z.strictObject({ number: jobNumber });

export const retryJob = action("jobs.write", oneJob, (ctx, { number }) => mutations.retryJob(ctx, number));

export const cancelJob = action("jobs.write", oneJob, (ctx, { number }) => mutations.cancelJob(ctx, number));

export const countFailed = action("jobs.read", failedFilter, replay.countFailed);

export const replayFailed = action("jobs.write", failedFilter, replay.replayFailed);
