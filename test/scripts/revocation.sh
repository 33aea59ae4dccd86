# What is revoked goes into a list by its serial number.
set -e
echo '{"CN":"Example CA"}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca
echo '{"CN":"x","hosts":["x"]}' | cfssl gencert -ca ca.pem -ca-key ca-key.pem - 2>/dev/null | cfssljson -bare x
cfssl certinfo -cert x.pem | grep '"serial_number"' | tr -dc '0-9\n' | tail -n 1 > serials.txt
cfssl gencrl serials.txt ca.pem ca-key.pem | base64 -d > ca.crl
openssl crl -inform der -in ca.crl -out crl.pem
openssl verify -crl_check -CRLfile crl.pem -CAfile ca.pem x.pem 2>&1 | grep -o 'certificate revoked'
rm serials.txt ca.crl crl.pem
