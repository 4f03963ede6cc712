-- Test endpoints keep no credentials any more (lib/test-endpoints/mask.ts); what they kept before is masked by the same rules.
UPDATE "received_requests" r SET "headers" = (
  SELECT json_agg(
    CASE WHEN lower(h ->> 0) NOT IN ('webhook-id', 'webhook-timestamp', 'webhook-signature', 'idempotency-key', 'sec-websocket-key') AND (
      h ->> 0 ~* 'authori[sz]ation|authentication|(^|[-_])auth($|[-_])|cookie|token|secret|passw|credential|session|key|(^|[-_])pin($|[-_])'
      OR h ->> 1 ~* '^(bearer|basic|digest|token|apikey|negotiate|ntlm|hawk|aws4-hmac-sha256) +[^ ]|(^|[^a-z0-9_-])eyj[a-z0-9_-]{6,}[.][a-z0-9_-]{2,}[.]|(^|[^a-z0-9])(sk|rk|whsec|whsk|hky|gh[opsur]|github_pat|glpat|xox[a-z]|npm)[_-][a-z0-9_+/=-]{8,}|(^|[^a-z0-9])(akia|asia)[a-z0-9]{16}|(^|[^a-z0-9])aiza[a-z0-9_-]{35}|-----begin [a-z ]*private key|[a-z]://[^/ :@]*:[^/ @]+@'
      OR EXISTS (
        SELECT FROM "webhooks" w CROSS JOIN jsonb_array_elements(w."headers") own
        WHERE w."org_id" = r."org_id" AND lower(own ->> 'name') = lower(h ->> 0)
      )
    ) THEN json_build_array(h ->> 0, '••••••••') ELSE h END
    ORDER BY place
  )
  FROM json_array_elements(r."headers") WITH ORDINALITY AS e (h, place)
)
WHERE json_array_length(r."headers") > 0;
