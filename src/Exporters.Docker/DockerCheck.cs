using System.Globalization;
using Exporters.Metrics.Checks;

namespace Exporters.Docker;

/// <summary>Asks a Docker daemon for its version and its containers.</summary>
public static class DockerCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>The check of a daemon.</summary>
    /// <param name="endpoint">Where it should answer.</param>
    /// <param name="isRequired">Whether a socket that is not there is a fault: not when the daemon is only looked for.</param>
    public static OutsideCheck Of(DockerEndpoint endpoint, bool isRequired) =>
        new($"docker {endpoint}", cancellation => AskAsync(endpoint, isRequired, cancellation));

    /// <summary>What to do about a failed call, as a sentence; empty where the message of the failure says it.</summary>
    public static string Advice(DockerFailure failure) => failure switch
    {
        DockerFailure.NoSocket => "is Docker installed and running (systemctl status docker)? In a container, mount the socket: -v /var/run/docker.sock:/var/run/docker.sock:ro",
        DockerFailure.Denied => $"the socket belongs to the group docker: usermod -aG docker {Environment.UserName}, or SupplementaryGroups=docker in the unit, or group_add in the compose file",
        DockerFailure.Unreachable => "is the daemon running? systemctl status docker",
        DockerFailure.Timeout => "the daemon hangs: docker ps and journalctl -u docker tell more",
        _ => "",
    };

    private static async Task<CheckAnswer> AskAsync(DockerEndpoint endpoint, bool isRequired, CancellationToken cancellation)
    {
        using var client = new DockerClient(endpoint, Timeout);
        try
        {
            var version = await client.ConnectAsync(cancellation);
            var containers = await client.ListAsync(sizes: false, cancellation);
            return CheckAnswer.Good(string.Create(
                CultureInfo.InvariantCulture, $"version {client.DaemonVersion}, API {version}, {containers.Count} container{(containers.Count == 1 ? "" : "s")}"));
        }
        catch (DockerException e) when (e.Failure == DockerFailure.NoSocket && !isRequired)
        {
            return CheckAnswer.Note("no such socket: nothing is asked for containers");
        }
        catch (DockerException e)
        {
            var advice = Advice(e.Failure);
            return CheckAnswer.Bad(e.Message + (advice.Length > 0 ? $"; {advice}" : ""));
        }
    }
}
