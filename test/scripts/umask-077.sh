# A careful administrator.
umask 077
echo '{"CN":"Example CA"}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca
stat -c '%a %n' ca*
