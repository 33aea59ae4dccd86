/**
 * Makes a function that tells the value of the Date header (RFC 9110 §5.6.7). It is formatted once a second.
 *
 * @param now milliseconds since 1970 (UTC)
 */
export function createDate(now: () => number): () => string {
  let second = -1;
  let text = "";
  return () => {
    const current = Math.floor(now() / 1000);
    if (current !== second) {
      second = current;
      text = new Date(current * 1000).toUTCString();
    }
    return text;
  };
}
