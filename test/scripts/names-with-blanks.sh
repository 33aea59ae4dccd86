# Blanks and umlauts in file names, hosts and subjects.
set -e
mkdir "my certs"
echo '{"CN":"Zürich CA","names":[{"O":"Müller & Söhne","L":"Zürich"}]}' > "my certs/ca csr.json"
cfssl gencert -initca "my certs/ca csr.json" 2>/dev/null | cfssljson -bare "my certs/ca ü"
ls "my certs"
cfssl certinfo -cert "my certs/ca ü.pem" | grep organization
