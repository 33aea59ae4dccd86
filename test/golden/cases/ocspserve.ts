import { FixtureFile } from "../../support/case.js";
import { family, golden } from "../describe.js";

const files = { responses: new FixtureFile("ocsp/responses.txt"), empty: "" };

const starts: Record<string, string> = {
  "no-flags": "cfssl ocspserve",
  argument: "cfssl ocspserve x -responses none",
  "responses-missing": "cfssl ocspserve -responses none",
  "responses-before-database": "cfssl ocspserve -responses none -db-config none.json",
  "database-missing": "cfssl ocspserve -db-config none.json",
  "empty-names": "cfssl ocspserve -responses= -db-config=",
  "folder-of-responses": "cfssl ocspserve -responses .",
  "bad-port": "cfssl ocspserve -port x -responses responses",
  // A port that does not exist ends the server when it has read its responses.
  "odd-responses": "cfssl ocspserve -responses responses -port 99999",
  "no-responses": "cfssl ocspserve -responses empty -port 99999",
  "negative-port": "cfssl ocspserve -responses empty -address ::1 -port -1",
  "all-addresses": "cfssl ocspserve -responses empty -address '' -port 99999",
  "empty-path": "cfssl ocspserve -responses empty -path '' -port 99999",
  silent: "cfssl ocspserve -responses responses -port 99999 -loglevel 5",
};

export const ocspserveCases = family("ocspserve/", starts, (name, line) => golden(name, line, files));
