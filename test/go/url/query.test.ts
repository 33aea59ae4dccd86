import { parseQuery } from "../../../src/go/url/query.js";

test.each([
  ["", {}],
  ["a=1&b=2&a=3", { a: ["1", "3"], b: ["2"] }],
  ["a&=x&&b=", { a: [""], "": ["x"], b: [""] }],
  ["a+b=c%20d+e%2B&x==", { "a b": ["c d e+"], x: ["="] }],
])("the query %j has the values %j", (query, values) => {
  expect(Object.fromEntries(parseQuery(query))).toEqual(values);
});

test.each([
  ["a=1;b=2", "invalid semicolon separator in query"],
  ["%zz=1", 'invalid URL escape "%zz"'],
  ["a=%4", 'invalid URL escape "%4"'],
])("the query %j is refused: %s", (query, message) => {
  expect(() => parseQuery(query)).toThrow(message);
});
