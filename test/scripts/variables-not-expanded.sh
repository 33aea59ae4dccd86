# A here-document in quotes leaves the variables as they are; a missing one leaves nothing.
host=a.example
cat > x.json <<'REQUEST'
{ "CN": "${host}", "hosts": ["${host}", "$host"] }
REQUEST
cat > y.json <<REQUEST
{ "CN": "$nothing", "hosts": ["$nothing", "$host"], }
REQUEST
cfssl genkey x.json 2>/dev/null | cfssljson -bare x
cfssl genkey y.json | cfssljson -bare y
ls
