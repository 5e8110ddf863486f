using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>One NVMe controller as the collector remembers it.</summary>
internal sealed class NvmeController
{
    public static readonly Family Info = Family.Info(
        "node_nvme_info", "What the NVMe controller tells of itself.", "device", "firmware_revision", "model", "serial", "state", "cntlid");

    private const int TextBytes = 256;

    private static readonly string[] Labels = ["device", "firmware_revision", "model", "serial", "state", "cntlid"];
    private static readonly string[] Files = ["firmware_rev", "model", "serial", "state", "cntlid"];

    private readonly DirectoryListing _listing;
    private readonly string _name;
    private readonly string[] _paths;
    private readonly byte[][] _values;
    private readonly List<NvmeNamespace> _namespaces = [];
    private LabelSet? _info;

    /// <summary>The controller in <paramref name="directory"/>.</summary>
    public NvmeController(string directory, string name)
    {
        _listing = new DirectoryListing(directory);
        _name = name;
        _paths = Array.ConvertAll(Files, file => $"{directory}/{file}");
        _values = Array.ConvertAll(Files, _ => Array.Empty<byte>());
    }

    /// <summary>Reads and writes what the controller tells; what it does not tell is an empty label.</summary>
    public void Write(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _namespaces.Clear();
            foreach (var name in _listing.Names)
            {
                if (NamespaceId(name) is { } id)
                {
                    _namespaces.Add(new NvmeNamespace($"{_listing.Path}/{name}", _name, id));
                }
            }
        }

        if (_listing.Errno != Errno.None)
        {
            return; // pulled out since the class was listed
        }

        writer.Write(Info, 1, ReadInfo());
        foreach (var space in _namespaces)
        {
            space.Write(writer);
        }
    }

    /// <summary>1 of <c>nvme0n1</c>, and of <c>nvme0c0n1</c> as multipath names the way to a namespace; null for what is none.</summary>
    internal static string? NamespaceId(string name)
    {
        var n = name.LastIndexOf('n');
        return name.StartsWith("nvme", StringComparison.Ordinal) && n > "nvme".Length && char.IsAsciiDigit(name[n - 1]) && n + 1 < name.Length
            && name.AsSpan(n + 1).IndexOfAnyExceptInRange('0', '9') < 0
            ? name[(n + 1)..]
            : null;
    }

    private LabelSet ReadInfo()
    {
        Span<byte> buffer = stackalloc byte[TextBytes];
        for (var i = 0; i < _paths.Length; i++)
        {
            var value = SysFile.Read(_paths[i], buffer, out _);
            if (!value.SequenceEqual(_values[i]))
            {
                _values[i] = value.ToArray();
                _info = null;
            }
        }

        return _info ??= new LabelSet(Labels, [_name, .. Array.ConvertAll(_values, Encoding.UTF8.GetString)]);
    }
}
