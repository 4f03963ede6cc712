import type { Sample } from "./sample";

export const ruby: Sample = {
  id: "ruby",
  label: "Ruby",
  file: "verify.rb",
  library: "gem install standardwebhooks",
  note: "Give it the raw body: request.raw_post in Rails. There the headers are request.headers.",
  code: `require "base64"
require "json"
require "openssl"

KEY = Base64.decode64(ENV.fetch("WEBHOOK_SECRET").delete_prefix("whsec_"))

# Returns the payload of a genuine request; raises on any other.
def verify(headers, raw_body)
  id, timestamp, signatures =
    %w[webhook-id webhook-timestamp webhook-signature].map { |name| headers[name].to_s }
  raise "The request is not signed" if [id, timestamp, signatures].any?(&:empty?)
  raise "The request is too old, or a clock is wrong" if (Time.now.to_i - timestamp.to_i).abs > 300

  digest = OpenSSL::HMAC.digest("SHA256", KEY, "#{id}.#{timestamp}.#{raw_body}")
  expected = "v1,#{Base64.strict_encode64(digest)}"
  # While a secret is being rotated there are two signatures: one of them has to be right.
  genuine = signatures.split(" ").any? { |given| OpenSSL.secure_compare(given, expected) }
  raise "The signature is wrong" unless genuine

  JSON.parse(raw_body)
end
`,
};
