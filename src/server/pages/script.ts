/** The page's script: it asks the server for the CA's certificate, and offers it for download. */
export const script = `"use strict";
(async () => {
  const show = (id, text) => {
    document.getElementById(id).textContent = text;
  };
  const response = await fetch("/api/v1/cfssl/info", { method: "POST", body: "{}" });
  if (response.status === 404) return show("state", "This server has no CA of its own.");
  const { success, result, errors } = await response.json();
  if (!success) return show("state", errors[0].message);
  const pem = result.certificate + "\\n";
  show("state", "Certificates of the default profile are valid for " + (result.expiry || "an unknown time") + ".");
  show("certificate", pem);
  const link = document.getElementById("download");
  link.href = "data:application/x-pem-file," + encodeURIComponent(pem);
  link.hidden = false;
})().catch((error) => {
  document.getElementById("state").textContent = "The server does not answer: " + error.message;
});
`;
