// Runs a Squiggle file several times in one process: node squiggle.mjs FILE SAMPLES TIMES
import { readFileSync } from "node:fs";
import { run } from "@quri/squiggle-lang";

const [, , file, samples, times] = process.argv;
const code = readFileSync(file, "utf-8");
const environment = { sampleCount: Number(samples), xyPointLength: 1000, seed: "1" };
const milliseconds = [];
let npv = [];
for (let number = 0; number < Number(times); number++) {
  const before = performance.now();
  const output = await run(code, { environment });
  const result = output.result;
  milliseconds.push(performance.now() - before);
  if (!result.ok) throw new Error(result.value.toString());
  npv = result.value.result.asJS ? result.value.result._value.value.samples : [];
}
console.log(JSON.stringify({ milliseconds, npv }));
