import { join } from "node:path";
import { projectFolder } from "../support/contents.js";
import { createUserProject, type UserProject } from "../support/user-project.js";

let user: UserProject;

beforeAll(async () => {
  user = await createUserProject();
}, 120_000);

afterAll(() => user.remove());

const suite = `
const { createServer, request } = require("node:https");
const { CfsslError, certinfo, createLocalSigner, initca } = require("cfssl-ts");

test("a server shows a certificate that was made in the test", async () => {
  const { cert: ca, key: caKey } = await initca({ CN: "Test CA" });
  const signer = await createLocalSigner({ ca, caKey });
  const { cert, key } = await signer.gencert({ CN: "localhost", hosts: ["localhost"] });
  const server = createServer({ cert, key }, (_, response) => response.end("hello"));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const answer = await new Promise((resolve, reject) => {
    const { port } = server.address();
    request({ port, host: "127.0.0.1", servername: "localhost", ca }, resolve).on("error", reject).end();
  });
  expect(answer.statusCode).toBe(200);
  answer.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("every kind of key is made", async () => {
  const made = await Promise.all(["rsa", "ecdsa", "ed25519"].map((algo) => initca({ CN: "x", key: { algo, size: { rsa: 2048 }[algo] ?? 256 } })));
  expect(made.map(({ cert }) => certinfo(cert).sigalg)).toEqual(["SHA256WithRSA", "ECDSAWithSHA256", "Ed25519"]);
});

test("errors have the class that was required", () => {
  expect(() => certinfo("no PEM")).toThrow(CfsslError);
});
`;

test("a CommonJS project's tests require the library under Jest, without a transform", async () => {
  await user.write({
    "jest.config.json": JSON.stringify({ transform: {}, testMatch: ["<rootDir>/*.test.js"] }),
    "server.test.js": suite,
  });
  const jest = join(projectFolder, "node_modules", "jest", "bin", "jest.js");
  await user.run(process.execPath, [jest, "--json", "--outputFile=result.json", "--rootDir", user.folder]);
  const result = await user.run("cat", ["result.json"]);
  expect(JSON.parse(result)).toMatchObject({ success: true, numPassedTests: 3, numTotalTests: 3 });
}, 120_000);
