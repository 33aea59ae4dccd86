# One certificate for each node, from a template.
set -euo pipefail
echo '{"CN":"Kubernetes","names":[{"O":"Kubernetes","OU":"CA"}]}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca
for n in 0 1 2; do
  instance=worker-$n
  address=10.240.0.2$n
  cat > $instance-csr.json <<REQUEST
{
  "CN": "system:node:$instance",
  "key": { "algo": "ecdsa", "size": 256 },
  "names": [{ "C": "US", "L": "Portland", "O": "system:nodes", "OU": "Kubernetes", "ST": "Oregon" }]
}
REQUEST
  cfssl gencert -ca=ca.pem -ca-key=ca-key.pem -hostname=$instance,$address $instance-csr.json 2>/dev/null | cfssljson -bare $instance
  openssl x509 -in $instance.pem -noout -subject -nameopt RFC2253 -ext subjectAltName
done
