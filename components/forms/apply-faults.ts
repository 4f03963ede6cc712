import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import type { Failure } from "@/lib/result";

/**
 * Puts a server's refusal where it belongs: each fault at its field, the rest above the form (`errors.root`).
 * What was typed stays. Focus goes to the first field at fault.
 */
export function applyFaults<T extends FieldValues>(
  form: Pick<UseFormReturn<T>, "setError" | "getValues">,
  failure: Failure,
): void {
  const known = new Set(Object.keys(form.getValues()));
  const [atField, elsewhere] = [
    failure.faults.filter(({ path }) => known.has(path.split(".")[0] ?? "")),
    failure.faults.filter(({ path }) => !known.has(path.split(".")[0] ?? "")),
  ];
  atField.forEach(({ path, message }, index) => {
    form.setError(path as Path<T>, { type: "server", message }, { shouldFocus: index === 0 });
  });
  if (atField.length === 0 || elsewhere.length > 0) {
    const message =
      elsewhere.length > 0 ? elsewhere.map((fault) => fault.message).join(" ") : failure.message;
    form.setError("root", { type: "server", message });
  }
}
