using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Os;

/// <summary>Kernel and name of the machine, from uname(2): those that this process sees, whatever the paths say.</summary>
internal sealed class UnameCollector : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Info = All.Info(
        "node_uname_info", "Kernel and name of the machine, from uname(2).", "sysname", "release", "version", "machine", "nodename", "domainname");

    private readonly byte[] _known = new byte[Uname.Size];
    private LabelSet _labels = LabelSet.Empty;

    public string Name => "uname";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        Span<byte> answer = stackalloc byte[Uname.Size];
        var errno = Uname.Read(answer);
        if (errno != Errno.None)
        {
            throw HostFile.Unavailable("uname(2)", errno);
        }

        if (!answer.SequenceEqual(_known))
        {
            answer.CopyTo(_known);
            _labels = new LabelSet(
                ["sysname", "release", "version", "machine", "nodename", "domainname"],
                [Text(0), Text(2), Text(3), Text(4), Text(1), Text(5)]);
        }

        writer.Write(Info, 1, _labels);
    }

    private string Text(int index) => Encoding.UTF8.GetString(Uname.Field(_known, index));
}
