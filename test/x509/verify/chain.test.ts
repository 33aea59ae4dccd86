import { createLocalSigner, initca, verifyCertificate } from "../../../src/index.js";

/** Cross-signed CAs and CAs of one name can make the number of paths explode (Go's limit is 100 signatures). */

const asCa = {
  signing: { default: { usages: ["cert sign"], expiry: "8760h", ca_constraint: { is_ca: true } } },
} as const;

type Ca = Awaited<ReturnType<typeof initca>>;

async function issueLeaf({ cert, key }: Ca): Promise<string> {
  const signer = await createLocalSigner({ ca: cert, caKey: key });
  return (await signer.gencert({ CN: "leaf", hosts: ["leaf.example"] })).cert;
}

async function crossSign({ csr }: Ca, { cert, key }: Ca): Promise<string> {
  const signer = await createLocalSigner({ ca: cert, caKey: key, config: asCa });
  return (await signer.sign(csr)).cert;
}

test("a root of the right key is found among 60 of one name", async () => {
  const ca = await initca({ CN: "Same" });
  const others = await Promise.all(Array.from({ length: 60 }, () => initca({ CN: "Same" })));
  const roots = [...others.map(({ cert }) => cert), ca.cert];
  const { chains } = await verifyCertificate(await issueLeaf(ca), { roots });
  expect(chains.map((chain) => chain[1])).toEqual([ca.cert]);
});

test("a search among 200 candidates of one name ends with Go's error", async () => {
  const ca = await initca({ CN: "Same" });
  const others = await Promise.all(Array.from({ length: 200 }, () => initca({ CN: "Same" })));
  const outcome = verifyCertificate(await issueLeaf(ca), { roots: others.map(({ cert }) => cert) });
  await expect(outcome).rejects.toThrow(
    "x509: signature check attempts limit reached while verifying certificate chain",
  );
});

test("CAs that sign each other make no endless path", async () => {
  const [a, b, root] = await Promise.all([initca({ CN: "A" }), initca({ CN: "B" }), initca({ CN: "Root" })]);
  const intermediates = [await crossSign(a, b), await crossSign(b, a)];
  const leaf = await issueLeaf(a);
  await expect(verifyCertificate(leaf, { roots: root.cert, intermediates })).rejects.toThrow(
    "x509: certificate signed by unknown authority",
  );
  const { chains } = await verifyCertificate(leaf, {
    roots: root.cert,
    intermediates: [...intermediates, await crossSign(b, root)],
  });
  expect(chains.map((chain) => chain.length)).toEqual([4]);
});

test("all chains of a cross-signed CA are found, by way of each root", async () => {
  const [old, young, middle] = await Promise.all([
    initca({ CN: "Old" }),
    initca({ CN: "Young" }),
    initca({ CN: "Middle" }),
  ]);
  const intermediates = [await crossSign(middle, old), await crossSign(middle, young)];
  const leaf = await issueLeaf(middle);
  const { chains } = await verifyCertificate(leaf, { roots: [old.cert, young.cert], intermediates });
  expect(chains.map((chain) => chain.at(-1)).sort()).toEqual([old.cert, young.cert].sort());
});
