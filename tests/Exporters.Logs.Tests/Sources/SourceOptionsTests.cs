using Exporters.Logs.Sources;

namespace Exporters.Logs.Tests.Sources;

internal sealed class SourceOptionsTests
{
    [Test]
    public void An_attribute_that_is_empty_leaves_the_default_in_place()
    {
        var options = new SourceOptions
        {
            Source = new SourceConfig { Kind = SourceKind.Journal, Name = "journald" },
            NamesOfKind = [], StateDirectory = "",
            SharedResource = [new("instance", ""), new("host.name", "web1")],
        };

        Assert.That(options.Resource().ToString(), Is.EqualTo("host.name=web1 instance=web1 job=journald service.name=journald"));
    }

    [Test]
    public void A_file_has_job_and_instance_like_every_other_source()
    {
        var options = new SourceOptions { Source = new SourceConfig { Name = "shop" }, NamesOfKind = [], StateDirectory = "" };
        var host = Environment.MachineName;

        Assert.That(options.Resource().ToString(), Is.EqualTo($"host.name={host} instance={host} job=shop service.name=shop"));
    }
}
