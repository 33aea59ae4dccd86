# The authority out of the environment, as in a container.
echo '{"CN":"Example CA"}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca
CA="$(cat ca.pem)" KEY="$(cat ca-key.pem)"
export CA KEY
mv ca-key.pem kept.pem
echo '{"CN":"x","hosts":["x"]}' | cfssl gencert -ca env:CA -ca-key env:KEY - > answer || echo "exit $?"
echo '{"CN":"x","hosts":["x"]}' | cfssl gencert -ca file:ca.pem -ca-key file:kept.pem - > second || echo "exit $?"
cat answer second | cut -c 1-9
