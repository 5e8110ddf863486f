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

    /// <summary>What lets a user at a socket that belongs to a group.</summary>
    public static string Join(FileGroup? group, string path, string user) => group switch
    {
        null => $"; see who may use it: ls -l {path}",
        { Id: 0 } => "; it belongs to the group root: give dockerd a group to make it for (groupadd docker; systemctl restart docker), or run as root",
        { Name: { } name } => $"; add {user} to the group {name}: usermod -aG {name} {user}, then start this again; in a container: --group-add {group.Id}",
        _ => $"; it belongs to the group {group.Id}, which has no name here; start the container with --group-add {group.Id}",
    };

    private static string Mend(DockerFailure failure, DockerEndpoint endpoint, string user) => (failure, endpoint.SocketPath) switch
    {
        (DockerFailure.Endpoint, _) => "; correct it, or set containers.endpoint; until then containers are found by their control groups alone",
        (DockerFailure.NoSocket, { } path) =>
            $"; start Docker, or set containers.endpoint; inside a container mount the socket: -v {path}:{path}:ro",
        (DockerFailure.Denied, { } path) =>
            Join(FileGroup.Of(path), path, user),
        (DockerFailure.Denied, null) => "; see that ca.pem, cert.pem and key.pem of containers.certificates (DOCKER_CERT_PATH) are those of this daemon",
        (DockerFailure.Unreachable, _) => "; see that the daemon runs: systemctl status docker",
        (DockerFailure.Timeout, _) => "; the daemon takes the connection and says nothing: journalctl -u docker",
        _ => "",
    };
}
