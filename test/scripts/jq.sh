# The answer taken apart with jq in place of cfssljson.
answer=$(echo '{"CN":"Example CA"}' | cfssl gencert -initca - 2>/dev/null)
echo "$answer" | jq -r .cert > ca.pem
echo "$answer" | jq -r .key > ca-key.pem
chmod 600 ca-key.pem
echo "$answer" | jq -r 'keys | join(" ")'
echo '{"CN":"x","hosts":["x"]}' | cfssl gencert -ca ca.pem -ca-key ca-key.pem - 2>/dev/null | jq -r .cert | openssl x509 -noout -subject -nameopt RFC2253
