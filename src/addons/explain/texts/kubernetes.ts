import type { MessageRow } from "../message.js";

/** The components of Kubernetes and kubectl, where they say more than Go does. */
export const kubernetesTexts: readonly MessageRow[] = [
  {
    id: "token-signature",
    has: [
      "error in cryptographic primitive",
      "square/go-jose",
      "go-jose/go-jose",
      "signature is invalid",
      "crypto/rsa: verification error",
    ],
    pattern: /invalid bearer token|go-jose|Unable to authenticate.*crypto\/rsa: verification error/,
    speaker: "server",
    means:
      "The API server refused a service account's token: it was signed with a key that is not among those it checks tokens with.",
    look: "--service-account-key-file and --service-account-signing-key-file of kube-apiserver, --service-account-private-key-file of kube-controller-manager, on every control plane node. Old token Secrets must be deleted",
    rules: ["sa-pair-mismatch", "sa-keys-differ"],
  },
  {
    id: "token-expired",
    has: ["service account token has expired", "token has been invalidated", "invalid bearer token"],
    speaker: "server",
    means:
      "The API server refused a token: it has expired, or its Secret or service account is gone. No certificate is at fault.",
    look: "the age of the token, and the clock",
    rules: ["sa-pair-mismatch", "sa-keys-differ"],
    isVague: true,
  },
  {
    id: "node-of-another",
    has: [
      "is not allowed to modify node",
      "cannot modify node",
      "can only access node lease with the same name",
      "is not allowed to modify",
      "only access node",
    ],
    speaker: "authorizer",
    means:
      "A kubelet may change only its own node, and its certificate has the name of another one: system:node:NAME must have the name that the kubelet registers with.",
    look: "the CN of the kubelet's client certificate, and --hostname-override or the machine's host name",
    rules: ["kubelet-cn"],
  },
  {
    id: "forbidden-proxy",
    has: ["front-proxy-client", 'user "aggregator"', 'user \\"aggregator\\"'],
    pattern: /[Uu]ser \\?"(?:front-proxy-client|aggregator|[\w-]*proxy-client)\\?" cannot/,
    speaker: "authorizer",
    means:
      "An extension API server took kube-apiserver's front proxy for a common user: it did not believe the header, because the proxy's certificate is not from the CA of --requestheader-client-ca-file.",
    look: "who signed --proxy-client-cert-file, and the ConfigMap extension-apiserver-authentication in kube-system",
    rules: ["front-proxy-wrong-ca", "front-proxy-cn"],
  },
  {
    id: "forbidden-node",
    has: ["cannot"],
    pattern: /[Uu]ser \\?"system:node:[^"]*\\?" cannot/,
    speaker: "authorizer",
    means:
      "The API server knows the kubelet by its CN, but does not count it as a node: O must be system:nodes, and the CN system:node:NAME.",
    look: "CN and O of the kubelet's client certificate, and --authorization-mode=Node,RBAC",
    rules: ["kubelet-o", "kubelet-cn"],
  },
  {
    id: "forbidden-user",
    has: ["cannot"],
    pattern:
      /(?:forbidden|^).*[Uu]ser \\?"[^"]+\\?" cannot (?:list|get|watch|create|update|patch|delete|bind|escalate|impersonate|use|\w+ resource|$)|[Uu]ser \\?"[^"]+\\?" cannot/,
    speaker: "authorizer",
    means:
      "The certificate is accepted, and the API server takes the user from its CN and the groups from its O. This user may not do that: CN or O is not what the component needs.",
    look: "CN and O of the client's certificate: the quoted user is the CN",
    rules: [
      "scheduler-cn",
      "controller-manager-cn",
      "proxy-cn",
      "admin-no-masters",
      "kubelet-cn",
      "kubelet-o",
      "front-proxy-cn",
      "front-proxy-wrong-ca",
    ],
  },
  {
    id: "bootstrap-expired",
    has: [
      "part of the existing bootstrap client certificate",
      "existing bootstrap client certificate is expired",
      "unable to load bootstrap kubeconfig",
    ],
    speaker: "loader",
    means:
      "The kubelet's client certificate has expired, and there is no bootstrap kubeconfig with which it could ask for a new one.",
    look: "kubelet-client-current.pem in /var/lib/kubelet/pki: issue it again, or give the kubelet a bootstrap kubeconfig with a token",
    rules: ["leaf-expired", "ca-expired"],
  },
  {
    id: "missing-file",
    has: [
      "unable to read client-cert",
      "unable to read client-key",
      "unable to read certificate-authority",
      "no such file or directory",
      "cannot find the file",
      "no such file",
    ],
    pattern:
      /(?:client-cert|client-key|certificate|\.pem|\.crt|\.key|\.pub|\.conf|kubeconfig|\/pki\/|\/ssl\/|\/cert).*(?:no such file|cannot find the file)|(?:no such file|cannot find the file).*(?:\.pem|\.crt|\.key|\.pub|kubeconfig)/i,
    speaker: "loader",
    means: "A program was given the path of a file that is not there.",
    look: "the path: was the file made, under that name, and copied to this machine",
    rules: ["kubeconfig-missing-file", "json-broken"],
  },
  {
    id: "permission",
    has: ["permission denied"],
    pattern:
      /(?:\.pem|\.crt|\.key|\.pub|\.conf|kubeconfig|\/pki\/|\/ssl\/|[Kk]ey|[Cc]ert).*permission denied|permission denied.*(?:\.pem|\.crt|\.key)/,
    speaker: "loader",
    means:
      "A program may not read its key or certificate: the file belongs to another user than the one that the program runs as.",
    look: "owner and mode of the file and of the folders above it (ls -l), and User= of the systemd unit",
    rules: [],
  },
  {
    id: "no-rsa-certificates",
    has: [
      "does not contain any valid rsa or ecdsa certificates",
      "unable to parse bytes as pem block",
      "unable to load root certificates",
      "unable to load the ca",
      "no valid certificate",
    ],
    speaker: "loader",
    means:
      "A file of CAs has no certificate that the program can find: it begins with a byte order mark, is empty, cut off, or in DER.",
    look: "the first bytes of the CA file: head -c 3 FILE | xxd shows ef bb bf for a byte order mark",
    rules: ["pem-bom", "file-empty", "pem-truncated", "pem-utf16", "cert-is-csr", "cert-key-swapped"],
  },
  {
    id: "no-public-key",
    has: [
      "does not contain any valid rsa or ecdsa public keys",
      "does not contain a valid rsa or ecdsa private key",
      "could not find any public key",
      "error reading public key file",
    ],
    speaker: "loader",
    means:
      "The file of a service account key holds no key that the program knows: a request, a key of ssh, or another format.",
    look: "the first line of the file: it must be PUBLIC KEY, a private key or a certificate",
    rules: [
      "sa-pair-mismatch",
      "file-empty",
      "pem-truncated",
      "pem-bom",
      "cert-is-csr",
      "cert-key-swapped",
      "key-encrypted",
      "ed25519-label",
    ],
  },
  {
    id: "kubeadm-not-signed",
    has: ["not signed by ca certificate"],
    speaker: "loader",
    means:
      "kubeadm found a certificate that the CA beside it has not signed: the CA was made again, or copied from another cluster.",
    look: "the certificate and the CA that the message names",
    rules: ["wrong-ca", "front-proxy-wrong-ca"],
  },
  {
    id: "signing-pair",
    has: [
      "failed to start certificate controller",
      "error starting controllers",
      "error reading ca cert file",
      "could not load ca",
      "couldn't load ca",
      "failure loading ca",
      "could not retrieve the private key file",
    ],
    speaker: "loader",
    means:
      "kube-controller-manager cannot use the CA that it signs with: certificate or key is missing, damaged, or not of one pair.",
    look: "--cluster-signing-cert-file and --cluster-signing-key-file",
    rules: ["ca-key-mismatch", "key-encrypted", "pem-truncated", "file-empty", "pem-bom", "kubeconfig-missing-file"],
  },
  {
    id: "unauthorized",
    has: [
      "unauthorized",
      "401 authorization required",
      "the server has asked for the client to provide credentials",
      "you must be logged in",
    ],
    pattern:
      /\bUnauthorized\b|You must be logged in|asked for the client to provide credentials|401 Unauthorized|code=401/i,
    speaker: "server",
    means:
      'The API server does not accept the client\'s certificate or token, and tells the client no reason. Its own log has it: "Unable to authenticate the request".',
    look: "kube-apiserver's log at the same second; end, CA and usages of the client's certificate",
    rules: [
      "leaf-expired",
      "wrong-ca",
      "eku-client-missing",
      "sa-pair-mismatch",
      "sa-keys-differ",
      "ca-expired",
      "leaf-not-yet-valid",
      "kubeconfig-wrong-ca",
      "chain-missing-intermediate",
      "front-proxy-wrong-ca",
    ],
    isVague: true,
  },
  {
    id: "server-refused-connection",
    has: ["was refused - did you specify the right host or port", "connect: connection refused"],
    speaker: "bystander",
    means:
      "Nothing listens there: the API server is not running. Its log says why, often that it cannot use one of its files or cannot reach etcd.",
    look: "the last lines of kube-apiserver's log (crictl logs, journalctl -u kube-apiserver), then of etcd's",
    rules: [
      "key-mismatch",
      "key-encrypted",
      "cert-is-csr",
      "cert-key-swapped",
      "file-empty",
      "pem-bom",
      "pem-truncated",
      "eku-client-missing",
      "wrong-ca",
      "leaf-expired",
      "kubeconfig-missing-file",
      "kubeconfig-wrong-server",
    ],
    isVague: true,
  },
  {
    id: "certificate-not-approved",
    has: [
      "certificate request was not signed",
      "certificate signing request is not approved",
      "timed out waiting for the csr",
      "no serving certificate available for the kubelet",
      "certificate request is not approved",
    ],
    speaker: "bystander",
    means: "A kubelet waits for a certificate that nobody has approved or signed yet. The files are not at fault.",
    look: "kubectl get csr, then kubectl certificate approve NAME",
    rules: [],
  },
];
