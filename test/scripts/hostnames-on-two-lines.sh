# The list of hosts goes on in the next line, and so becomes two arguments.
echo '{"CN":"Example CA"}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca
echo '{"CN":"x"}' > x.json
cfssl gencert -ca ca.pem -ca-key ca-key.pem -hostname=10.0.0.1,10.0.0.2, \
  10.0.0.3,localhost x.json | cfssljson -bare x
echo "exits ${PIPESTATUS[*]}"
