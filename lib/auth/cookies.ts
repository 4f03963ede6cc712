import { env } from "@/env";

/** Cookies are kept by host and not by port: copies of Hookyard beside each other on one machine must not share a name. */
const named = (name: string) => `hookyard-${env().PORT}.${name}`;

export const sessionCookieName = () => named("session");
export const deviceCookieName = () => named("device");
export const callbackCookieName = () => named("callback");
export const organisationCookieName = () => named("organisation");

/** Sent over https alone where the console is reached by https. */
export const secureCookies = () => env().HOOKYARD_PUBLIC_URL.startsWith("https:");

/** next-auth's cookies, under our names. */
export function authCookies() {
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies() } as const;
  return {
    sessionToken: { name: sessionCookieName(), options },
    callbackUrl: { name: callbackCookieName(), options },
    csrfToken: { name: named("csrf"), options },
  };
}
