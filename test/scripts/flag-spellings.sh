# One dash, two dashes, =, blanks, =true.
set -e
echo '{"CN":"Example CA"}' > ca-csr.json
echo '{"CN":"x","hosts":["x"]}' > x-csr.json
cfssl gencert --initca=true ca-csr.json 2>/dev/null | cfssljson --bare=true ca
cfssl gencert --ca ca.pem -ca-key=ca-key.pem -loglevel 2 x-csr.json | cfssljson -bare x
cfssl-certinfo --cert=x.pem | grep common_name
