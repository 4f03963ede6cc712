import { expect, test } from "vitest";
import { addressWords, deviceWords } from "./words";

const KIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${KIT} Chrome/126.0.0.0 Safari/537.36`, "Chrome on Linux"],
  [`Mozilla/5.0 (X11; Linux x86_64) ${KIT} HeadlessChrome/126.0 Safari/537.36`, "Chrome on Linux"],
  [`Mozilla/5.0 (Windows NT 10.0) ${KIT} Chrome/126.0 Safari/537.36 Edg/126.0`, "Edge on Windows"],
  [`Mozilla/5.0 (Windows NT 10.0) ${KIT} Chrome/126.0 Safari/537.36 OPR/112.0`, "Opera on Windows"],
  ["Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox on Windows"],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
    "Safari on Mac",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  [
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 CriOS/126.0 Mobile/15E148 Safari/604.1",
    "Chrome on iPad",
  ],
  [
    `Mozilla/5.0 (Linux; Android 14) ${KIT} SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36`,
    "Samsung Internet on Android",
  ],
  ["curl/8.5.0", "curl"],
  ["node", "node"],
  ["Mozilla/5.0", "Unknown device"],
  ["", "Unknown device"],
  ["<script>", "Unknown device"],
])("%s is %s", (userAgent, expected) => {
  expect(deviceWords(userAgent)).toBe(expected);
});

test("an address says where it is, as far as it can be told", () => {
  expect(addressWords("203.0.113.7")).toBe("203.0.113.7");
  expect(addressWords("127.0.0.1")).toBe("127.0.0.1 (this server)");
  expect(addressWords("::1")).toBe("::1 (this server)");
  expect(addressWords("10.0.0.7")).toBe("10.0.0.7 (private network)");
  expect(addressWords("fd00::1")).toBe("fd00::1 (private network)");
  expect(addressWords("unknown")).toBe("Unknown address");
});
