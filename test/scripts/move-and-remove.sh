# Files are moved, renamed and removed between the steps.
set -e
mkdir -p etc/pki private
echo '{"CN":"Example CA"}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca
mv ca-key.pem private/ca.key
mv ca.pem etc/pki/ca.crt
rm ca.csr
echo '{"CN":"server","hosts":["localhost","127.0.0.1"]}' > server.json
cfssl gencert -ca etc/pki/ca.crt -ca-key private/ca.key server.json 2>/dev/null | cfssljson -bare server
cp server.pem etc/pki/server.crt
mv server-key.pem private/server.key
rm -f server.pem server.csr server.json
openssl verify -CAfile etc/pki/ca.crt etc/pki/server.crt
