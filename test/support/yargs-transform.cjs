// Turns yargs' ES modules into CommonJS, which Jest loads. It renames names that CommonJS has already.
const { createTransformer } = require("@swc/jest").default ?? require("@swc/jest");

const swc = createTransformer({
  jsc: { target: "es2022", parser: { syntax: "ecmascript" } },
  module: { type: "commonjs" },
});

module.exports = {
  ...swc,
  process: (source, ...rest) => swc.process(source.replace(/\b__dirname\b/g, "moduleFolder"), ...rest),
};
