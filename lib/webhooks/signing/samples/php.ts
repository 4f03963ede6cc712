import type { Sample } from "./sample";

export const php: Sample = {
  id: "php",
  label: "PHP",
  file: "verify.php",
  library: "composer require standard-webhooks/standard-webhooks",
  note: "Call it as verify($_SERVER, file_get_contents('php://input')).",
  code: `<?php

/** Returns the payload of a genuine request; throws on any other. */
function verify(array $server, string $rawBody): array
{
    $key = base64_decode(preg_replace('/^whsec_/', '', getenv('WEBHOOK_SECRET')));
    $id = $server['HTTP_WEBHOOK_ID'] ?? '';
    $timestamp = $server['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    $signatures = $server['HTTP_WEBHOOK_SIGNATURE'] ?? '';
    if ($id === '' || $timestamp === '' || $signatures === '') {
        throw new RuntimeException('The request is not signed');
    }
    if (!ctype_digit($timestamp) || abs(time() - (int) $timestamp) > 300) {
        throw new RuntimeException('The request is too old, or a clock is wrong');
    }
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$rawBody", $key, true));
    // While a secret is being rotated there are two signatures: one of them has to be right.
    foreach (explode(' ', $signatures) as $given) {
        if (hash_equals($expected, $given)) {
            return json_decode($rawBody, true, 512, JSON_THROW_ON_ERROR);
        }
    }
    throw new RuntimeException('The signature is wrong');
}
`,
};
