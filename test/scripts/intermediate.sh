# A root, an authority below it, a chain.
set -e
echo '{"signing":{"profiles":{"sub":{"expiry":"8760h","usages":["cert sign","crl sign"],"ca_constraint":{"is_ca":true,"max_path_len":0,"max_path_len_zero":true}}}}}' > config.json
echo '{"CN":"Root","ca":{"expiry":"87600h","pathlen":1}}' | cfssl genkey -initca - 2>/dev/null | cfssljson -bare root
echo '{"CN":"Intermediate"}' | cfssl genkey - 2>/dev/null | cfssljson -bare sub
cfssl sign -ca root.pem -ca-key root-key.pem -config config.json -profile sub sub.csr | cfssljson -bare sub
echo '{"CN":"leaf","hosts":["leaf.example"]}' > leaf.json
cfssl gencert -ca sub.pem -ca-key sub-key.pem leaf.json 2>/dev/null | cfssljson -bare leaf
cat sub.pem root.pem > chain.pem
openssl verify -CAfile root.pem -untrusted sub.pem leaf.pem
cfssl-certinfo -cert chain.pem || echo "exit $?"
