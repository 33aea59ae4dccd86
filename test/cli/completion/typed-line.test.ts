import {
  fishQuoting,
  posixQuoting,
  powershellQuoting,
  type Quoting,
  splitLine,
} from "../../../src/cli/completion/typed-line.js";

const env = (name: string) => ({ HOME: "/home/x", A: "a b", EMPTY: "" })[name];

function words(line: string, quoting: Quoting): string[] {
  const { words, last } = splitLine(line, quoting, env);
  return [...words, last.value];
}

test.each<[string, string[]]>([
  ["", [""]],
  ["cfssl", ["cfssl"]],
  ["cfssl ", ["cfssl", ""]],
  ["a  b\tc ", ["a", "b", "c", ""]],
  ["a '' b", ["a", "", "b"]],
  ["my\\ file", ["my file"]],
  ["'my file' \"x\"y'z'", ["my file", "xyz"]],
  ["'a\\' b", ["a\\", "b"]],
  ['"a\\"b\\$c\\d" e', ['a"b$c\\d', "e"]],
  ["a\\", ["a"]],
  ["~/x ~ ~user/x a~ '~'", ["/home/x/x", "/home/x", "~user/x", "a~", "~"]],
  ["-ca=~/x -b", ["-ca=~/x", "-b"]],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's.
  ["$HOME/x ${A} \"$A\" '$A' x$EMPTY", ["/home/x/x", "a b", "a b", "$A", "x"]],
  ["$UNSET/x $(touch x) $ `y`", ["$UNSET/x", "$(touch", "x)", "$", "`y`"]],
  ["cfssl a >out <in 2>err >>more 2>&1 &>all b", ["cfssl", "a", "b"]],
  ["cfssl a > out 2> err b", ["cfssl", "a", "b"]],
  ["a; b & c | d e", ["d", "e"]],
  ["a && cfssl x", ["cfssl", "x"]],
])("bash and zsh read %j as %j", (line, expected) => {
  expect(words(line, posixQuoting)).toEqual(expected);
});

test.each<[string, string[]]>([
  ["'a\\'b\\\\c\\d' e", ["a'b\\c\\d", "e"]],
  ['"a\\"b\\$c" $A', ['a"b$c', "a b"]],
  ["~/x \\~", ["/home/x/x", "~"]],
])("fish reads %j as %j", (line, expected) => {
  expect(words(line, fishQuoting)).toEqual(expected);
});

test.each<[string, string[]]>([
  ["'it''s' \"a\"\"b\"", ["it's", 'a"b']],
  ["my` file .\\x", ["my file", ".\\x"]],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's.
  ["$env:HOME\\x ${env:A} $HOME", ["/home/x\\x", "a b", "$HOME"]],
  ["\"`$env:A\" '$env:A'", ["$env:A", "$env:A"]],
])("PowerShell reads %j as %j", (line, expected) => {
  expect(words(line, powershellQuoting)).toEqual(expected);
});

test.each([
  ["a 'b c", { raw: "'b c", value: "b c", quote: "'", hasTilde: false, isRedirection: false }],
  ['a "b', { raw: '"b', value: "b", quote: '"', hasTilde: false, isRedirection: false }],
  ["a ~/b", { raw: "~/b", value: "~/b", quote: "", hasTilde: true, isRedirection: false }],
  ["a '~/b", { raw: "'~/b", value: "~/b", quote: "'", hasTilde: false, isRedirection: false }],
  ["a >b", { raw: "b", value: "b", quote: "", hasTilde: false, isRedirection: true }],
  ["a > b", { raw: "b", value: "b", quote: "", hasTilde: false, isRedirection: true }],
  ["a 2> ", { raw: "", value: "", quote: "", hasTilde: false, isRedirection: true }],
])("the last word of %j is open: %j", (line, expected) => {
  expect(splitLine(line, posixQuoting, env).last).toEqual(expected);
});
