import type { Registration } from "@/lib/modules/calendar-events/data";

/** "Ada Lovelace" */
export const fullName = ({ firstName, lastName }: Pick<Registration, "firstName" | "lastName">) =>
  `${firstName} ${lastName}`;
