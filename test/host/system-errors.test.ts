import { failedCall } from "../../src/host/net/connection-error.js";
import { systemReason } from "../../src/host/system/errors.js";

function fault(code: string, syscall = "open", path = "x"): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code, syscall, path });
}

describe("an error with a file", () => {
  test.each([
    ["ENOENT", "no such file or directory"],
    ["EACCES", "permission denied"],
    ["EISDIR", "is a directory"],
    ["ESTRANGE", undefined],
  ])("%s on Linux is %j", (code, text) => {
    expect(systemReason(fault(code), "linux")).toBe(text);
  });

  test.each([
    ["EPERM", "open", "ca.pem", "Access is denied."],
    ["EISDIR", "open", "folder", "is a directory"],
    ["EISDIR", "read", "folder", "Incorrect function."],
    ["EBUSY", "open", "ca.pem", "The process cannot access the file because it is being used by another process."],
    ["ENOENT", "open", "", "The system cannot find the file specified."],
    ["ENOENT", "open", "ca.pem", "The system cannot find the file specified."],
    ["ENOENT", "open", "./ca.pem", "The system cannot find the file specified."],
    ["ENOENT", "open", "none/ca.pem", "The system cannot find the path specified."],
    ["ENOENT", "open", "Q:\\none\\ca.pem", "The system cannot find the path specified."],
    ["ENOENT", "open", "\\\\none\\share\\ca.pem", "The network path was not found."],
    ["ENOENT", "open", "none\\*.pem", "The filename, directory name, or volume label syntax is incorrect."],
    ["ESTRANGE", "open", "ca.pem", undefined],
  ])("%s of %s %j on Windows is %j", (code, syscall, path, text) => {
    expect(systemReason(fault(code, syscall, path), "win32")).toBe(text);
  });
});

test.each([
  ["linux", "connect", "ECONNREFUSED", "connect: connection refused"],
  ["linux", "read", "ECONNRESET", "read: connection reset by peer"],
  [
    "win32",
    "connect",
    "ECONNREFUSED",
    "connectex: No connection could be made because the target machine actively refused it.",
  ],
  ["win32", "read", "ECONNRESET", "wsarecv: An existing connection was forcibly closed by the remote host."],
] as const)("on %s, a %s that fails with %s says %j", (platform, call, code, text) => {
  expect(failedCall(call, fault(code, call), platform)).toBe(text);
});
