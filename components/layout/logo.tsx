import { cn } from "@/lib/utils";

/** The mark: a hook, hung from the edge of its tile. */
export function LogoMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={cn("size-6 shrink-0", className)}>
      <rect width="24" height="24" rx="6.5" className="fill-primary" />
      <path
        d="M14.5 4.5v9.25a4.25 4.25 0 0 1-8.5 0V13m0 0 2.4 2.1M6 13l-2.1 2.4"
        transform="translate(1.2 .6)"
        strokeWidth="1.9"
        strokeLinecap="round"
        strokeLinejoin="round"
        className="stroke-primary-foreground"
      />
      <circle
        cx="15.7"
        cy="5.6"
        r="1.9"
        className="fill-[oklch(0.68_0.16_268)] dark:fill-[oklch(0.55_0.2_266)]"
      />
    </svg>
  );
}

export function Logo({ className }: { className?: string }) {
  return (
    <span
      className={cn("inline-flex items-center gap-2 font-semibold text-base tracking-[-0.01em]", className)}
    >
      <LogoMark />
      Hookyard
    </span>
  );
}
