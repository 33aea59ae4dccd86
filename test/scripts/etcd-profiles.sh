# Profiles for servers, clients and peers.
set -e
cat > ca-config.json <<CONFIG
{
  "signing": {
    "default": { "expiry": "43800h" },
    "profiles": {
      "server": { "expiry": "43800h", "usages": ["signing", "key encipherment", "server auth"] },
      "client": { "expiry": "43800h", "usages": ["signing", "key encipherment", "client auth"] },
      "peer": { "expiry": "43800h", "usages": ["signing", "key encipherment", "server auth", "client auth"] }
    }
  }
}
CONFIG
echo '{"CN":"My own CA","key":{"algo":"ecdsa","size":256}}' > ca-csr.json
cfssl gencert -initca ca-csr.json | cfssljson -bare ca -
for kind in server client peer; do
  echo "{\"CN\":\"$kind\",\"hosts\":[\"\"],\"key\":{\"algo\":\"ecdsa\",\"size\":256}}" |
    cfssl gencert -ca=ca.pem -ca-key=ca-key.pem -config=ca-config.json -profile=$kind -hostname="$kind.local,10.0.0.1" - |
    cfssljson -bare $kind
done
openssl x509 -in peer.pem -noout -ext extendedKeyUsage
