import type { Shape } from "./shape.js";

/** Parses a JSON number (RFC 8259 §6) as an integer; null for a fraction, an exponent, or more than 20 characters. */
function integerOf(literal: string): bigint | null {
  const isWhole = !(literal.includes(".") || literal.includes("e") || literal.includes("E"));
  return isWhole && literal.length <= 20 ? BigInt(literal) : null;
}

/** A Go string. `goType`, here and below, is the name in errors if the Go type is a defined one. */
export function string(goType = "string"): Shape<string> {
  return {
    goType,
    zero: () => "",
    read: (reader, current) => (reader.kind === "string" ? reader.string() : reader.refuse(current, goType)),
  };
}

export function bool(goType = "bool"): Shape<boolean> {
  return {
    goType,
    zero: () => false,
    read: (reader, current) => (reader.kind === "bool" ? reader.word() === "true" : reader.refuse(current, goType)),
  };
}

/** A 64-bit integer. */
export function int(goType = "int"): Shape<bigint> {
  return {
    goType,
    zero: () => 0n,
    read(reader, current) {
      if (reader.kind !== "number") return reader.refuse(current, goType);
      const literal = reader.word();
      const value = integerOf(literal);
      if (value !== null && value === BigInt.asIntN(64, value)) return value;
      reader.reject(`number ${literal}`, goType);
      return current;
    },
  };
}

/** An unsigned 64-bit integer. */
export function uint64(goType = "uint64"): Shape<bigint> {
  return {
    goType,
    zero: () => 0n,
    read(reader, current) {
      if (reader.kind !== "number") return reader.refuse(current, goType);
      const literal = reader.word();
      const value = literal.startsWith("-") ? null : integerOf(literal);
      if (value !== null && value === BigInt.asUintN(64, value)) return value;
      reader.reject(`number ${literal}`, goType);
      return current;
    },
  };
}

/** An integer from 0 to 255. */
export function uint8(goType = "uint8"): Shape<number> {
  return {
    goType,
    zero: () => 0,
    read(reader, current) {
      if (reader.kind !== "number") return reader.refuse(current, goType);
      const literal = reader.word();
      if (/^\d{1,3}$/.test(literal) && Number(literal) < 256) return Number(literal);
      reader.reject(`number ${literal}`, goType);
      return current;
    },
  };
}

/** A finite float64. */
export function float64(goType = "float64"): Shape<number> {
  return {
    goType,
    zero: () => 0,
    read(reader, current) {
      if (reader.kind !== "number") return reader.refuse(current, goType);
      const literal = reader.word();
      const value = Number(literal);
      if (Number.isFinite(value)) return value;
      reader.reject(`number ${literal}`, goType);
      return current;
    },
  };
}

/**
 * An interface type with methods. Only null can be decoded into an empty one. If it holds a pointer to a value of the
 * shape `held`, values are decoded over that value, and null empties the interface.
 */
export function iface<T = never>(goType: string, held?: Shape<T>): Shape<T | null> {
  return {
    goType,
    zero: () => null,
    read(reader, current) {
      if (reader.kind === "null") return reader.refuse(null, goType);
      if (held !== undefined && current !== null) return held.read(reader, current);
      if (reader.kind !== "number") return reader.refuse(null, goType);
      const literal = reader.word();
      if (Number.isFinite(Number(literal))) reader.reject("number", goType);
      else reader.reject(`number ${literal}`, "float64");
      return null;
    },
  };
}

/** A Go type that decodes itself (json.Unmarshaler). */
export interface CustomType<T> {
  readonly goType: string;
  zero(): NoInfer<T>;
  /** Decodes the exact JSON text `raw`, even null, over `current`. An error ends all decoding. */
  fromJson(raw: Uint8Array, current: T): T;
}

/** The shape of a type that decodes itself from any JSON value. */
export function custom<T>(type: CustomType<T>): Shape<T> {
  return {
    goType: type.goType,
    zero: () => type.zero(),
    read: (reader, current) => type.fromJson(reader.raw(), current),
  };
}

/** A Go type that decodes itself from a JSON string (encoding.TextUnmarshaler). */
export interface TextType<T> {
  readonly goType: string;
  zero(): T;
  /** Decodes the Go string `text`. An error ends all decoding. */
  fromText(text: string): T;
}

/** The shape of a type that decodes itself from a JSON string. Null leaves the value unchanged. */
export function text<T>(type: TextType<T>): Shape<T> {
  return {
    goType: type.goType,
    zero: () => type.zero(),
    read: (reader, current, declared = type.goType) =>
      reader.kind === "string" ? type.fromText(reader.string()) : reader.refuse(current, declared),
  };
}
