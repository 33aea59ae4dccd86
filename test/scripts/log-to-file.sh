# The log goes to a file that grows.
echo '{"CN":"Example CA"}' > ca.json
cfssl gencert -initca ca.json 2>> setup.log | cfssljson -bare ca 2>> setup.log
cfssl gencert -initca missing.json 2>> setup.log | cfssljson -bare ca 2>> setup.log
grep -c INFO setup.log
grep -v INFO setup.log | sort
rm setup.log
