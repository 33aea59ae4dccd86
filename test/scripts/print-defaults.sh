# The way the documentation starts.
set -e
cfssl print-defaults config > ca-config.json
cfssl print-defaults csr > ca-csr.json
sed -i 's/example.net/CA of example.net/' ca-csr.json
cfssl gencert -initca ca-csr.json 2>/dev/null | cfssljson -bare ca -
cfssl print-defaults csr | cfssl gencert -ca ca.pem -ca-key ca-key.pem -config ca-config.json -profile www - 2>/dev/null | cfssljson -bare server
openssl x509 -in server.pem -noout -subject -nameopt RFC2253 -ext extendedKeyUsage
