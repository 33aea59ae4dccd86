/** Reads what callers hand in, every value once. Errors are TypeErrors that name the argument, never the runtime's. */

/** A caller's argument and its name for errors. */
export interface Given {
  readonly name: string;
  readonly value: unknown;
}

/** The error for an argument of a wrong kind. It shows the kind of the value only: the value may be secret. */
export function wrongKind({ name, value }: Given, accepted: string): TypeError {
  return new TypeError(`${name} must be ${accepted}; ${kindOf(value)} was given`);
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "object") return objectKind(value);
  return `a ${typeof value}`;
}

function objectKind(value: object): string {
  if (isArray(value)) return "an array";
  const kind = knownKind(value);
  return kind === null ? "an object" : `a value of type ${kind}`;
}

/** The name of a class whose contents are no members; null for all others. Runs no code but that of a proxy. */
function knownKind(value: object): string | null {
  const kinds = [Map, Set, Date, Promise, RegExp, Error, ArrayBuffer, ...sharedBuffers(), DataView, Uint8Array];
  try {
    return kinds.find((each) => value instanceof each)?.name ?? null;
  } catch {
    return null;
  }
}

/** Reads a string. */
export function givenText(given: Given, accepted = "a string"): string {
  if (typeof given.value !== "string") throw wrongKind(given, accepted);
  return given.value;
}

/** Reads the items of an array. Throws TypeError for any other value. */
export function givenList<T>({ name, value }: Given, accepted: string, read: (item: Given) => T): readonly T[] {
  if (!isArray(value)) throw wrongKind({ name, value }, accepted);
  const items: T[] = [];
  const length = readOnce(() => value.length, name);
  for (let at = 0; at < length; at++) {
    items.push(read({ name: `${name}[${at}]`, value: readOnce(() => value[at], `${name}[${at}]`) }));
  }
  return items;
}

/** Array.isArray, which throws for a revoked proxy. */
export function isArray(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

/** Reads a function. Calling the result calls it as a method of `owner`. */
export function givenFunction<A extends readonly unknown[]>(given: Given, owner?: object): (...args: A) => unknown {
  const { value } = given;
  if (typeof value !== "function") throw wrongKind(given, "a function");
  return (...args) => Reflect.apply(value, owner, args);
}

/** An object of the caller's with named members. */
export interface Members {
  readonly object: object;
  /** Reads a member of the object or of its class. Undefined if there is none; what every object inherits is none. */
  member(name: string): Given;
}

/**
 * Reads an object by the names of its members. Other members are never read.
 *
 * @param prefix the start of a member's name in errors: `options.`
 */
export function givenMembers(given: Given, prefix: string, accepted = "an object"): Members {
  const { value } = given;
  if (typeof value !== "object" || value === null || isArray(value) || ArrayBuffer.isView(value) || knownKind(value)) {
    throw wrongKind(given, accepted);
  }
  return {
    object: value,
    member: (name) => ({ name: prefix + name, value: readOnce(() => readMember(value, name), prefix + name) }),
  };
}

const mostPrototypes = 100;

function readMember(object: object, name: string): unknown {
  let owner: object | null = object;
  for (let depth = 0; owner !== null && owner !== Object.prototype && depth < mostPrototypes; depth++) {
    if (Object.hasOwn(owner, name) && (owner === object || isOfClass(owner))) return Reflect.get(owner, name, object);
    owner = Object.getPrototypeOf(owner);
  }
  return undefined;
}

/** Whether this is the prototype of a class. Members of other prototypes do not count: JSON can set a __proto__. */
function isOfClass(prototype: object): boolean {
  return typeof Object.getOwnPropertyDescriptor(prototype, "constructor")?.value === "function";
}

/** Runs a getter or a proxy. If it throws, throws a TypeError that names the member. */
export function readOnce<T>(read: () => T, name: string): T {
  try {
    return read();
  } catch (cause) {
    throw new TypeError(`${name} cannot be read`, { cause });
  }
}

/** The class of memory that threads share. Browsers have it only in pages that are isolated from other sites. */
export function sharedBuffers(): readonly SharedArrayBufferConstructor[] {
  return typeof SharedArrayBuffer === "undefined" ? [] : [SharedArrayBuffer];
}
