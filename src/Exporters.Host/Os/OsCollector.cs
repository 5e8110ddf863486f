using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Os;

/// <summary>The distribution, from <c>/etc/os-release</c> or <c>/usr/lib/os-release</c> below the host's root; see os-release(5).</summary>
internal sealed class OsCollector(HostPaths paths) : ICollector
{
    private static readonly string[] InfoLabels =
    [
        "build_id", "id", "id_like", "image_id", "image_version", "name", "pretty_name", "variant", "variant_id", "version",
        "version_codename", "version_id",
    ];

    private static readonly string[] VersionLabels = ["id", "id_like", "name"];
    private static readonly FamilyList All = new();
    private static readonly Family Info = All.Info("node_os_info", "The distribution, from os-release.", InfoLabels);
    private static readonly Family Version = All.Gauge("node_os_version", "Major and minor version of the distribution as a number.", VersionLabels);
    private static readonly Family SupportEnd = All.Gauge(
        "node_os_support_end_timestamp_seconds", "When support of this version of the distribution ends, in Unix time.");

    private readonly string[] _paths = [paths.Root("/etc/os-release"), paths.Root("/usr/lib/os-release")];
    private readonly string? _missingRoot = Containment.MissingRoot(paths);
    private readonly List<ProcFormatException> _problems = [];
    private byte[]? _known;
    private LabelSet _info = LabelSet.Empty;
    private LabelSet _versionLabels = LabelSet.Empty;
    private double? _version;
    private double? _supportEnd;

    public string Name => "os";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        if (_missingRoot is { } missing)
        {
            throw new CollectorUnavailableException(UnavailableReason.Configuration, missing);
        }

        Read();
        _problems.ForEach(writer.Unreadable);
        writer.Write(Info, 1, _info);
        writer.WriteIfKnown(Version, _version, _versionLabels);
        writer.WriteIfKnown(SupportEnd, _supportEnd);
    }

    private void Read()
    {
        var path = _paths[0];
        var errno = ProcFile.TryRead(path, out var file);
        if (errno == Errno.NoEntry)
        {
            path = _paths[1];
            errno = ProcFile.TryRead(path, out file);
        }

        if (errno != Errno.None)
        {
            throw HostFile.Unavailable(path, errno, "no os-release there either");
        }

        using (file)
        {
            // It changes with an upgrade of the distribution, so the labels are made once.
            if (!file.Bytes.SequenceEqual(_known) || _known is null)
            {
                _problems.Clear();
                Describe(OsRelease.Parse(file.Bytes, path, _problems.Add));
                _known = file.Bytes.ToArray();
            }
        }
    }

    private void Describe(OsRelease release)
    {
        _info = Labels(InfoLabels, release);
        _versionLabels = Labels(VersionLabels, release);
        _version = release.Version;
        _supportEnd = release.SupportEndSeconds;
    }

    private static LabelSet Labels(string[] names, OsRelease release) =>
        new(names, Array.ConvertAll<string, string?>(names, name => release[name.ToUpperInvariant()]));
}
