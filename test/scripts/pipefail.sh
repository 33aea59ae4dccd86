# The first mistake ends the script.
set -euo pipefail
trap 'echo "line failed, exit $?"' ERR
echo '{"CN":"Example CA","key":{"algo":"rsa","size":1024}}' > ca.json
cfssl gencert -initca ca.json | cfssljson -bare ca
echo "never reached"
