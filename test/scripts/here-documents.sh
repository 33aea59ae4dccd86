# Requests straight from the script, into -.
set -e
cfssl gencert -initca - <<REQUEST | cfssljson -bare ca
{
  "CN": "Example CA",
  "key": { "algo": "ecdsa", "size": 256 }
}
REQUEST
cat <<REQUEST | cfssl gencert -ca ca.pem -ca-key ca-key.pem - | cfssljson -bare server
{ "CN": "server", "hosts": ["server.example"], "key": { "algo": "ecdsa", "size": 256 } }
REQUEST
openssl verify -CAfile ca.pem server.pem
