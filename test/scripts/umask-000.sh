# A careless one: the key is nobody else's all the same.
umask 000
echo '{"CN":"Example CA"}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca
stat -c '%a %n' ca*
