import { columns } from "../bench/report.mjs";
import { duration } from "../lib/steps.mjs";
import { isPassed } from "./round.mjs";

/** @typedef {import("./round.mjs").Outcome} Outcome */

/**
 * @param {number} number
 * @param {import("./plan.mjs").Round} round
 * @param {Outcome} outcome
 * @returns {string}
 */
export function roundLine(number, round, outcome) {
  const names = round.faults.map(({ name }) => name).join(", ");
  const { deliveries, lost, duplicated, doubled, inFlight, settledMs } = outcome;
  return (
    `${isPassed(outcome) ? "passed" : "FAILED"}  ${String(number).padStart(3)}  ${names}: ${deliveries} deliveries, ` +
    `${lost} lost, ${duplicated} duplicated (${inFlight} in flight), ` +
    (doubled > 0 ? `${doubled} taken in twice, ` : "") +
    `settled in ${duration(settledMs)}`
  );
}

/**
 * @param {import("./plan.mjs").Round[]} rounds
 * @param {Outcome[]} outcomes
 * @returns {string[]}
 */
export function table(rounds, outcomes) {
  const names = [...new Set(rounds.flatMap((round) => round.faults.map(({ name }) => name)))].sort();
  const played = outcomes.map((outcome, index) => ({ outcome, faults: rounds[index]?.faults ?? [] }));
  const row = (label, some) => {
    const sum = (of) => some.reduce((total, { outcome }) => total + outcome[of], 0);
    return [
      label,
      some.length,
      sum("deliveries"),
      sum("repeatedCalls"),
      sum("lost"),
      sum("duplicated"),
      sum("inFlight"),
      sum("doubled"),
      duration(Math.max(0, ...some.map(({ outcome }) => outcome.settledMs))),
    ].map(String);
  };
  const head = ["rounds with", "", "deliveries", "calls repeated", "lost", "duplicated", "in flight"];
  return columns([
    [...head, "taken in twice", "longest to settle"],
    ...names.map((name) =>
      row(
        name,
        played.filter(({ faults }) => faults.some((fault) => fault.name === name)),
      ),
    ),
    row("all", played),
  ]);
}
