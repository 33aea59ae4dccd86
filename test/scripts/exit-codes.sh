# Which exit code for what.
code() { "$@" >/dev/null 2>&1 </dev/null; echo "$? $*"; }
echo '{"CN":"x","hosts":["x"]}' > x.json
code cfssl
code cfssl -h
code cfssl version
code cfssl nothing
code cfssl gencert
code cfssl gencert -h
code cfssl gencert -nothing
code cfssl gencert x.json
code cfssl genkey x.json
code cfssl genkey -
code cfssl certinfo -cert x.json
code cfssl-certinfo -cert x.json
code cfssl-certinfo -nothing
code cfssljson
code cfssljson -bare -f x.json out
code cfssljson -f missing.json
