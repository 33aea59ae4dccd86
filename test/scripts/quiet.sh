# Nothing but the result.
set -euo pipefail
echo '{"CN":"Example CA"}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca >/dev/null
echo '{"CN":"x"}' | cfssl gencert -loglevel=5 -ca=ca.pem -ca-key=ca-key.pem - | cfssljson -bare x &>log
wc -c < log
