# Every certificate in a folder.
set -e
mkdir certs
for name in a b; do
  echo "{\"CN\":\"$name.example\"}" | cfssl selfsign $name - 2>/dev/null | cfssljson -bare certs/$name
done
find certs -name '*.pem' ! -name '*-key.pem' | sort | xargs -n 1 cfssl certinfo -cert | grep -c common_name
for file in certs/*.pem; do cfssl certinfo -cert "$file" 2>&1 | grep -oE '"common_name": "[^"]*"|Failed.*certificate' | head -n 1; done
