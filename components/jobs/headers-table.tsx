import { LockKeyhole } from "lucide-react";
import { MASK } from "@/lib/delivery/message/header-rules";

/** Headers in the order they were sent; a lock stands at what is masked. */
export function HeadersTable({ headers, caption }: { headers: [string, string][]; caption: string }) {
  if (headers.length === 0) return <p className="text-muted-foreground text-sm">None</p>;
  return (
    <div className="overflow-x-auto rounded-lg border">
      <table className="w-full text-xs">
        <caption className="sr-only">{caption}</caption>
        <tbody>
          {headers.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice, and the list never changes
            <tr key={index} className="border-b last:border-0">
              <th
                scope="row"
                className="whitespace-nowrap px-3 py-1.5 text-left align-top font-mono font-normal text-muted-foreground"
              >
                {name}
              </th>
              <td className="wrap-anywhere w-full min-w-28 py-1.5 pr-3 align-top font-mono">
                {value === MASK && (
                  <LockKeyhole
                    role="img"
                    aria-label="Masked:"
                    className="mr-1.5 inline size-3 align-[-0.125em] text-muted-foreground"
                  />
                )}
                {value}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
