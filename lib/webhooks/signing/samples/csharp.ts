import type { Sample } from "./sample";

export const csharp: Sample = {
  id: "csharp",
  label: "C#",
  file: "WebhookVerifier.cs",
  library: "StandardWebhooks.StandardWebhooks (NuGet)",
  note: "Give it the three headers and the raw body, read before model binding.",
  code: `using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

public static class WebhookVerifier
{
    private static readonly byte[] Key = Convert.FromBase64String(
        Environment.GetEnvironmentVariable("WEBHOOK_SECRET").Replace("whsec_", ""));

    /// <summary>Throws unless the request is genuine.</summary>
    public static void Verify(string id, string timestamp, string signatures, byte[] rawBody)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
            throw new CryptographicException("The request is not signed");
        if (!long.TryParse(timestamp, out var seconds)
            || Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds) > 300)
            throw new CryptographicException("The request is too old, or a clock is wrong");

        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.").Concat(rawBody).ToArray();
        using var hmac = new HMACSHA256(Key);
        var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(hmac.ComputeHash(signed)));
        // While a secret is being rotated there are two signatures: one of them has to be right.
        var genuine = signatures.Split(' ')
            .Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected));
        if (!genuine) throw new CryptographicException("The signature is wrong");
    }
}
`,
};
