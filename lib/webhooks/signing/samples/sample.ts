/** Code for one language that a receiver can take over as it is. The secret comes from the environment: it never stands in code. */
export type Sample = {
  id: string;
  /** As it is written on a tab. */
  label: string;
  /** What the file could be called. */
  file: string;
  code: string;
  /** How to get the Standard Webhooks library of the language, for those who would rather use that. */
  library?: string;
  note?: string;
};
