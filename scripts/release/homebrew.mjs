import { address, completedNames, downloadAddress, license, linkedNames, summary, version } from "../project.mjs";
import { completionsOf } from "./contents.mjs";

/** The platforms of the formula, by Homebrew's own words for them. */
const systems = [
  [
    "on_macos",
    [
      ["on_arm", "darwin_arm64"],
      ["on_intel", "darwin_amd64"],
    ],
  ],
  [
    "on_linux",
    [
      ["on_arm", "linux_arm64"],
      ["on_intel", "linux_amd64"],
    ],
  ],
];

/** The archives that the formula needs, by platform. */
export const formulaPlatforms = systems.flatMap(([, processors]) => processors.map(([, platform]) => platform));

/** A Homebrew formula over the archives: `archives` has { file, digest } by platform. */
export function homebrewFormula(archives, texts) {
  const blocks = systems.map(([system, processors]) => {
    const inner = processors.map(([processor, platform]) => {
      const { file, digest } = archives.get(platform);
      return `    ${processor} do
      url "${downloadAddress(file)}"
      sha256 "${digest}"
    end`;
    });
    return `  ${system} do\n${inner.join("\n")}\n  end`;
  });
  return `class CfsslTs < Formula
  desc "${summary}"
  homepage "${address}"
  version "${version}"
  license "${license}"

${blocks.join("\n\n")}

  conflicts_with "cfssl", because: "both install cfssl, cfssljson and cfssl-certinfo"

  def install
    bin.install "cfssl"
    # One program under several names: links to it take no space.
    %w[${linkedNames.join(" ")}].each { |name| bin.install_symlink bin/"cfssl" => name }
${installLines(texts)}  end

  test do
    (testpath/"csr.json").write '{"CN":"Homebrew test CA","key":{"algo":"ecdsa","size":256}}'
    answer = shell_output("#{bin}/cfssl gencert -loglevel=2 -initca csr.json")
    pipe_output("#{bin}/cfssljson -bare ca", answer, 0)
    assert_match "Homebrew test CA", shell_output("#{bin}/cfssl-certinfo -cert ca.pem")
  end
end
`;
}

/** Manual pages and completions, where the archives have them. */
function installLines(texts) {
  const { bash, zsh, fish } = completionsOf(texts);
  const lines = [
    [[...texts.keys()].some((path) => path.startsWith("man/")), 'man1.install Dir["man/man1/*.1"]'],
    [bash, 'bash_completion.install "completions/cfssl.bash" => "cfssl"'],
    [zsh, 'zsh_completion.install "completions/_cfssl"'],
    [fish, 'fish_completion.install "completions/cfssl.fish"'],
    [fish, `%w[${completedNames.join(" ")}].each do |name|`],
    [fish, '  fish_completion.install_symlink fish_completion/"cfssl.fish" => "#{name}.fish"'],
    [fish, "end"],
  ];
  return lines.map(([isThere, line]) => (isThere ? `    ${line}\n` : "")).join("");
}
