import * as library from "../../src/index.js";
import * as peculiar from "../../src/peculiar.js";
import { readExamples } from "../docs/examples.js";

// test/docs/programs.test.ts compiles and runs the examples.

const isClass = (value: unknown) => typeof value === "function" && value.prototype instanceof Error;
const functions = Object.entries({ ...library, ...peculiar }).filter(([, value]) => !isClass(value));
const methods = ["gencert", "sign", "renew"];

test.each([...functions.map(([name]) => name), ...methods])(
  "the docstring of %s has an example that calls it",
  (name) => {
    const examples = readExamples().filter(({ subject }) => subject === name);
    expect(examples.length).toBe(1);
    expect(examples[0]?.text).toMatch(new RegExp(`\\b${name}\\(`));
  },
);
