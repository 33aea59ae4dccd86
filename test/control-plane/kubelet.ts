/**
 * A command by which kube-apiserver dials the kubelet of worker-1, and prints what that answers, or why it is refused.
 *
 * In the kubelet's place is a server of openssl with its certificate, which demands that of kube-apiserver: a kubelet
 * that serves needs containers, and changes its machine. The kubelet's own certificate makes the node.
 *
 * @param ca the file that kube-apiserver's certificate must lead to; null to let in any
 */
export function askKubelet(address: string, ca: string | null): string {
  const demand = ca === null ? "-Verify 1" : `-Verify 1 -verify_return_error -CAfile ${ca}`;
  const status = {
    addresses: [{ type: "InternalIP", address }],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
  };
  const node = JSON.stringify({ apiVersion: "v1", kind: "Node", metadata: { name: "worker-1" }, status });
  return `kubectl --kubeconfig=admin.conf get node worker-1 >/dev/null 2>&1 ||
    echo '${node}' | kubectl --kubeconfig=kubelet-worker-1.conf create -f - >&2
  openssl s_server -accept ${address}:10250 -cert kubelet-worker-1.pem -key kubelet-worker-1-key.pem \\
    ${demand} -www >/dev/null 2>&1 &
  kubelet=$!
  kubectl --kubeconfig=admin.conf get --raw /api/v1/nodes/worker-1/proxy/
  kill $kubelet`;
}
