# The dash after the base name does nothing; it has been copied from tutorial to tutorial.
echo '{"CN":"Example CA","key":{"algo":"ecdsa","size":256},"names":[{"O":"Example"}]}' > ca-csr.json
cfssl gencert -initca ca-csr.json | cfssljson -bare ca -
ls *.pem *.csr
