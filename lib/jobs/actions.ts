"use server";

import { z } from "zod";
import { action } from "@/lib/auth/action";
import * as mutations from "./mutations";
import { jobNumber } from "./schema";

const oneJob = z.strictObject({ number: jobNumber });

export const retryJob = action("jobs.write", oneJob, (ctx, { number }) => mutations.retryJob(ctx, number));

export const cancelJob = action("jobs.write", oneJob, (ctx, { number }) => mutations.cancelJob(ctx, number));
