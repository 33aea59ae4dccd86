# The JSON of another tool: "CA" for "ca", "Hosts", "KEY".
cat > ca-csr.json <<REQUEST
{ "cn": "Example CA", "CA": { "Expiry": "87600h", "PathLen": 1 }, "KEY": { "Algo": "ecdsa", "Size": 384 } }
REQUEST
cfssl gencert -initca ca-csr.json | cfssljson -bare ca
openssl x509 -in ca.pem -noout -ext basicConstraints
