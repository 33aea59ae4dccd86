import { parseCertificateRequest } from "../../../src/x509/parse/index.js";
import { verifyRequestSignature } from "../../../src/x509/verify/request-signature.js";
import { fromBase64, recorded, releaseNames, rulesOf } from "../recorded.js";

type Row = { readonly name: string; readonly request: string } & Readonly<
  Record<(typeof releaseNames)[number], string>
>;

const rows = recorded<Row>("signatures");

describe.each(releaseNames)("as in %s", (release) => {
  const { parser, verify } = rulesOf[release];

  async function answer(request: string): Promise<string> {
    try {
      await verifyRequestSignature(parseCertificateRequest(fromBase64(request), parser), verify);
      return "";
    } catch (error) {
      return error instanceof Error && error.name === "GoError" ? error.message : String(error);
    }
  }

  test.each(rows)("the signature of the request $name gets upstream's answer", async (row) => {
    expect(await answer(row.request)).toBe(row[release]);
  });
});
