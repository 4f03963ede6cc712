import { customType, timestamp, uuid } from "drizzle-orm/pg-core";
import type { OrgId } from "../ids";

/** Raw bytes. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** A moment, to the microsecond, with its offset. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** The tenant a row belongs to. */
export const orgId = () => uuid("org_id").$type<OrgId>().notNull();
