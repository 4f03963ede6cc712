import { customType, timestamp, uuid } from "drizzle-orm/pg-core";
import type { OrgId } from "../ids";
import { sentUrl } from "../sent-url";

/** Raw bytes. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** Where a webhook sends, as it is sent. Rows from before it was kept so are read so all the same. */
export const address = customType<{ data: string; driverData: string }>({
  dataType: () => "text",
  fromDriver: sentUrl,
});

/** A moment, to the microsecond, with its offset. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** The tenant a row belongs to. */
export const orgId = () => uuid("org_id").$type<OrgId>().notNull();
