# Somebody merged two requests by hand.
cat > csr.json <<REQUEST
{
  "CN": "first", "CN": "second",
  "hosts": ["a.example", "b.example"],
  "hosts": ["c.example"],
  "names": [{ "C": "US", "O": "One" }],
  "names": [{ "O": "Two" }]
}
REQUEST
cfssl selfsign h csr.json 2>/dev/null | cfssljson -bare x
cfssl certinfo -cert x.pem | grep -vE 'not_|serial|pem|key_id'
