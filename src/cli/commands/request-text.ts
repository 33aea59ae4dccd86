/** Explains the argument CSRJSON. */
export const csrJsonText =
  "CSRJSON is a file with the request as JSON, or - for standard input; `cfssl print-defaults csr` prints " +
  "one to start from.";

/** Explains -config to those who use a command that signs nothing. */
export const configText = "signing configuration (JSON); it must be valid, and is not used";
