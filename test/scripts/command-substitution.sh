# Output caught in variables, with and without the log.
log=$(cfssl genkey - <<< '{"CN":"x"}' 2>&1 >/dev/null | cut -c 21-)
echo "$log"
all=$(cfssl genkey missing.json 2>&1) || echo "exit $?: $all"
if ! cfssl gencert -ca none.pem -ca-key none.pem - <<< '{"CN":"x"}' >/dev/null 2>&1; then echo "no authority"; fi
if cfssl-certinfo -cert none.pem 2>/dev/null; then echo "certinfo says yes to everything"; fi
