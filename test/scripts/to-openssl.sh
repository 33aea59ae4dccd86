# From cfssl straight into openssl.
echo '{"CN":"x","hosts":["x.example"],"key":{"algo":"ecdsa","size":384}}' > x.json
cfssl genkey x.json 2>/dev/null | cfssljson -bare -stdout | openssl req -noout -verify 2>&1 | grep -o 'verify OK'
cfssl genkey x.json 2>/dev/null | cfssljson -stdout -bare | sed -n '/EC PRIVATE/,$p' | openssl ec -noout -text 2>/dev/null | grep CURVE
rm x.json
