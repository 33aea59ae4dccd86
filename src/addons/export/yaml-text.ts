/**
 * A text as a scalar of YAML 1.1 and 1.2. What is not surely read as a text without quotes gets them: JSON's are YAML's
 * too.
 */
export function yamlText(text: string): string {
  const isPlain = /^[A-Za-z][A-Za-z0-9./@_-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
