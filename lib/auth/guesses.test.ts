import { expect, test } from "vitest";
import { guessesOf } from "./guesses";

/** An account and an address of their own for each test: the counts are the process's. */
let last = 0;
const account = () => `ada${++last}@example.org`;
const address = () => `203.0.113.${++last}`;

function guess(email: string, from: string, times: number, device: string | null = null): number {
  let made = 0;
  for (let n = 0; n < times; n++) {
    const guesses = guessesOf(email, from, device);
    if (guesses.spent()) continue;
    guesses.count();
    made++;
  }
  return made;
}

test("a hundred guesses from one address are eight, and keep nobody out elsewhere", () => {
  const email = account();
  const stranger = address();
  expect(guess(email, stranger, 100)).toBe(8);
  expect(guessesOf(email, stranger, null).spent()).toBe(true);
  expect(guessesOf(email, address(), null).spent()).toBe(false);
});

test("a device that was let in before gets in even from where the guesses come", () => {
  const email = account();
  const stranger = address();
  guess(email, stranger, 100);
  expect(guessesOf(email, stranger, "device-1").spent()).toBe(false);
  expect(guess(email, stranger, 100, "device-1")).toBe(8);
  expect(guessesOf(email, address(), "device-2").spent()).toBe(false);
});

test("guesses from many addresses are held up together, but not those who were let in before", () => {
  const email = account();
  let made = 0;
  for (let n = 0; n < 50; n++) made += guess(email, `198.51.100.${n}`, 8);
  expect(made).toBe(100);
  expect(guessesOf(email, "192.0.2.1", null).spent()).toBe(true);
  expect(guessesOf(email, "192.0.2.1", "device").spent()).toBe(false);
  expect(guessesOf(account(), "192.0.2.1", null).spent()).toBe(false);
});

test("one address has a hundred guesses over all accounts", () => {
  const stranger = address();
  let made = 0;
  for (let n = 0; n < 20; n++) made += guess(account(), stranger, 8);
  expect(made).toBe(100);
});

test("an IPv6 customer has one network, not as many addresses as they like", () => {
  const email = account();
  let made = 0;
  for (let n = 1; n <= 100; n++) made += guess(email, `2001:db8:1:2::${n.toString(16)}`, 1);
  expect(made).toBe(8);
  expect(guessesOf(email, "2001:db8:1:3::1", null).spent()).toBe(false);
});

test("what was right, or not tried, does not count", () => {
  const email = account();
  const from = address();
  for (let n = 0; n < 200; n++) {
    const guesses = guessesOf(email, from, null);
    expect(guesses.spent()).toBe(false);
    guesses.count();
    if (n % 2) guesses.undo();
    else guesses.clear();
  }
  expect(guess(email, from, 100)).toBe(8);
});
