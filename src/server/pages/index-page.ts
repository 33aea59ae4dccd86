/** The page for people. It loads nothing from elsewhere: its own policy forbids that. */
export const indexPage = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'">
<title>Certificate authority</title>
<script src="/assets/cfssl.js" defer></script>
</head>
<body>
<main>
<h1>Certificate authority</h1>
<p>This server issues certificates through the HTTP API of cfssl, at <code>/api/v1/cfssl/</code>.</p>
<h2>The CA's certificate</h2>
<p id="state">Asking the server …</p>
<p><a id="download" download="ca.pem" hidden>Download ca.pem</a></p>
<pre id="certificate"></pre>
<noscript><p>Without JavaScript: <code>cfssl info -remote ADDRESS</code> prints the certificate.</p></noscript>
</main>
</body>
</html>
`;
