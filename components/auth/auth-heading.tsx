export function AuthHeading({ title, description }: { title: string; description: string }) {
  return (
    <header className="mb-6">
      <h1 className="font-semibold text-2xl tracking-[-0.02em]">{title}</h1>
      <p className="mt-1 text-pretty text-base text-muted-foreground">{description}</p>
    </header>
  );
}
