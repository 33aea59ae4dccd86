# Relative, absolute, up and down.
set -e
mkdir -p pki/ca work
echo '{"CN":"Example CA"}' > work/ca.json
echo '{"CN":"x","hosts":["x"]}' > ./work/x.json
cd work
cfssl gencert -initca ca.json 2>/dev/null | cfssljson -bare ../pki/ca/root
cfssl gencert -ca="$PWD/../pki/ca/root.pem" -ca-key=../pki//ca/./root-key.pem ./x.json 2>/dev/null | cfssljson -bare "$PWD/x"
cd ..
find . -name '*.pem' | sort
cfssljson -bare nowhere/x < /dev/null || echo "exit $?"
echo '{"cert":"x"}' | cfssljson -bare nowhere/x || echo "exit $?"
