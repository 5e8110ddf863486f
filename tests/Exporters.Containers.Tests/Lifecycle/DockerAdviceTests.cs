using Exporters.Containers.Lifecycle;
using Exporters.Docker;
using Exporters.Linux;

namespace Exporters.Containers.Tests.Lifecycle;

internal sealed class DockerAdviceTests
{
    private const string Path = "/var/run/docker.sock";

    [Test]
    public void Who_may_not_use_the_socket_is_told_the_group_and_the_command() =>
        Assert.That(
            FileGroup.HowToJoin(new FileGroup(115, "docker"), Path, "ann"),
            Is.EqualTo("; add ann to the group docker: usermod -aG docker ann, then start this again; in a container: --group-add 115"));

    [Test]
    public void In_a_container_the_group_has_a_number_and_no_name() =>
        Assert.That(FileGroup.HowToJoin(new FileGroup(998, null), Path, "app"), Does.EndWith("start the container with --group-add 998"));

    [Test]
    public void Nobody_is_told_to_join_the_group_of_root() =>
        Assert.That(FileGroup.HowToJoin(new FileGroup(0, "root"), Path, "ann"), Does.Contain("groupadd docker").And.Not.Contain("usermod"));

    [Test]
    public void Where_the_group_cannot_be_seen_the_command_shows_it() =>
        Assert.That(FileGroup.HowToJoin(null, Path, "ann"), Is.EqualTo("; see who may use it: ls -l /var/run/docker.sock"));

    [TestCase(DockerFailure.NoSocket, "; start Docker, or set containers.endpoint; inside a container mount the socket: -v /var/run/docker.sock:/var/run/docker.sock:ro")]
    [TestCase(DockerFailure.Unreachable, "; see that the daemon runs: systemctl status docker")]
    [TestCase(DockerFailure.Server, "")]
    public void Each_failure_says_what_mends_it(DockerFailure failure, string mend)
    {
        var problem = DockerAdvice.Of(new DockerException(failure, "it failed"), DockerEndpoint.Resolve(null, null, _ => null), "ann");
        Assert.That(problem.Message, Is.EqualTo("it failed" + mend));
    }
}
