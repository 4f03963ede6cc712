import type { Sample } from "./sample";

export const java: Sample = {
  id: "java",
  label: "Java",
  file: "WebhookVerifier.java",
  library: "com.standardwebhooks:standardwebhooks (Maven)",
  note: "Give it the three headers and the raw body: in Spring @RequestBody byte[] rawBody.",
  code: String.raw`import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class WebhookVerifier {
    private static final byte[] KEY =
        Base64.getDecoder().decode(System.getenv("WEBHOOK_SECRET").replaceFirst("^whsec_", ""));

    /** Throws unless the request is genuine. */
    public static void verify(String id, String timestamp, String signatures, byte[] rawBody)
            throws GeneralSecurityException {
        if (id == null || timestamp == null || signatures == null) {
            throw new SecurityException("The request is not signed");
        }
        if (!timestamp.matches("\\d{1,12}")
                || Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) > 300) {
            throw new SecurityException("The request is too old, or a clock is wrong");
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(rawBody));
        // While a secret is being rotated there are two signatures: one of them has to be right.
        for (String given : signatures.split(" ")) {
            if (MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
                return;
            }
        }
        throw new SecurityException("The signature is wrong");
    }
}
`,
};
