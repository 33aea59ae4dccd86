# Is it there, and which one?
if ! command -v cfssl >/dev/null; then echo "install cfssl first"; exit 1; fi
cfssl version | grep Version | cut -d: -f1
cfssl version 2>&1 | wc -l
cfssl version > /dev/null && echo found
