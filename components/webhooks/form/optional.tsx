/** Behind the label of what may be left empty. */
export function Optional() {
  return <span className="font-normal text-muted-foreground">(optional)</span>;
}
