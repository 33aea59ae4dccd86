/**
 * The way from here to @peculiar/x509, for those who work with that library: `import … from "cfssl-ts/peculiar"`. An
 * entry of its own, because its types are that library's, which the caller installs: npm install @peculiar/x509
 * reflect-metadata.
 */
export { toX509Certificate, toX509Request } from "./library/bridge.js";
