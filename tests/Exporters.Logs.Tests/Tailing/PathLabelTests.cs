using Exporters.Configuration;
using Exporters.Logs.Paths;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>Streams that are called as the paths of their files say.</summary>
internal sealed class PathLabelsTests : IDisposable
{
    private TailRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new TailRig
    {
        Include = ["*/*.log"],
        PathLabels = PathLabels.Read(Yaml.Key(@"labels: '/(?<pod>[^/]+)/(?<container>\w+)\.log$'", "labels", new ConfigReport())),
    };

    [TearDown]
    public void Dispose() => _rig.Dispose();

    [Test]
    public void Each_file_has_its_own()
    {
        Write("shop/web.log", "a\n");
        Write("pay/api.log", "b\n");
        _rig.Start().Deliver();
        Assert.That(Sent(), Is.EquivalentTo(new[] { "a container=web pod=shop service.name=app", "b container=api pod=pay service.name=app" }));
    }

    [Test]
    public void They_stay_through_a_rotation_and_a_restart_and_for_a_file_that_lost_its_name_meanwhile()
    {
        Write("shop/web.log", "1\n");
        _rig.Start().Deliver();
        _rig.Rename("shop/web.log", "shop/web.log.1");
        Write("shop/web.log.1", "2\n");
        Write("shop/web.log", "3\n");
        _rig.Deliver();
        _rig.Kill();
        Write("shop/web.log", "4\n");
        _rig.Rename("shop/web.log.1", "shop/web.log.2");
        _rig.Rename("shop/web.log", "shop/web.log.1");
        Write("shop/web.log", "5\n");
        _rig.Start().Deliver();
        Assert.That(Sent(), Is.EqualTo(Enumerable.Range(1, 5).Select(i => $"{i} container=web pod=shop service.name=app")));
    }

    private IEnumerable<string> Sent() => _rig.Receiver.Records.Select(record => $"{record.Body} {record.Resource}");

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_rig.PathOf(name))!);
        _rig.Write(name, text);
    }
}
