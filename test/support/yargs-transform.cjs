// Yargs' ES modules as Jest loads them, which is as CommonJS: names that CommonJS has already get out of its way.
const { createTransformer } = require("@swc/jest").default ?? require("@swc/jest");

const swc = createTransformer({
  jsc: { target: "es2022", parser: { syntax: "ecmascript" } },
  module: { type: "commonjs" },
});

module.exports = {
  ...swc,
  process: (source, ...rest) => swc.process(source.replace(/\b__dirname\b/g, "moduleFolder"), ...rest),
};
