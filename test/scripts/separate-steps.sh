# Key and request here, signature there.
set -e
echo '{"CN":"Example CA"}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca
echo '{"CN":"x","hosts":["x.example"],"names":[{"O":"Example"}]}' > x.json
cfssl genkey x.json | cfssljson -bare x
cfssl certinfo -csr x.csr | grep CommonName
cfssl sign -ca ca.pem -ca-key ca-key.pem x.csr | cfssljson -bare x
cfssl sign -ca ca.pem -ca-key ca-key.pem -hostname y.example x.csr 2>/dev/null | cfssljson -bare y
openssl x509 -in y.pem -noout -ext subjectAltName
