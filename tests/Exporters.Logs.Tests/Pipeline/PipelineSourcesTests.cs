using Exporters.Logs.Pipeline;
using Exporters.Logs.Sources;

namespace Exporters.Logs.Tests.Pipeline;

internal sealed class PipelineSourcesTests
{
    [Test]
    public void An_attribute_that_is_empty_leaves_the_default_in_place() =>
        Assert.That(
            PipelineSources.Resource(
                new LogsConfig { Resource = [new("instance", ""), new("host.name", "web1")] },
                new SourceConfig { Kind = SourceKind.Journal, Name = "journald" }).ToString(),
            Is.EqualTo("host.name=web1 instance=web1 job=journald service.name=journald"));
}
