# The authority's certificate made anew, twice: from the certificate, and from the request.
set -e
echo '{"CN":"Example CA","names":[{"O":"Example"}],"ca":{"expiry":"24h"}}' > ca.json
cfssl gencert -initca ca.json 2>/dev/null | cfssljson -bare ca
cp ca.pem old.pem
cfssl gencert -renewca -ca ca.pem -ca-key ca-key.pem | cfssljson -bare renewed
cfssl gencert -initca -ca-key ca-key.pem ca.json | cfssljson -bare again
echo '{"CN":"x","hosts":["x"]}' | cfssl gencert -ca old.pem -ca-key ca-key.pem - 2>/dev/null | cfssljson -bare x
for file in old renewed again; do openssl verify -CAfile $file.pem x.pem; done
