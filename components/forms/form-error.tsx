import { Alert } from "@/components/ui/alert";

/** What is wrong with a form as a whole; read out when it appears. */
export function FormError({ message }: { message: string | undefined }) {
  return (
    <div role="alert" className="empty:hidden">
      {message && <Alert tone="danger">{message}</Alert>}
    </div>
  );
}
