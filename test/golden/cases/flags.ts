import { family, golden } from "../describe.js";
import { plainRequest } from "./common.js";

const files = { "request.json": plainRequest };

/** Arguments of `cfssl`. */
const top = {
  nothing: "",
  "no-command": "--",
  "unknown-command": "nope",
  "unknown-command-case": "Genkey",
  "unknown-command-empty": "''",
  "unknown-command-dash": "-",
  "unknown-command-odd": "'a b<é>'",
  help: "-h",
  "help-long": "--help",
  "help-value": "-help=false",
  undefined: "-loglevel=0",
  "undefined-version": "-version",
  "syntax-three-dashes": "---x",
  "syntax-equals": "-=x",
  "non-compliant-keys": "-allow_verification_with_non_compliant_keys version",
  "non-compliant-keys-value": "-allow_verification_with_non_compliant_keys=maybe version",
};

/** Arguments of `cfssl version`, which accepts every flag and ignores most. */
const ofCommand = {
  help: "-h",
  "help-before-error": "-h -nope",
  "error-before-help": "-nope -h",
  "help-before-config": "-config none.json -h",
  undefined: "-nope",
  "undefined-value": "--nope=1",
  "syntax-three-dashes": "---x",
  "syntax-equals": "-=",
  "syntax-two-dashes-equals": "--=x",
  "needs-argument": "-hostname",
  "takes-flag-as-value": "-hostname -initca",
  "empty-value": "-hostname= -config=",
  "boolean-takes-no-word": "-initca false",
  "boolean-values": "-initca=1 -initca=0 -initca=t -initca=F -initca=TRUE -initca=False",
  "boolean-wrong": "-initca=yes",
  "boolean-empty": "-initca=",
  "integer-bases": "-port 0x1F -port 0o17 -port 017 -port 0b11 -port 1_000 -port -5 -port +5",
  "integer-wrong": "-loglevel=x",
  "integer-empty": "-loglevel=",
  "integer-float": "-port=1.5",
  "integer-underscore": "-port=1__0",
  "integer-too-big": "-loglevel=9223372036854775808",
  "integer-largest": "-port=9223372036854775807",
  "duration-forms":
    "-interval 1h30m -interval 1.5h -interval 1us -interval 1µs -interval -3s -interval +0 -interval .5h",
  "duration-without-unit": "-timeout=1",
  "duration-unknown-unit": "-timeout=1d",
  "duration-empty": "-interval=",
  "duration-too-long": "-interval=2562048h",
  "duration-expiry": "-expiry=1h",
  "quoting-of-value": `-loglevel 'a"b\\c'`,
  "quoting-of-controls": "-loglevel 'a\tb\u0001é\u2028'",
  "last-wins": "-loglevel 0 -loglevel 1",
  "double-dash-ends": "-loglevel=1 -- -nope",
  "word-ends": "word -nope",
  "dash-is-word": "- -nope",
  "only-newer": "-disable x -min-tls-version 1.2",
};

export const flagCases = [
  ...family("flags/top-", top, (name, words) => golden(name, `cfssl ${words}`)),
  ...family("flags/", ofCommand, (name, words) => golden(name, `cfssl version ${words}`)),
  golden("flags/after-arguments", "cfssl genkey request.json -initca", files),
  golden("flags/two-dashes", "cfssl genkey --loglevel=4 request.json", files),
  golden("flags/cfssljson-help", "cfssljson -h"),
  golden("flags/cfssljson-undefined", "cfssljson -nope"),
  golden("flags/cfssljson-boolean", "cfssljson -bare=2"),
  golden("flags/cfssljson-needs-argument", "cfssljson -f"),
  golden("flags/cfssljson-syntax", "cfssljson ---bare"),
  golden("flags/cfssljson-version", "cfssljson -version"),
  golden("flags/cfssl-certinfo-help", "cfssl-certinfo --help"),
  golden("flags/cfssl-certinfo-undefined", "cfssl-certinfo -loglevel 0"),
  golden("flags/cfssl-certinfo-csr", "cfssl-certinfo -csr x"),
  golden("flags/cfssl-certinfo-needs-argument", "cfssl-certinfo -cert"),
  golden("flags/cfssl-certinfo-syntax", "cfssl-certinfo -=x"),
  golden("flags/cfssl-certinfo-only-newer", "cfssl-certinfo -aki 1 -serial 2"),
  ...family(
    "help/",
    Object.fromEntries(
      ["certinfo", "gencert", "gencrl", "gencsr", "genkey", "print-defaults", "selfsign", "sign", "version"].map(
        (name) => [name, name],
      ),
    ),
    (name, command) => golden(name, `cfssl ${command} -help`),
  ),
];
