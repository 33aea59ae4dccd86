import fc from "fast-check";
import { GoError } from "../../../src/go/errors.js";
import { proxyFromEnvironment } from "../../../src/go/http/proxy.js";
import { formatUrl, parseUrl } from "../../../src/go/url.js";

/** The proxy for a URL in this environment; "" for none. The expected values are those of cfssl 1.6.5. */
function chosen(url: string, env: Readonly<Record<string, string>>): string {
  const proxy = proxyFromEnvironment(parseUrl(url), (name) => env[name]);
  return proxy ? formatUrl(proxy) : "";
}

describe("the scheme selects the variable", () => {
  test.each([
    [{ HTTP_PROXY: "http://p:1" }, "http://a.test", "http://p:1"],
    [{ http_proxy: "http://p:1" }, "http://a.test", "http://p:1"],
    [{ HTTP_PROXY: "http://p:1", http_proxy: "http://q:1" }, "http://a.test", "http://p:1"],
    [{ HTTPS_PROXY: "http://p:1" }, "http://a.test", ""],
    [{ HTTPS_PROXY: "http://p:1" }, "https://a.test", "http://p:1"],
    [{ https_proxy: "127.0.0.1:1" }, "https://a.test", "http://127.0.0.1:1"],
    [{ HTTP_PROXY: "http://u:p%40@p:1" }, "http://a.test", "http://u:p%40@p:1"],
    [{ HTTP_PROXY: "ftp://p:1" }, "http://a.test", "ftp://p:1"],
    [{ HTTP_PROXY: "p:1" }, "http://a.test", "http://p:1"],
    [{ HTTP_PROXY: "http://%zz" }, "http://a.test", ""],
    [{}, "http://a.test", ""],
  ])("%j for %s", (env, url, proxy) => {
    expect(chosen(url, env)).toBe(proxy);
  });

  test("but not if a client of a CGI program may have set it", () => {
    const env = { HTTP_PROXY: "http://p:1", REQUEST_METHOD: "GET" };
    expect(() => chosen("http://a.test", env)).toThrow(
      "refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy",
    );
  });
});

describe("localhost and loopback addresses get no proxy", () => {
  test.each([
    ["http://localhost:1", false],
    ["http://127.0.0.1:1", false],
    ["http://127.9.9.9", false],
    ["http://[::1]:1", false],
    ["http://LOCALHOST:1", true],
    ["http://a.test", true],
  ])("%s: %s", (url, isProxied) => {
    expect(chosen(url, { HTTP_PROXY: "http://p:1" }) !== "").toBe(isProxied);
  });
});

describe("NO_PROXY", () => {
  const [named, other] = ["http://a.test", "http://203.0.113.9:1"];
  test.each([
    ["*", named, false],
    ["a.test", named, false],
    [".test", named, false],
    ["test", named, false],
    ["b.test", named, true],
    ["a.test:80", named, false],
    ["a.test:81", named, true],
    ["*.test", named, false],
    ["*.a.test", named, true],
    ["A.TEST", named, false],
    [" a.test , b", named, false],
    ["b,a.test", named, false],
    [",", named, true],
    ["st", named, true],
    [".a.test", named, true],
    ["a.test.", named, true],
    ["a.test", "http://b.a.test", false],
    ["a.test:8080", "http://a.test:8080", false],
    ["a.test", "http://a.test.:8080", true],
    ["203.0.113.9", other, false],
    ["203.0.113.0/24", other, false],
    ["203.0.112.0/24", other, true],
    ["203.0.113.8/31", other, false],
    ["203.0.113.10/31", other, true],
    ["203.0.113.9:1", other, false],
    ["203.0.113.9:2", other, true],
    ["0.0.0.0/0", other, false],
    ["::/0", other, true],
    ["203.0.113", other, true],
    ["2001:db8::1", "http://[2001:db8::1]:1", false],
    ["2001:db8::/32", "http://[2001:db8::1]:1", false],
    ["[2001:db8::1]", "http://[2001:db8::1]:1", true],
    ["[2001:db8::1]:1", "http://[2001:db8::1]:1", false],
    ["[2001:db8::1]:2", "http://[2001:db8::1]:1", true],
  ])("%j: whether %s gets a proxy: %s", (list, url, isProxied) => {
    expect(chosen(url, { HTTP_PROXY: "http://p:1", NO_PROXY: list }) !== "").toBe(isProxied);
    expect(chosen(url, { HTTP_PROXY: "http://p:1", no_proxy: list }) !== "").toBe(isProxied);
  });
});

test("no value of the variables throws anything but GoError", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.webUrl(), (proxy, list, url) => {
      try {
        chosen(url, { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: list });
      } catch (error) {
        expect(error).toBeInstanceOf(GoError);
      }
    }),
  );
});
