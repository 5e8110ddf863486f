using Exporters.Docker;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Containers.Lifecycle;

/// <summary>Puts a failure of the daemon into one line that says what mends it.</summary>
internal static class DockerAdvice
{
    /// <summary>The problem that the page and the log show.</summary>
    public static InventoryProblem Of(DockerException failure, DockerEndpoint endpoint, string user)
    {
        var reason = failure.Failure switch
        {
            DockerFailure.NoSocket => UnavailableReason.Absent,
            DockerFailure.Denied => UnavailableReason.Permission,
            DockerFailure.Timeout => UnavailableReason.Timeout,
            DockerFailure.Format => UnavailableReason.Format,
            DockerFailure.Refused or DockerFailure.Endpoint => UnavailableReason.Configuration,
            _ => UnavailableReason.Unreachable,
        };
        return new InventoryProblem(reason, failure.Message + Mend(failure.Failure, endpoint, user));
    }

    private static string Mend(DockerFailure failure, DockerEndpoint endpoint, string user) => (failure, endpoint.SocketPath) switch
    {
        (DockerFailure.Endpoint, _) => "; correct it, or set containers.endpoint; until then containers are found by their control groups alone",
        (DockerFailure.NoSocket, { } path) =>
            $"; start Docker, or set containers.endpoint; inside a container mount the socket: -v {path}:{path}:ro",
        (DockerFailure.Denied, { } path) =>
            FileGroup.HowToJoin(FileGroup.Of(path), path, user),
        (DockerFailure.Denied, null) => "; see that ca.pem, cert.pem and key.pem of containers.certificates (DOCKER_CERT_PATH) are those of this daemon",
        (DockerFailure.Unreachable, _) => "; see that the daemon runs: systemctl status docker",
        (DockerFailure.Timeout, _) => "; the daemon takes the connection and says nothing: journalctl -u docker",
        _ => "",
    };
}
