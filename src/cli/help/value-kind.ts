/** What a person may type as the value of a flag, or as an argument. */
export type ValueKind =
  | FileKind
  | { readonly is: "folder" }
  /** The name of a profile in the file that -config names. */
  | { readonly is: "profile" }
  /** One of these words. */
  | { readonly is: "word"; readonly words: readonly (readonly [word: string, description: string])[] }
  /** Free text. */
  | { readonly is: "text" };

export interface FileKind {
  readonly is: "file";
  /** How the names of such files usually end, without the dot; none means that any name will do. */
  readonly endings: readonly string[];
  /** Whether `-` stands for standard input. */
  readonly takesStdin?: boolean;
  /** Whether `file:PATH` and `env:VARIABLE` are understood where the release has them. */
  readonly takesPrefixes?: boolean;
}

export const jsonFile: FileKind = { is: "file", endings: ["json"] };
/** The request that a CSRJSON argument names. */
export const requestJson: FileKind = { ...jsonFile, takesStdin: true };
export const certificateFile: FileKind = { is: "file", endings: ["pem", "crt", "cer"] };
export const keyFile: FileKind = { is: "file", endings: ["pem", "key"] };
export const csrFile: FileKind = { is: "file", endings: ["csr", "pem"], takesStdin: true };
export const freeText: ValueKind = { is: "text" };
