/** On a desk and on a phone, light and dark. */
export const looks = [
  { name: "light", width: 1360, height: 850, colorScheme: /** @type {const} */ ("light") },
  { name: "dark", width: 1360, height: 850, colorScheme: /** @type {const} */ ("dark") },
  { name: "phone", isPhone: true, width: 360, height: 780, colorScheme: /** @type {const} */ ("light") },
  { name: "phone-dark", isPhone: true, width: 360, height: 780, colorScheme: /** @type {const} */ ("dark") },
];

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {typeof looks[number]} look
 * @param {number} [sharpness] pixels of the picture for one of the page
 */
export async function openLook(browser, { width, height, colorScheme, isPhone = false }, sharpness = 1) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    deviceScaleFactor: sharpness,
    isMobile: isPhone,
    hasTouch: isPhone,
    reducedMotion: "reduce",
    timezoneId: "UTC",
  });
  return { context, page: await context.newPage() };
}

/** @param {import("@playwright/test").Page} page @param {string} url @param {{ email: string, password: string }} access */
export async function signIn(page, url, { email, password }) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${url}/`);
}

/**
 * Opens a screen in a window of the look's size and does there what is to be done before its picture is taken.
 * @param {import("@playwright/test").Page} page
 * @param {string} url
 * @param {import("./screens.mjs").Screen} screen
 * @param {{ width: number, height: number }} size
 */
export async function openScreen(page, url, { name, path, act }, { width, height }) {
  await page.setViewportSize({ width, height });
  await page.goto(url + path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  // Pictures have no scrollbar, so no room is kept for one either.
  await page.addStyleTag({ content: "html { scrollbar-gutter: auto !important }" });
  await settle(page);
  try {
    await act?.(page);
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : error}`);
  }
  if (act) await settle(page);
}

/** Makes the window as high as the page: what sticks to the window's edges is then at the page's. */
export async function growToPage(page) {
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (size && height > size.height) await page.setViewportSize({ ...size, height });
}

/** Until nothing is loaded any more; the screens that ask again and again never get there. */
const settle = (page) => page.waitForLoadState("networkidle", { timeout: 2_500 }).catch(() => {});
