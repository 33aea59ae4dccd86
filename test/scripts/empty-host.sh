# "hosts": [""] is a name with nothing in it, and no warning.
echo '{"CN":"Example CA"}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca
echo '{"CN":"admin","hosts":[""],"key":{"algo":"ecdsa","size":256}}' > admin-csr.json
cfssl gencert -ca ca.pem -ca-key ca-key.pem admin-csr.json | cfssljson -bare admin
cfssl-certinfo -cert admin.pem | grep -A 2 sans
