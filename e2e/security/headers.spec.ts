import type { APIRequestContext, Page } from "@playwright/test";
import { firstRun } from "../support/first-run";
import { expect, test } from "../support/test";

const FIXED = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": expect.stringContaining("camera=()"),
  "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
};
const PAGES = [
  "/",
  "/developers/webhooks",
  "/developers/webhooks/new",
  "/developers/jobs",
  "/developers/jobs/1",
  "/developers/none",
];

async function headersOf(request: APIRequestContext, path: string, method = "GET") {
  const response = await request.fetch(path, { method, maxRedirects: 0 });
  return { status: response.status(), headers: response.headers(), body: await response.text() };
}

test("every answer has them", async ({ request }) => {
  const paths = [
    "/",
    "/sign-in",
    "/nope",
    "/nope.txt",
    "/_next/nope",
    "/icon.svg",
    "/api/nope",
    "/api/health",
  ];
  paths.push(
    "/api/live/webhooks",
    "/api/v1/webhooks",
    "/api/v1/events",
    "/api/inbox/none",
    "/api/inngest",
    "/api/auth/csrf",
    "/%",
  );
  for (const path of paths) {
    for (const method of ["GET", "POST"]) {
      const { status, headers } = await headersOf(request, path, method);
      expect(headers, `${method} ${path} (${status})`).toMatchObject(FIXED);
      expect(headers["x-powered-by"]).toBeUndefined();
    }
  }
});

test("pages run no script without the nonce of their answer", async ({ console: page }) => {
  const nonces = new Set<string>();
  for (const path of PAGES) {
    const { headers, body } = await headersOf(page.request, path);
    expect(headers, path).toMatchObject(FIXED);
    const policy = headers["content-security-policy"] ?? "";
    const nonce = /script-src 'self' 'nonce-([^']{20,})';/.exec(policy)?.[1] ?? "";
    expect(nonce, policy).not.toBe("");
    nonces.add(nonce);
    const scripts = body.match(/<script[^>]*>/g) ?? [];
    expect(scripts.length, path).toBeGreaterThan(0);
    for (const script of scripts) expect(script, path).toContain(`nonce="${nonce}"`);
    expect(body, path).not.toMatch(/\son[a-z]+="/);
  }
  expect(nonces.size).toBe(PAGES.length);
});

test("what is not a page may load and run nothing", async ({ request }) => {
  for (const path of ["/api/health", "/api/v1/webhooks", "/api/inbox/none", "/api/nope"]) {
    const { headers } = await headersOf(request, path);
    expect(headers["content-security-policy"], path).toMatch(/^default-src 'none';/);
    expect(headers["content-type"], path).toMatch(/^application\/(problem\+)?json/);
  }
});

/** What a page can still do once somebody's markup got into it. */
const INJECTED = {
  "a script from another site": () => {
    const script = document.createElement("script");
    script.src = "https://evil.example/x.js";
    document.body.append(script);
  },
  "code made of text": () => {
    // Later, because what the browser's debugger runs itself is not held to the policy.
    setTimeout(() => new Function("window.hacked = true")());
  },
  "an inline script": () => {
    const script = document.createElement("script");
    script.textContent = "window.hacked = true";
    document.body.append(script);
  },
  "a handler in markup": () => {
    document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.hacked = true">');
  },
  "an address that is code": () => {
    const link = document.createElement("a");
    link.href = "javascript:window.hacked = true";
    document.body.append(link);
    link.click();
  },
  "a script in markup of another site": () => {
    document.body.insertAdjacentHTML(
      "beforeend",
      '<iframe srcdoc="<script>parent.hacked = true</script>"></iframe>',
    );
  },
  "another base": () => {
    document.head.insertAdjacentHTML("afterbegin", '<base href="https://evil.example/">');
    if (new URL("x", document.baseURI).host === "evil.example") Object.assign(window, { hacked: true });
  },
};

test.describe("markup that got into a page", () => {
  test.use({ quietPages: false });

  for (const [name, inject] of Object.entries(INJECTED)) {
    test(`injected: ${name}`, async ({ page }) => {
      await page.goto("/sign-in");
      const says = /Content Security Policy/;
      // Code made of text fails where it is made, and some browsers say it there alone.
      const refused = Promise.any([
        page.waitForEvent("console", (message) => says.test(message.text())),
        page.waitForEvent("pageerror", ({ message }) => says.test(message)),
      ]);
      await page.evaluate(inject);
      await refused;
      expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    });
  }

  test("nothing leaves for another site, and no other site frames a page", async ({ page, receiver }) => {
    await page.goto("/sign-in");
    const outcome = await page.evaluate(async (url) => {
      const fetched = await fetch(url, { mode: "no-cors" }).then(
        () => "sent",
        () => "refused",
      );
      const image = await new Promise((resolve) => {
        const img = new Image();
        img.onload = () => resolve("sent");
        img.onerror = () => resolve("refused");
        img.src = url;
      });
      return { fetched, image };
    }, receiver.url);
    expect(outcome).toEqual({ fetched: "refused", image: "refused" });
    expect(receiver.requests).toHaveLength(0);
    await expectNotFramed(page);
  });
});

async function expectNotFramed(page: Page): Promise<void> {
  await page.route("http://framing.example/", (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe src="${firstRun().url}/sign-in"></iframe>` }),
  );
  await page.goto("http://framing.example/");
  const frame = page.frames().find((candidate) => candidate.parentFrame());
  await expect.poll(() => frame?.url()).toMatch(/^chrome-error:/);
}
