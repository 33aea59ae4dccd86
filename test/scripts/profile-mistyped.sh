# A profile that is not there is the default one, without a word.
echo '{"signing":{"default":{"expiry":"1h"},"profiles":{"server":{"expiry":"2h","usages":["server auth"]}}}}' > config.json
echo '{"CN":"Example CA"}' | cfssl gencert -initca - 2>/dev/null | cfssljson -bare ca
echo '{"CN":"x","hosts":["x"]}' > x.json
cfssl gencert -loglevel 2 -ca ca.pem -ca-key ca-key.pem -config config.json -profile sever x.json
echo "exit $?"
cfssl gencert -loglevel 2 -ca ca.pem -ca-key ca-key.pem -config config.json -profile server x.json | cfssljson -bare x
