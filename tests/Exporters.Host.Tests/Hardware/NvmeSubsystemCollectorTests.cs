using Exporters.Testing;

namespace Exporters.Host.Tests.Hardware;

public sealed class NvmeSubsystemCollectorTests
{
    [Test]
    public void A_subsystem_has_its_paths_their_states_and_its_namespaces()
    {
        const string Root = "sys/class/nvme-subsystem/nvme-subsys0";
        using var machine = FixtureTree.With($"{Root}/subsysnqn", "nqn.2014\n").Add($"{Root}/model", "M\n").Add($"{Root}/serial", "S\n").Add($"{Root}/iopolicy", "numa\n")
            .Add($"{Root}/nvme0/state", "live\n").Add($"{Root}/nvme0/transport", "tcp\n").Add($"{Root}/nvme1/state", "deleting (no IO)\n").Add($"{Root}/nvme1/transport", "tcp\n")
            .Add($"{Root}/nvme0n1/size", "1\n").Add($"{Root}/nvme0c0n1/size", "1\n");
        var samples = Page.Samples(Make.Collector("nvmesubsystem", machine.Paths));
        Assert.That(samples, Is.SupersetOf(new[]
        {
            """node_nvmesubsystem_info{subsystem="nvme-subsys0",nqn="nqn.2014",model="M",serial="S",iopolicy="numa"} 1""",
            """node_nvmesubsystem_namespace_info{subsystem="nvme-subsys0",device="nvme0n1"} 1""",
            """node_nvmesubsystem_paths{subsystem="nvme-subsys0"} 2""", """node_nvmesubsystem_paths_live{subsystem="nvme-subsys0"} 1""",
            """node_nvmesubsystem_path_state{subsystem="nvme-subsys0",controller="nvme1",transport="tcp",state="deleting"} 1""",
            """node_nvmesubsystem_path_state{subsystem="nvme-subsys0",controller="nvme1",transport="tcp",state="live"} 0""",
        }));
        Assert.That(samples, Has.None.Contains("nvme0c0n1"));
    }
}
