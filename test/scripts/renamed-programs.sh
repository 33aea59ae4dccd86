# The names that the downloads have, and the ones that people give them.
mkdir bin
ln -s "$(command -v cfssl)" bin/cfssl_linux-amd64
ln -s "$(command -v cfssljson)" bin/cfssljson_linux-amd64
ln -s "$(command -v cfssljson)" bin/cfssl-json
ln -s "$(command -v cfssl-certinfo)" bin/cfssl-certinfo_linux-amd64
PATH=$PWD/bin:$PATH
echo '{"CN":"Example CA"}' > ca-csr.json
cfssl_linux-amd64 gencert -initca ca-csr.json 2>/dev/null | cfssljson_linux-amd64 -bare ca
cfssl_linux-amd64 gencert -initca ca-csr.json 2>/dev/null | bin/cfssl-json -bare other
cfssl-certinfo_linux-amd64 -cert ca.pem | grep common_name
./bin/cfssl_linux-amd64 nothing 2>&1 | head -n 1
